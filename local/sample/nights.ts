import type { ArmBody, ArmState } from "../arm/state.ts";
import { secondNight, secondNightClusters, show } from "./estate.ts";
import { type ClusterSpec, changeCluster, changePool } from "./spec.ts";
import { spotRows } from "./spot.ts";
import { SUBSCRIPTIONS } from "./subscriptions.ts";

/** A night after the first: what has changed in the cloud when its scan comes. */
export interface Night {
  readonly day: string;
  /** For whoever reads what the night made of it. */
  readonly what: string;
  readonly change: (state: ArmState) => void;
}

type Clusters = readonly ClusterSpec[];

/** `tools` had its autoscaler switched on by hand; a deployment switches it off again. */
const undo = (clusters: Clusters): Clusters =>
  changeCluster(clusters, "dev-weu-3", (cluster) => ({
    ...cluster,
    pools: cluster.pools.map(({ autoscale, ...pool }) => (pool.name === "tools" || !autoscale ? pool : { ...pool, autoscale })),
  }));

const tagged = (clusters: Clusters, name: string, tags: Readonly<Record<string, string>>): Clusters =>
  changeCluster(clusters, name, (cluster) => ({ ...cluster, tags: { ...cluster.tags, ...tags } }));

const crowded = changePool(secondNightClusters(), "prod-weu-4", "services", { nodes: 12 });
const undone = undo(crowded);
const snoozed = tagged(undone, "prod-sdc-1", { "advisor-snooze": "UPG-035:2026-12-31" });

/** The nights from 24 November to 4 December 2026, after the baseline of Monday, 23 November. */
export const NIGHTS: readonly Night[] = [
  { day: "2026-11-24", what: "new, worse, moved, fixed, deleted, not seen", change: secondNight },
  { day: "2026-11-25", what: "nothing", change: () => undefined },
  { day: "2026-11-26", what: "a neighbour takes three nodes' addresses more", change: (state) => show(state, crowded) },
  { day: "2026-11-27", what: "nothing", change: () => undefined },
  { day: "2026-11-28", what: "a repair is undone, on a Saturday", change: (state) => show(state, undone) },
  { day: "2026-11-29", what: "nothing, on a Sunday", change: () => undefined },
  { day: "2026-11-30", what: "the last day of 1.34", change: () => undefined },
  { day: "2026-12-01", what: "the repair is back, and 1.34 is out of support", change: (state) => show(state, crowded) },
  { day: "2026-12-02", what: "the repair is undone once more", change: (state) => show(state, undone) },
  { day: "2026-12-03", what: "more quota, and a finding snoozed by tag", change: moreQuota },
  { day: "2026-12-04", what: "nothing", change: () => undefined },
];

function moreQuota(state: ArmState): void {
  show(state, snoozed);
  const rows = state.usages[`${SUBSCRIPTIONS.prod}/westeurope`] ?? [];
  state.usages[`${SUBSCRIPTIONS.prod}/westeurope`] = rows.map((row) =>
    nameOf(row) === "standardDDSv5Family" ? { ...row, limit: 300 } : row,
  );
}

const nameOf = ({ name }: ArmBody): unknown => (typeof name === "object" && name !== null && "value" in name ? name.value : undefined);

/** Prices of the spot market on that day, and the night's change. */
export function liveOn({ day, change }: Night, state: ArmState): void {
  change(state);
  state.spot = spotRows(day);
}
