import { openZones } from "../calc/open-zones.ts";
import { allowedSkew } from "../calc/upgrade-hops.ts";
import type { Waves } from "../calc/waves.ts";
import type { OsImage } from "../model/calendar-data.ts";
import type { Cluster } from "../model/cluster.ts";
import { type Lock, locksOnUpgrades } from "../model/locks.ts";
import type { VmSize } from "../model/names.ts";
import type { Restrictions } from "../model/region.ts";
import { minorsAhead } from "../model/version.ts";
import type { HopRun } from "./hop-run.ts";
import type { Stage } from "./hops.ts";
import type { PlanFacts } from "./input.ts";
import type { PoolRun } from "./pool-run.ts";
import { type Need, resourceKey } from "./resources.ts";

/** Something that stops a hop, or would: what, and what is short by how much. */
export type Block =
  /** `goesOn` is what AKS does about it: the upgrade fails, or goes on with one surge node or with none. */
  | {
      readonly kind: "no-room";
      readonly pool: string;
      readonly surge: number;
      readonly short: readonly Need[];
      readonly goesOn: "fails" | "one-node" | "in-place";
      readonly hasRoomForOne: boolean;
    }
  /** Every pool has room alone, all of them at once have not. */
  | { readonly kind: "no-room-together"; readonly short: readonly Need[] }
  | { readonly kind: "settings"; readonly pool: string; readonly why: Extract<Waves, { readonly kind: "cannot-run" }>["why"] }
  | { readonly kind: "os-refused"; readonly pool: string; readonly image: OsImage }
  /** No new nodes of the size can be made in any zone of the pool. */
  | { readonly kind: "size-restricted"; readonly pool: string; readonly vmSize: VmSize; readonly reason: string }
  | { readonly kind: "locked"; readonly lock: Lock }
  | { readonly kind: "stopped-cluster" }
  /** A stopped pool is too far behind, and must run to be upgraded. */
  | { readonly kind: "stopped-pool"; readonly pool: string; readonly behind: number; readonly allowed: number };

/** Less surge, another order of pools or AKS itself gets past it. */
export const isAboutRoom = ({ kind }: Block): boolean => kind === "no-room" || kind === "no-room-together";

export function roomBlocks({ pools, needs }: HopRun): readonly Block[] {
  const alone = pools.flatMap((pool) => roomBlock(pool));
  const short = needs.together.filter((need) => need.short > 0 && !isShortAlone(need, alone));
  return short.length > 0 ? [...alone, { kind: "no-room-together", short }] : alone;
}

const isShortAlone = ({ of }: Need, blocks: readonly Block[]): boolean =>
  blocks.some((block) => block.kind === "no-room" && block.short.some((need) => resourceKey(need.of) === resourceKey(of)));

function roomBlock({ pool, surge, needs, course, hasRoomForOne }: PoolRun): readonly Block[] {
  const short = needs.filter((need) => need.short > 0);
  if (short.length === 0 || "cannotTell" in course) return [];
  const goesOn = course.kind === "one-node" || course.kind === "in-place" ? course.kind : "fails";
  return [{ kind: "no-room", pool, surge, short, goesOn, hasRoomForOne }];
}

/** What no change of max surge gets past. */
export function otherBlocks(cluster: Cluster, stage: Stage, { pools }: HopRun, { restrictions, locks }: PlanFacts): readonly Block[] {
  return [
    ...(cluster.powerState === "stopped" ? [{ kind: "stopped-cluster" } as const] : []),
    ...stoppedPools(cluster, stage),
    ...pools.flatMap(settingsBlock),
    ...("known" in restrictions ? pools.flatMap((pool) => restricted(cluster, pool, restrictions.known)) : []),
    ...("known" in locks ? locksOnUpgrades(cluster, locks.known).map((lock) => ({ kind: "locked" as const, lock })) : []),
  ];
}

const stoppedPools = ({ nodePools }: Cluster, { to }: Stage): readonly Block[] =>
  nodePools.flatMap(({ name, powerState, version }) => {
    const behind = version ? minorsAhead(to, version) : 0;
    const allowed = allowedSkew(to);
    return powerState === "stopped" && behind > allowed ? [{ kind: "stopped-pool" as const, pool: name, behind, allowed }] : [];
  });

// More nodes than a scale set holds is short of room, and said as that.
const settingsBlock = ({ pool, waves }: PoolRun): readonly Block[] =>
  "kind" in waves && waves.kind === "cannot-run" && waves.why !== "over-scale-set-limit"
    ? [{ kind: "settings", pool, why: waves.why }]
    : [];

function restricted({ nodePools }: Cluster, { pool: name, surge }: PoolRun, restrictions: Restrictions): readonly Block[] {
  const pool = nodePools.find((each) => each.name === name);
  if (!pool || surge === 0) return [];
  return pool.sizes.flatMap(({ vmSize, nodeCount }) => {
    const open = openZones(vmSize, pool.zones, restrictions);
    if (nodeCount === 0 || open.kind === "open") return [];
    return [{ kind: "size-restricted" as const, pool: name, vmSize, reason: open.reason }];
  });
}
