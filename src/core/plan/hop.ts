import { versionStanding } from "../model/calendar.ts";
import type { VersionSupport } from "../model/calendar-data.ts";
import type { Standing } from "../model/calendar-standing.ts";
import type { Cluster, NodePool, NodeShare } from "../model/cluster.ts";
import { dayOf } from "../model/time.ts";
import type { KubernetesVersion } from "../model/version.ts";
import { type Block, isAboutRoom, otherBlocks, roomBlocks } from "./blocks.ts";
import { type HopRun, hopRun, type Taker } from "./hop-run.ts";
import type { Stage } from "./hops.ts";
import type { PlanInput } from "./input.ts";
import { hopNotKnown, type NotKnown } from "./not-known.ts";
import { isStuck } from "./pool-run.ts";
import { movingResources, planClaims } from "./resources.ts";
import { type RollBack, rollBack } from "./roll-back.ts";
import { highestSurges, lowerSurge, type PoolHighest } from "./room.ts";
import { type SilentChange, silentChanges } from "./silent-changes.ts";
import { type HopSteps, hopSteps } from "./steps.ts";

/** From best to worst. */
export const HOP_STANDINGS = ["as-set", "one-after-another", "falls-back", "less-surge", "cannot-tell", "blocked"] as const;
/**
 * How a hop goes: with max surge as it is in any order of pools; only with one pool after another; with pools that AKS takes on with
 * fewer nodes; only with less max surge; nobody can tell; not at all.
 */
export type HopStanding = (typeof HOP_STANDINGS)[number];

export interface PlannedHop {
  readonly from: KubernetesVersion;
  /** `from` itself where only pools come after. */
  readonly to: KubernetesVersion;
  readonly standing: HopStanding;
  /** Support of `from` by plan. */
  readonly support: Readonly<Record<"community" | "platform" | "lts", Standing<VersionSupport>>>;
  readonly asSet: HopRun;
  /** With less max surge, where some has no room as it is: `shares` are what changes. */
  readonly instead?: LessSurge;
  readonly highest: readonly PoolHighest[];
  /** Spot pools never surge, are upgraded apart from the control plane, and take a time that is not known. */
  readonly spot: readonly { readonly pool: string; readonly nodes: number }[];
  /** Pools without running nodes, which stay on their version. */
  readonly stopped: readonly string[];
  readonly silentChanges: readonly SilentChange[];
  readonly blocks: readonly Block[];
  readonly notKnown: readonly NotKnown[];
  readonly steps: HopSteps;
  readonly rollBack: RollBack;
}

export interface LessSurge {
  /** `together`: there is room in any order of pools. */
  readonly order: "together" | "one-after-another";
  readonly shares: ReadonlyMap<string, NodeShare>;
  readonly run: HopRun;
}

/** `input.cluster` is the cluster as it is when the hop starts; `toSet` are max surges it has only in the plan so far. */
export function planHop(stage: Stage, input: PlanInput, toSet: ReadonlyMap<string, NodeShare>): PlannedHop {
  const { at, cluster, facts, calendar } = input;
  const going = inOrder(cluster.nodePools.filter(({ name }) => stage.pools.includes(name)));
  const regular = going.filter(({ priority }) => priority === "regular");
  const moving = movingResources(cluster, input.neighbours ?? [], facts);
  const takers = regular.map((pool): Taker => ({ pool, claims: planClaims(cluster, pool, facts, moving) }));
  const asSet = hopRun(cluster, takers, input);
  const room = roomBlocks(asSet);
  const instead = room.length > 0 ? lessSurge(takers, input) : undefined;
  const silent = silentChanges(cluster, going, stage.to, calendar, facts.skus);
  const refused = silent.refused.map(({ pool, image }) => ({ kind: "os-refused" as const, pool, image }));
  const others = [...refused, ...otherBlocks(cluster, stage, asSet, facts)];
  const notKnown = hopNotKnown(input, asSet, takers, silent);
  const of = (plan: "community" | "platform" | "lts") => versionStanding(calendar, { version: stage.from, plan }, dayOf(at));
  return {
    from: stage.from,
    to: stage.to,
    standing: standingOf({ asSet, room, others, ...(instead ? { instead } : {}), isUnknown: notKnown.some(({ isAboutRoom: is }) => is) }),
    support: { community: of("community"), platform: of("platform"), lts: of("lts") },
    asSet,
    ...(instead ? { instead } : {}),
    highest: highestSurges(takers),
    spot: going.filter(({ priority }) => priority === "spot").map(({ name, nodeCount }) => ({ pool: name, nodes: nodeCount })),
    stopped: cluster.nodePools.filter(({ powerState }) => powerState === "stopped").map(({ name }) => name),
    silentChanges: silent.changes,
    blocks: [...room, ...others],
    notKnown,
    steps: hopSteps(cluster, stage, going, new Map([...toSet, ...(instead?.shares ?? [])])),
    rollBack: rollBack(
      cluster,
      stage,
      going.map(({ name }) => name),
      calendar,
    ),
  };
}

function lessSurge(takers: readonly Taker[], input: PlanInput): LessSurge | undefined {
  const lower = lowerSurge(takers);
  if (!lower || lower.shares.size === 0) return undefined;
  const lowered = takers.map(({ pool, claims }) => ({ pool: withSurge(pool, lower.shares), claims }));
  return { ...lower, run: hopRun(clusterWithSurge(input.cluster, lower.shares), lowered, input) };
}

/** The pools with a max surge each, where one is named. */
export const clusterWithSurge = (cluster: Cluster, shares: ReadonlyMap<string, NodeShare>): Cluster => ({
  ...cluster,
  nodePools: cluster.nodePools.map((pool) => withSurge(pool, shares)),
});

function withSurge(pool: NodePool, shares: ReadonlyMap<string, NodeShare>): NodePool {
  const maxSurge = shares.get(pool.name);
  return maxSurge ? { ...pool, upgrade: { ...pool.upgrade, maxSurge } } : pool;
}

/** System pools first, then from few nodes to many, so that what goes wrong does so where little runs; spot pools, which go apart, last. */
const inOrder = (pools: readonly NodePool[]): readonly NodePool[] =>
  pools.toSorted((a, b) => rankOf(a) - rankOf(b) || a.nodeCount - b.nodeCount || (a.name < b.name ? -1 : 1));
const rankOf = ({ mode, priority }: NodePool): number => (priority === "spot" ? 2 : mode === "system" ? 0 : 1);

interface Judged {
  readonly asSet: HopRun;
  readonly room: readonly Block[];
  readonly others: readonly Block[];
  readonly instead?: LessSurge;
  readonly isUnknown: boolean;
}

/** A shortage stands beside what is not known; room does not. */
function standingOf({ asSet, room, others, instead, isUnknown }: Judged): HopStanding {
  if (others.length > 0) return "blocked";
  const isMoving = room.some(
    (block) => (block.kind === "no-room" || block.kind === "no-room-together") && block.short.some((need) => need.isMoving),
  );
  if (isMoving) return "cannot-tell";
  const stuck = asSet.pools.some(isStuck);
  if (stuck && !instead) return "blocked";
  if (isUnknown) return "cannot-tell";
  if (stuck) return "less-surge";
  if (room.some(({ kind }) => kind === "no-room")) return "falls-back";
  return room.some(isAboutRoom) ? "one-after-another" : "as-set";
}
