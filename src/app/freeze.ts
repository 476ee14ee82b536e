import { digestCard, teamsMessage } from "../core/digest/card.ts";
import { composeDigest, type Digest } from "../core/digest/digest.ts";
import { digestDue, type LastDigest } from "../core/digest/due.ts";
import { lastFirmTotal } from "../core/digest/last-total.ts";
import { routeForSubscription, snapshotRoute, targetRoutes } from "../core/digest/route.ts";
import { subscriptionNotChecked } from "../core/digest/unchecked.ts";
import { decidedOf } from "../core/findings/decisions.ts";
import type { Decision } from "../core/model/decision.ts";
import type { CouldNotCheck, OutboxMessage, Route } from "../core/model/delivery.ts";
import { type LedgerEntry, monthOf } from "../core/model/ledger.ts";
import { currency } from "../core/model/money.ts";
import type { SubscriptionId } from "../core/model/names.ts";
import type { FindingKey, FindingRecord } from "../core/model/record.ts";
import type { Scan } from "../core/model/scan.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { addDays, type Day, day, dayOf, type Instant } from "../core/model/time.ts";
import { UnreadableRows } from "../edge/store/index.ts";
import { digestMail } from "../render/index.ts";
import type { Run } from "./compose.ts";
import { pageLinks } from "./links.ts";
import { latestScans, readable, readableEach } from "./readable.ts";

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

interface ClosedScan extends Scan {
  readonly closedAt: Instant;
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

interface Estate {
  readonly scan: ClosedScan;
  readonly snapshots: readonly Snapshot[];
  /** Subscriptions the scan could not read. */
  readonly unread: ReadonlySet<SubscriptionId>;
  readonly records: ReadonlyMap<string, readonly FindingRecord[]>;
  readonly couldNotCheck: ReadonlyMap<string, readonly CouldNotCheck[]>;
  /** What people decided about findings, of all of them. */
  readonly decisions: readonly Decision[];
  readonly subscriptions: ReadonlyMap<SubscriptionId, string>;
  /** What was saved by findings that ended in this month and the last. */
  readonly booked: ReadonlyMap<FindingKey, LedgerEntry>;
}

/** Everything digests are made of, read once for all routes that are due. */
async function loadEstate(run: Run, scan: ClosedScan): Promise<Estate> {
  const { store, settings } = run;
  const { routes } = settings.routing;
  const snapshots: Snapshot[] = [];
  for (const subscription of await store.snapshots.subscriptions()) {
    snapshots.push(...(await readable(run, store.snapshots.list(subscription))).map(({ value }) => value));
  }
  const routeOf = targetRoutes(snapshots, routes);
  const records = new Map<string, FindingRecord[]>();
  for await (const record of readableEach(run, store.findings.all())) put(records, routeOf(record.finding.target)?.name, record);

  const rows = (await readable(run, store.scans.subscriptions(scan.id))).map(({ value }) => value);
  const couldNotCheck = new Map<string, CouldNotCheck[]>();
  const unread = new Set<SubscriptionId>();
  for (const row of rows) {
    const group = subscriptionNotChecked(row);
    if (!group) continue;
    unread.add(row.subscription);
    // Its clusters may belong to routes that the subscription itself does not: each of them has to know.
    const inside = snapshots.filter(({ ref, presence }) => ref.subscription === row.subscription && presence.kind !== "gone");
    const owners = inside.map((snapshot) => snapshotRoute(snapshot, routes));
    const names = new Set([routeForSubscription(row.subscription, routes), ...owners].map((route) => route?.name));
    for (const name of names) put(couldNotCheck, name, group);
  }
  for (const summary of await readable(run, store.summaries.list())) {
    for (const group of summary.couldNotCheck) put(couldNotCheck, summary.route, group);
  }
  return {
    scan,
    snapshots,
    unread,
    records,
    couldNotCheck,
    decisions: await readable(run, store.decisions.all()),
    booked: await bookedOf(run),
    subscriptions: new Map(rows.map(({ subscription, name }) => [subscription, name])),
  };
}

async function bookedOf(run: Run): Promise<Estate["booked"]> {
  const today = dayOf(run.now);
  const entries = await readable(run, run.store.ledger.list(monthOf(addDays(today, -31)), monthOf(today)));
  return new Map(entries.filter(({ until }) => until === undefined).map((entry) => [entry.key, entry]));
}

const wasLookedAt = ({ ref, presence, readFailed }: Snapshot, unread: ReadonlySet<SubscriptionId>): boolean =>
  presence.kind === "present" && !readFailed && !unread.has(ref.subscription);

/** What belongs to no route is told to nobody; the settings' problems say so to the operators. */
function put<T>(into: Map<string, T[]>, route: string | undefined, value: T): void {
  if (route === undefined) return;
  const there = into.get(route);
  if (there) there.push(value);
  else into.set(route, [value]);
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
