import { routeForSubscription, snapshotRoute, targetRoutes } from "../core/digest/route.ts";
import { subscriptionNotChecked } from "../core/digest/unchecked.ts";
import { newestEntries } from "../core/findings/savings.ts";
import type { Decision } from "../core/model/decision.ts";
import type { CouldNotCheck } from "../core/model/delivery.ts";
import { type LedgerEntry, monthOf } from "../core/model/ledger.ts";
import type { SubscriptionId } from "../core/model/names.ts";
import type { FindingKey, FindingRecord } from "../core/model/record.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { addDays, dayOf } from "../core/model/time.ts";
import { allSnapshots } from "./all-snapshots.ts";
import type { Run } from "./compose.ts";
import type { ClosedScan } from "./nights.ts";
import { readable, readableEach } from "./readable.ts";

export interface Estate {
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
export async function loadEstate(run: Run, scan: ClosedScan): Promise<Estate> {
  const { store, settings } = run;
  const { routes } = settings.routing;
  const snapshots = await allSnapshots(run);
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
  return newestEntries(entries);
}

export const wasLookedAt = ({ ref, presence, readFailed }: Snapshot, unread: ReadonlySet<SubscriptionId>): boolean =>
  presence.kind === "present" && !readFailed && !unread.has(ref.subscription);

/** What belongs to no route is told to nobody; the settings' problems say so to the operators. */
function put<T>(into: Map<string, T[]>, route: string | undefined, value: T): void {
  if (route === undefined) return;
  const there = into.get(route);
  if (there) there.push(value);
  else into.set(route, [value]);
}
