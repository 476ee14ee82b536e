import { measuredWaves } from "../core/calc/measured-waves.ts";
import { regionRoom } from "../core/calc/region-room.ts";
import { chooseSavings } from "../core/calc/savings-choice.ts";
import { carriedOn } from "../core/digest/carried-on.ts";
import { summarise } from "../core/digest/summarise.ts";
import { bookings } from "../core/findings/bookings.ts";
import { setAsideOf } from "../core/findings/decisions.ts";
import { judgedIn } from "../core/findings/observe.ts";
import { reconcile } from "../core/findings/reconcile.ts";
import { hasMotion } from "../core/model/cluster.ts";
import type { DecidedByKey } from "../core/model/decision.ts";
import type { Cause } from "../core/model/event.ts";
import type { Outcome } from "../core/model/finding.ts";
import { currency } from "../core/model/money.ts";
import type { ClusterId, ClusterRef, Region, SubscriptionId } from "../core/model/names.ts";
import type { FindingRecord } from "../core/model/record.ts";
import type { RegionView, Snapshot } from "../core/model/snapshot.ts";
import { addDays, dayOf, startOf } from "../core/model/time.ts";
import { judge } from "../core/rules/index.ts";
import { StoreConflict } from "../edge/store/index.ts";
import { effectiveCalendar } from "./calendar.ts";
import type { Run } from "./compose.ts";
import { type Costs, costsOf } from "./costs.ts";
import { decideIn, misread } from "./decided.ts";
import { gatherRegion, gatherSubscription } from "./gather.ts";
import { readable } from "./readable.ts";

const MAX_TRIES = 3;
/** As far back as a mean of nodes goes, today included. */
const HISTORY_DAYS = 28;

/** What came of judging a subscription. */
export interface Judgement {
  readonly subscription: SubscriptionId;
  /** All of the subscription, those that are gone included. */
  readonly snapshots: readonly Snapshot[];
  readonly outcomes: readonly Outcome[];
  /** As they are remembered now. */
  readonly records: readonly FindingRecord[];
  /** What people decided about them. */
  readonly decided: DecidedByKey;
  readonly costs: Costs;
  /** Clusters in motion: they are worth reading again when they rest. */
  readonly moving: readonly ClusterRef[];
}

/** A check after a change judges the region of the changed cluster alone. */
export interface AfterChange {
  /** Left out where the cluster was never read: it may be in any. */
  readonly region?: Region;
  readonly changes: readonly Cause[];
  /** Called before the records are saved: what is to be told at once must not be lost by a crash between the two. */
  readonly beforeSaving: (records: readonly FindingRecord[], snapshots: readonly Snapshot[]) => Promise<void>;
}

/**
 * Judges the snapshots of one subscription, region by region, and remembers what came of it. `round` names the judging run: done
 * again it writes the same rows. Must be called under the subscription's lease.
 * @throws StoreConflict when somebody else kept writing the same findings
 */
export async function judgeSubscription(
  run: Run,
  subscription: SubscriptionId,
  round: string,
  lastTry: boolean,
  after?: AfterChange,
): Promise<Judgement> {
  const snapshots = (await run.store.snapshots.list(subscription)).map(({ value }) => value);
  const views = await viewsOf(run, subscription, snapshots, lastTry, after?.region);
  const outcomes = [...views.flatMap(judge), ...misread(inRegion(snapshots, after?.region))];
  await run.store.rooms.replace(subscription, views.map(regionRoom), after?.region);
  const costs = costsOf(views, currency(run.settings.CURRENCY));
  const judged = { subscription, round, snapshots, outcomes, costs, ...(after ? { after } : {}) };
  const moving = snapshots.flatMap(({ ref, cluster, presence }) =>
    presence.kind === "present" && "known" in cluster && hasMotion(cluster.known) ? [ref] : [],
  );
  for (let attempt = 1; ; attempt++) {
    try {
      return { ...judged, ...(await remember(run, judged)), moving };
    } catch (error) {
      // Somebody else wrote a finding in between: what was found is compared with the rows as they are now.
      if (!(error instanceof StoreConflict) || attempt === MAX_TRIES) throw error;
      run.log.warn(`${error.message}; judged again`);
    }
  }
}

/** What rules judge by, a region each: `snapshots` are those of one subscription, and what they share is read now. */
export async function viewsOf(
  run: Run,
  subscription: SubscriptionId,
  snapshots: readonly Snapshot[],
  lastTry: boolean,
  only?: Region,
): Promise<readonly RegionView[]> {
  const calendar = await effectiveCalendar(run);
  const shared = await gatherSubscription(run, subscription, lastTry);
  const history = await historyOf(run, subscription);
  const endsOfLife = await run.store.endsOfLife.list(subscription);
  const measured = await measuredOf(run, subscription);
  const views: RegionView[] = [];
  for (const [region, inRegion] of byRegion(snapshots)) {
    if (only !== undefined && region !== only) continue;
    const clusters = inRegion.flatMap(({ cluster }) => ("known" in cluster ? [cluster.known] : []));
    const facts = { ...shared, ...(await gatherRegion(run, subscription, region, clusters, lastTry)) };
    views.push({
      ...{ at: run.now, subscription, region, snapshots: inRegion, facts, calendar, history, endsOfLife, measured },
      settings: run.settings.judging,
    });
  }
  return views;
}

