import { defaultMaxPods } from "../calc/addresses.ts";
import type { CannotTell } from "../calc/cannot-tell.ts";
import { osChange } from "../calc/os-change.ts";
import { poolReserved } from "../calc/reserved-pool.ts";
import { effectiveMaxSurge } from "../calc/surge.ts";
import type { Fact } from "../model/absence.ts";
import type { Calendar } from "../model/calendar.ts";
import type { OsImage } from "../model/calendar-data.ts";
import { type Cluster, type NodePool, type NodeShare, nodeShareText } from "../model/cluster.ts";
import type { VmSize } from "../model/names.ts";
import type { Skus } from "../model/region.ts";
import type { MiB } from "../model/units.ts";
import type { KubernetesVersion } from "../model/version.ts";

/** What comes with a hop and nobody asked for. */
export type SilentChange =
  /** The OS SKU moves with Kubernetes. */
  | { readonly kind: "os"; readonly pool: string; readonly from: OsImage; readonly to: OsImage }
  /** What pods may use of a node's memory, of nominal. */
  | { readonly kind: "allocatable-memory"; readonly pool: string; readonly vmSize: VmSize; readonly from: MiB; readonly to: MiB }
  /** Max surge is not set, and its default is another one from then on. */
  | { readonly kind: "default-max-surge"; readonly pool: string; readonly from: NodeShare; readonly to: NodeShare };

export interface SilentChanges {
  readonly changes: readonly SilentChange[];
  readonly refused: readonly { readonly pool: string; readonly image: OsImage }[];
  readonly unknown: readonly { readonly pool: string; readonly what: string; readonly why: CannotTell }[];
}

/** Of pools that go from the version they run to another. */
export function silentChanges(
  cluster: Cluster,
  pools: readonly NodePool[],
  to: KubernetesVersion,
  calendar: Calendar,
  skus: Fact<Skus>,
): SilentChanges {
  const changes: SilentChange[] = [];
  const refused: SilentChanges["refused"][number][] = [];
  const unknown: SilentChanges["unknown"][number][] = [];
  for (const pool of pools) {
    const os = osChange(calendar, pool, to);
    if ("cannotTell" in os) unknown.push({ pool: pool.name, what: "which operating system its nodes get", why: os });
    else if (os.kind === "refused") refused.push({ pool: pool.name, image: os.image });
    else if (os.kind === "moves") changes.push({ kind: "os", pool: pool.name, from: os.from, to: os.to });
    changes.push(...memoryChanges(cluster, pool, to, skus), ...surgeChange(pool, to));
  }
  return { changes, refused, unknown };
}

/** The rule of node-reserved goes by the version of the nodes; it changed once, at 1.29. Where a number is missing nothing is said. */
function memoryChanges(cluster: Cluster, pool: NodePool, to: KubernetesVersion, skus: Fact<Skus>): readonly SilentChange[] {
  if ("missing" in skus) return [];
  const maxPods = defaultMaxPods(cluster, pool)?.maxPods;
  const asked = maxPods === undefined ? pool : { ...pool, maxPods };
  const before = poolReserved(asked, skus.known);
  const after = poolReserved({ ...asked, version: to }, skus.known);
  if ("cannotTell" in before || "cannotTell" in after) return [];
  return before.bySize.flatMap(({ sku, reserved }, index) => {
    const then = after.bySize[index]?.reserved.allocatableMemory;
    return then === undefined || then === reserved.allocatableMemory
      ? []
      : [{ kind: "allocatable-memory" as const, pool: pool.name, vmSize: sku.vmSize, from: reserved.allocatableMemory, to: then }];
  });
}

function surgeChange(pool: NodePool, to: KubernetesVersion): readonly SilentChange[] {
  const from = effectiveMaxSurge(pool);
  const then = effectiveMaxSurge({ ...pool, version: to });
  if (!from || !then || nodeShareText(from.share) === nodeShareText(then.share)) return [];
  return [{ kind: "default-max-surge", pool: pool.name, from: from.share, to: then.share }];
}
