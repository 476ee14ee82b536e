import type { CannotTell } from "../calc/cannot-tell.ts";
import { shortBy } from "../calc/quota.ts";
import { type EffectiveMaxSurge, effectiveMaxSurge, surgeNodes } from "../calc/surge.ts";
import { DEFAULT_WAVE_MINUTES, poolUpgradeTime, type UpgradeMinutes } from "../calc/upgrade-time.ts";
import { type Course, courseOf, poolWaves, type Waves } from "../calc/waves.ts";
import type { NodePool, NodeShare, PoolSize } from "../model/cluster.ts";
import { type Claims, type Need, needOf } from "./resources.ts";

/** One pool on one hop, as its max surge is. */
export interface PoolRun {
  readonly pool: string;
  readonly mode: NodePool["mode"];
  readonly nodes: number;
  readonly sizes: readonly PoolSize[];
  /** Missing where neither it nor the version of the nodes is known. */
  readonly maxSurge?: EffectiveMaxSurge;
  /** What max surge comes to. */
  readonly surge: number;
  readonly needs: readonly Need[];
  readonly hasRoomForOne: boolean;
  readonly waves: Waves | CannotTell;
  /** How it goes on where the surge has no room. */
  readonly course: Course | CannotTell;
  /** What it goes by: `share` stands in for max surge where AKS falls back. */
  readonly fallsBackTo?: NodeShare;
  /** On its course; of a pool that fails, as if it had room. */
  readonly minutes: UpgradeMinutes | CannotTell;
  readonly wave: { readonly minutes: number; readonly isMeasured: boolean };
  readonly publicIps?: PublicIps;
}

/** Every node has an address of its own: how many more there must be. How many there are is not read. */
export interface PublicIps {
  readonly needed: number;
  readonly prefixId?: string;
}

/** `claims` are what surge nodes of the pool take from. */
export function poolRun(pool: NodePool, { claims }: Claims, measured: ReadonlyMap<string, number>): PoolRun {
  const surge = surgeNodes(pool) ?? 0;
  const hasRoom = (nodes: number): boolean => claims.every((claim) => shortBy(claim.takes(nodes), claim) === 0);
  const course = courseOf(pool, hasRoom);
  const fallsBackTo = fallback(course);
  const shares = fallsBackTo ? new Map([[pool.name, fallsBackTo]]) : new Map<string, NodeShare>();
  const time = poolUpgradeTime(pool, { shares, measured });
  const maxSurge = effectiveMaxSurge(pool);
  const minutes = measured.get(pool.name);
  return {
    pool: pool.name,
    mode: pool.mode,
    nodes: pool.nodeCount,
    sizes: pool.sizes,
    ...(maxSurge ? { maxSurge } : {}),
    surge,
    needs: claims.map((claim) => needOf(claim, surge)),
    hasRoomForOne: hasRoom(1),
    waves: poolWaves(pool),
    course,
    ...(fallsBackTo ? { fallsBackTo } : {}),
    minutes: "cannotTell" in time ? time : time.minutes,
    wave: { minutes: minutes ?? DEFAULT_WAVE_MINUTES, isMeasured: minutes !== undefined },
    ...(pool.nodePublicIp && surge > 0 ? { publicIps: publicIps(surge, pool.nodePublicIp.prefixId) } : {}),
  };
}

const publicIps = (needed: number, prefixId: string | undefined): PublicIps => ({
  needed,
  ...(prefixId === undefined ? {} : { prefixId }),
});

function fallback(course: Course | CannotTell): NodeShare | undefined {
  if ("cannotTell" in course) return undefined;
  if (course.kind === "one-node") return { kind: "count", nodes: 1 };
  // Without surge nodes max unavailable decides.
  return course.kind === "in-place" ? { kind: "count", nodes: 0 } : undefined;
}

/** AKS cannot upgrade the pool as it is set: it refuses before it starts, or fails on its way. */
export const isStuck = ({ waves, course }: PoolRun): boolean =>
  ("kind" in waves && waves.kind === "cannot-run") || ("kind" in course && course.kind === "fails");
