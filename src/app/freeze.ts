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
import { type ClosedScan, type Estate, loadEstate, wasLookedAt } from "./digest-estate.ts";
import { pageLinks } from "./links.ts";
import { latestScans, readable } from "./readable.ts";

/**
 * Freezes the digest of every route whose time has come since a scan closed, on its weekday the heartbeat where nothing was new. Looks at a
 * route once a day, also a quiet one.
 */
export async function freezeDigests(run: Run): Promise<void> {
  const scan = await newestClosed(run);
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

async function newestClosed(run: Run): Promise<ClosedScan | undefined> {
  const closed = (await latestScans(run, 5)).flatMap((scan) => (scan.closedAt === undefined ? [] : [{ ...scan, closedAt: scan.closedAt }]));
  return closed.sort((a, b) => (a.closedAt < b.closedAt ? 1 : -1))[0];
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
  const { store, now, log } = run;
  const digest = await digestOf(run, estate, route, of);
  const { closedAt: scanClosedAt } = estate.scan;
  const message = { route: route.name, tries: 0, createdAt: now, answerLost: false, scanClosedAt };
  const quiet = { ...message, key: digestKey(of), state: "quiet", summary: "", tells: [], toldWritten: true } as const;
  // The heartbeat before the row that ends the day: after a crash between the two it is made again, and its week keeps it from being said twice.
  const isNew = await store.outbox.insert(
    digest
      ? {
          ...message,
          key: digest.key,
          state: "queued",
          summary: digest.headline,
          forms: { teams: teamsMessage(digestCard(digest), digest.headline), mail: digestMail(digest) },
          ...(digest.firmTotal ? { firmTotal: digest.firmTotal } : {}),
          tells: digest.tells,
          toldWritten: false,
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
