import { measuredWaves } from "../core/calc/measured-waves.ts";
import type { Region, SubscriptionId } from "../core/model/names.ts";
import type { RegionView, Snapshot } from "../core/model/snapshot.ts";
import { addDays, dayOf, startOf } from "../core/model/time.ts";
import { effectiveCalendar } from "./calendar.ts";
import type { Run } from "./compose.ts";
import { gatherRegion, gatherSubscription } from "./gather.ts";
import { readable } from "./readable.ts";

/** As far back as a mean of nodes goes, today included. */
const HISTORY_DAYS = 28;
/** Pools are seldom upgraded. */
const MEASURED_DAYS = 400;

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
  const endsOfLife = new Map(await run.store.endsOfLife.list(subscription));
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

/** Of the last 28 days, by cluster. */
export async function historyOf(run: Run, subscription: SubscriptionId): Promise<RegionView["history"]> {
  const days = await readable(run, run.store.observations.since(subscription, addDays(dayOf(run.now), 1 - HISTORY_DAYS)));
  return Map.groupBy(days, ({ cluster }) => cluster);
}

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
