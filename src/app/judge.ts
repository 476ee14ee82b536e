import { regionRoom } from "../core/calc/region-room.ts";
import { hasMotion } from "../core/model/cluster.ts";
import type { ClusterRef, Region, SubscriptionId } from "../core/model/names.ts";
import type { Snapshot } from "../core/model/snapshot.ts";
import { judge } from "../core/rules/index.ts";
import { StoreConflict } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";
import { costsOf } from "./costs.ts";
import { misread } from "./decided.ts";
import { type AfterChange, type Judged, type Remembered, remember } from "./remember.ts";
import { viewsOf } from "./views.ts";

const MAX_TRIES = 3;

/** What came of judging a subscription. */
export interface Judgement extends Judged, Remembered {
  /** Clusters in motion: they are worth reading again when they rest. */
  readonly moving: readonly ClusterRef[];
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
  const costs = costsOf(views);
  const judged: Judged = { subscription, round, snapshots, outcomes, costs, ...(after ? { after } : {}) };
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

/** What a round speaks about. */
const inRegion = (snapshots: readonly Snapshot[], region: Region | undefined): readonly Snapshot[] =>
  region === undefined ? snapshots : snapshots.filter(({ cluster }) => "known" in cluster && cluster.known.region === region);