interface Judged {
  readonly subscription: SubscriptionId;
  readonly round: string;
  readonly snapshots: readonly Snapshot[];
  readonly outcomes: readonly Outcome[];
  readonly costs: Costs;
  readonly after?: AfterChange;
}

type Remembered = Pick<Judgement, "records" | "decided">;

async function remember(run: Run, { subscription, round, snapshots, outcomes, costs, after }: Judged): Promise<Remembered> {
  const { store, now, settings } = run;
  const stored = await store.findings.list(subscription);
  const etags = new Map(stored.map(({ value, etag }) => [value.key, etag]));
  const previous = stored.map(({ value }) => value);
  const { records, changed } = reconcile({ previous, outcomes, snapshots, round, at: now, ...(after ? { changes: after.changes } : {}) });
  const decided = await decideIn(run, subscription, records, snapshots);
  await after?.beforeSaving(records, snapshots);
  const standing = await readable(run, store.ledger.standing(subscription, dayOf(now)));
  const booked = bookings({ records, snapshots, standing, round, at: now, choose: chooseSavings, costOf: costs.ofPart });
  await store.ledger.put(booked.standing);
  await store.findings.save(
    subscription,
    changed.map((record) => {
      const etag = etags.get(record.key);
      return etag === undefined ? { record } : { record, etag };
    }),
  );
  await store.ledger.put(booked.ended);
  for (const { ref, firstRound, presence, cluster } of snapshots) {
    const isFirst = firstRound === undefined && presence.kind === "present" && "known" in cluster;
    if (isFirst) await store.snapshots.update(ref, (snapshot) => snapshot && judgedIn(snapshot, round));
  }
  // Who has no routes tells nobody: the rows of whoever has some, in the same store, are not theirs to replace.
  const { routes } = settings.routing;
  if (routes.length === 0) return { records, decided };
  const before = (await readable(run, store.summaries.list())).filter((row) => row.subscription === subscription);
  const rows = summarise({
    ...{ at: now, subscription, snapshots, outcomes, records, previous: before },
    ...{ routes, currency: currency(settings.CURRENCY), costs: costs.byCluster, setAside: setAsideOf(decided) },
  });
  const isPart = after?.region !== undefined;
  await store.summaries.replace(subscription, isPart ? carriedOn(rows, before, regionOf(snapshots, after.region)) : rows);
  return { records, decided };
}

/** Of the last 28 days, by cluster. */
export async function historyOf(run: Run, subscription: SubscriptionId): Promise<RegionView["history"]> {
  const days = await readable(run, run.store.observations.since(subscription, addDays(dayOf(run.now), 1 - HISTORY_DAYS)));
  return Map.groupBy(days, ({ cluster }) => cluster);
}

/** A year back: pools are seldom upgraded. */
const MEASURED_DAYS = 400;

/** Minutes a wave of each node pool, by cluster. */
export async function measuredOf(run: Run, subscription: SubscriptionId): Promise<NonNullable<RegionView["measured"]>> {
  const rolls = await run.store.rolls.since(subscription, startOf(addDays(dayOf(run.now), -MEASURED_DAYS)));
  return new Map([...rolls].map(([cluster, ofCluster]) => [cluster, measuredWaves(ofCluster)]));
}

/** Gone clusters are not judged. What was never read has no region yet: it may be in any of them. */
function byRegion(snapshots: readonly Snapshot[]): ReadonlyMap<Region, readonly Snapshot[]> {
  const regions = new Map<Region, Snapshot[]>();
  const neverRead: Snapshot[] = [];
  for (const snapshot of snapshots) {
    if (snapshot.presence.kind === "gone") continue;
    if ("missing" in snapshot.cluster) neverRead.push(snapshot);
    else {
      const { region } = snapshot.cluster.known;
      regions.set(region, [...(regions.get(region) ?? []), snapshot]);
    }
  }
  return new Map([...regions].map(([region, inRegion]) => [region, [...inRegion, ...neverRead]]));
}

/** What a round speaks about. */
const inRegion = (snapshots: readonly Snapshot[], region: Region | undefined): readonly Snapshot[] =>
  region === undefined ? snapshots : snapshots.filter(({ cluster }) => "known" in cluster && cluster.known.region === region);

/** Which clusters a round that judged one region spoke about. */
const regionOf = (snapshots: readonly Snapshot[], region: Region | undefined): ReadonlySet<ClusterId> =>
  new Set(snapshots.flatMap(({ ref, cluster }) => ("missing" in cluster || cluster.known.region === region ? [ref.id] : [])));
