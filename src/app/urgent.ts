import { teamsMessage } from "../core/digest/card.ts";
import { tellsOf } from "../core/digest/news.ts";
import { targetRoutes } from "../core/digest/route.ts";
import type { Urgent } from "../core/digest/urgent.ts";
import { urgentCard } from "../core/digest/urgent-card.ts";
import type { UrgentCardInput } from "../core/digest/urgent-said.ts";
import { setAsideOf } from "../core/findings/decisions.ts";
import type { DecidedByKey } from "../core/model/decision.ts";
import type { OutboxMessage, Route, Told } from "../core/model/delivery.ts";
import { compareSeverity, targetKey } from "../core/model/finding.ts";
import { currency } from "../core/model/money.ts";
import type { FindingRecord } from "../core/model/record.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { addMinutes, type Day, dayOf } from "../core/model/time.ts";
import { urgentMail } from "../render/index.ts";
import type { Run } from "./compose.ts";
import { freshMessage } from "./fresh-message.ts";
import { pageLinks } from "./links.ts";
import { readable } from "./readable.ts";

/** What is known where something urgent is told. */
interface Around {
  readonly snapshots: readonly Snapshot[];
  readonly records: readonly FindingRecord[];
  readonly decided: DecidedByKey;
}

export type Frozen = Pick<OutboxMessage, "route" | "key">;

/** A finding that flips is told once a week, here as in digests. */
const FLIP_REST_MINUTES = 7 * 1440;

/**
 * Freezes what does not wait for the digest, one card a cluster, kind and day: what happened is told on its own day, what was found on the
 * one its check was asked for, however often that is made. Answers all there are, those frozen before too.
 */
export async function freezeUrgents(run: Run, askedOn: Day, urgents: readonly Urgent[], around: Around): Promise<readonly Frozen[]> {
  const routeOf = targetRoutes(around.snapshots, run.settings.routing.routes);
  const frozen: Frozen[] = [];
  for (const urgent of urgents) {
    const route = routeOf(urgent.target);
    if (!route) continue;
    const last = urgent.events.at(-1);
    const key = `urgent|${last ? dayOf(last.at) : askedOn}|${targetKey(urgent.target)}|${urgent.kind}`;
    if (await freeze(run, route, key, urgent, around)) frozen.push({ route: route.name, key });
  }
  return frozen;
}

async function freeze(run: Run, route: Route, key: string, urgent: Urgent, { snapshots, records, decided }: Around): Promise<boolean> {
  const { store, now, settings, log } = run;
  if ((await store.outbox.get(route.name, key)) !== undefined) return true;
  const told = new Map<string, Told>((await readable(run, store.told.list(route.name))).map((row) => [row.key, row]));
  const setAside = setAsideOf(decided);
  const findings = urgent.findings.filter(
    (record) => isForRoute(record, route) && !setAside.has(record.key) && !isToldAlready(told.get(record.key), run),
  );
  if (urgent.events.length === 0 && findings.length === 0) return false;

  const { target } = urgent;
  const links = pageLinks(settings, route, now);
  const snapshot = target.kind === "cluster" ? snapshots.find(({ ref }) => ref.id === target.cluster) : undefined;
  const input: UrgentCardInput = {
    ...{ key, route, at: now, currency: currency(settings.CURRENCY) },
    urgent: { ...urgent, findings },
    names: { clusters: new Map(snapshots.map(({ ref }) => [ref.id, ref])), subscriptions: new Map() },
    open: records.filter((record) => !record.closed && !setAside.has(record.key) && targetKey(record.finding.target) === targetKey(target)),
    ...(links ? { links } : {}),
    ...(snapshot ? { snapshot } : {}),
  };
  const { headline, card } = urgentCard(input);
  const items = findings.map((record) => ({ record, ...withTold(told.get(record.key)) }));
  const [worse, fresh] = [items.filter(({ told: row }) => row?.state === "open"), items.filter(({ told: row }) => row?.state !== "open")];
  const none = { soon: [], back: [], joined: [], resolved: [], moved: [], open: [], aside: [] };
  await store.outbox.insert({
    ...freshMessage(run, route.name, key),
    ...{ summary: headline, forms: { teams: teamsMessage(card, headline), mail: urgentMail(input) } },
    tells: tellsOf({ ...none, isFirst: false, fresh, worse }, route.name, now),
  });
  log.info(`${key} for route ${route.name}: ${headline}`);
  return true;
}

const withTold = (told: Told | undefined): { readonly told?: Told } => (told ? { told } : {});
const isForRoute = ({ finding }: FindingRecord, { floor }: Route): boolean => compareSeverity(finding.severity, floor) >= 0;

function isToldAlready(told: Told | undefined, { now }: Run): boolean {
  if (!told) return false;
  const isResting = told.flippedAt !== undefined && now < addMinutes(told.flippedAt, FLIP_REST_MINUTES);
  return isResting || (told.state === "open" && told.severity === "critical");
}
