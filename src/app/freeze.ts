import { digestCard, teamsMessage } from "../core/digest/card.ts";
import { composeDigest } from "../core/digest/compose.ts";
import type { Digest } from "../core/digest/digest.ts";
import { digestDue, type LastDigest } from "../core/digest/due.ts";
import { lastFirmTotal } from "../core/digest/last-total.ts";
import { snapshotRoute } from "../core/digest/route.ts";
import { decidedOf } from "../core/findings/decisions.ts";
import type { OutboxMessage, Route } from "../core/model/delivery.ts";
import { currency } from "../core/model/money.ts";
import { type Day, day, type Instant } from "../core/model/time.ts";
import { UnreadableRows } from "../edge/store/index.ts";
import { digestMail } from "../render/index.ts";
import type { Run } from "./compose.ts";
import { type Estate, loadEstate, wasLookedAt } from "./digest-estate.ts";
import { freshMessage, quietMessage } from "./fresh-message.ts";
import { pageLinks } from "./links.ts";
import { lastNight } from "./nights.ts";
import { readable } from "./readable.ts";

/**
 * Freezes the digest of every route whose time has come since a scan closed, on its weekday the heartbeat where nothing was new. Looks at a
 * route once a day, also a quiet one.
 */
export async function freezeDigests(run: Run): Promise<void> {
  const scan = await lastNight(run);
  if (!scan) return;
  const due: { readonly route: Route; readonly day: Day }[] = [];
  for (const route of run.settings.routing.routes) {
    if (route.match.kind === "operator") continue;
    const of = await dueDay(run, route, scan.closedAt);
    if (of !== undefined) due.push({ route, day: of });
  }
  if (due.length === 0) return;
  const estate = await loadEstate(run, scan);
  for (const { route, day: of } of due) await freezeDigest(run, estate, route, of);
}

async function dueDay(run: Run, route: Route, closedAt: Instant): Promise<Day | undefined> {
  const today = digestDue(route, run.now, closedAt, undefined);
  if (today === undefined || (await isFrozen(run, route, today))) return undefined;
  const messages = await readable(run, run.store.outbox.list(route.name));
  return digestDue(route, run.now, closedAt, lastDigest(messages.map(({ value }) => value)));
}

/** Also when it cannot be read: it is there, and would not be made again. */
async function isFrozen({ store }: Run, route: Route, of: Day): Promise<boolean> {
  try {
    return (await store.outbox.get(route.name, digestKey(of))) !== undefined;
  } catch (error) {
    if (error instanceof UnreadableRows) return true;
    throw error;
  }
}

const digestKey = (of: Day): string => `digest|${of}`;

function lastDigest(messages: readonly OutboxMessage[]): LastDigest | undefined {
  const digests = messages.flatMap(({ key, scanClosedAt }): LastDigest[] => {
    const [, of] = /^digest\|(\d{4}-\d{2}-\d{2})$/.exec(key) ?? [];
    return of === undefined ? [] : [{ day: day(of), ...(scanClosedAt === undefined ? {} : { scanClosedAt }) }];
  });
  return digests.sort((a, b) => (a.day < b.day ? 1 : -1))[0];
}

async function freezeDigest(run: Run, estate: Estate, route: Route, of: Day): Promise<void> {
  const { store, log } = run;
  const digest = await digestOf(run, estate, route, of);
  const { closedAt: scanClosedAt } = estate.scan;
  const quiet = { ...quietMessage(run, route.name, digestKey(of)), scanClosedAt };
  // The heartbeat before the row that ends the day: after a crash between the two it is made again, and its week keeps it from being said twice.
  const isNew = await store.outbox.insert(
    digest
      ? {
          ...freshMessage(run, route.name, digest.key),
          scanClosedAt,
          summary: digest.headline,
          forms: { teams: teamsMessage(digestCard(digest), digest.headline), mail: digestMail(digest) },
          ...(digest.firmTotal ? { firmTotal: digest.firmTotal } : {}),
          tells: digest.tells,
        }
      : quiet,
  );
  if (digest?.kind === "heartbeat") await store.outbox.insert(quiet);
  if (isNew) log.info(`${digest?.key ?? quiet.key} for route ${route.name}: ${digest ? digest.headline : "nothing new"}`);
}

async function digestOf(run: Run, estate: Estate, route: Route, of: Day): Promise<Digest | undefined> {
  const { store, now, settings } = run;
  const { scan, snapshots, unread, couldNotCheck, subscriptions, booked, decisions } = estate;
  const records = estate.records.get(route.name) ?? [];
  const sent = await readable(run, store.outbox.list(route.name));
  const said = lastFirmTotal(sent.map(({ value }) => value));
  const principalId = settings.IDENTITY_PRINCIPAL_ID;
  const links = pageLinks(settings, route, now);
  const own = snapshots.filter(
    (each) => each.presence.kind !== "gone" && snapshotRoute(each, settings.routing.routes)?.name === route.name,
  );
  const clusterCount = own.filter((each) => wasLookedAt(each, unread)).length;
  return composeDigest({
    ...{ route, at: now, day: of, records, booked, scanClosedAt: scan.closedAt },
    told: await readable(run, store.told.list(route.name)),
    couldNotCheck: couldNotCheck.get(route.name) ?? [],
    decided: decidedOf(records, decisions, now),
    names: { clusters: new Map(snapshots.map(({ ref }) => [ref.id, ref])), subscriptions },
    currency: currency(settings.CURRENCY),
    ...(said ? { lastFirmTotal: said } : {}),
    ...{ clusterCount, notChecked: own.length - clusterCount },
    hasBaseline: own.some(({ firstRound }) => firstRound !== undefined),
    ...(principalId === undefined ? {} : { principalId }),
    ...(links ? { links } : {}),
  });
}
