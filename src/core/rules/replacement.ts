import { cannotTell, notListed } from "../calc/cannot-tell.ts";
import type { NewPoolRoom } from "../calc/new-pool.ts";
import { type NewPoolFacts, newPoolRoom } from "../calc/new-pool-room.ts";
import { openZones } from "../calc/open-zones.ts";
import type { Fact } from "../model/absence.ts";
import type { NodePool, OsDisk } from "../model/cluster.ts";
import type { Remedy, Working } from "../model/finding.ts";
import { findSku, type Restrictions } from "../model/region.ts";
import { whyIdle } from "./autoscale-range.ts";
import { NEW_POOL_FIRST, type NewPool, newPoolName, replacementSteps } from "./new-pool.ts";
import { inPortions, roomOfSizes, roomWords } from "./room-words.ts";

/** Of a cluster rule that needs `skus` and uses `restrictions`, `quotas` and `subnets`: the view itself will do. */
export interface ReplacementView extends NewPoolFacts {
  readonly restrictions: Fact<Restrictions>;
}

/** Why no new pool can take the place of one, or need not. */
export function whyNotReplaced(
  { cluster, restrictions }: Pick<ReplacementView, "cluster" | "restrictions">,
  pool: NodePool,
): string | undefined {
  if (cluster.isAutomatic) return "AKS Automatic chooses its pools itself";
  if (pool.kind === "availability-set") return "a cluster on availability sets takes no other pool";
  const idle = whyIdle(pool);
  if (idle !== undefined || "missing" in restrictions) return idle;
  for (const { vmSize } of pool.sizes) {
    const open = openZones(vmSize, pool.zones, restrictions.known);
    if (open.kind === "nowhere") return open.why;
  }
  return undefined;
}

/** What is other about the new pool: the properties as Bicep and Terraform write them, and the OS disk where it is another. */
export interface Changed {
  /** Of the new pool's name. */
  readonly ending: string;
  readonly osDisk?: OsDisk;
  readonly bicep: string;
  readonly terraform: string;
}

export interface Replacement {
  readonly remedy: Remedy;
  /** For the end of the detail. */
  readonly sentence: string;
  readonly workings: readonly Working[];
  readonly first: readonly string[];
  readonly notKnown: readonly string[];
}

/** A new pool of the same sizes and counts, in the batches that have room. `like` may lack what the new pool is not to have. */
export function replacement(view: ReplacementView, like: NodePool, changed: Changed): Replacement {
  const { cluster, restrictions, quotas } = view;
  const room = roomWords(roomFor(view, like), like.nodeCount, quotas);
  const [zoned] = like.sizes;
  const open = zoned && "known" in restrictions ? openZones(zoned.vmSize, like.zones, restrictions.known) : undefined;
  const target: NewPool = {
    name: newPoolName(cluster, like, changed.ending),
    kind: like.kind === "virtual-machines" ? "virtual-machines" : "scale-set",
    sizes: like.sizes,
    osDisk: changed.osDisk ?? like.osDisk,
    zones: open?.kind === "open" ? open.zones : like.zones,
    isSpot: like.priority === "spot",
  };
  return {
    remedy: {
      steps: replacementSteps(cluster, like, target, room.nodesPerBatch),
      bicep: `agentPoolProfiles[${target.name}], like ${like.name}, with ${changed.bicep}`,
      terraform: `azurerm_kubernetes_cluster_node_pool "${target.name}", like ${like.name}, with ${changed.terraform}`,
      restarts: "every pod of the pool moves to a new node",
    },
    sentence: room.sentence,
    workings: room.workings,
    first: [...(like.sizes.length > 1 ? inPortions(like.sizes, room) : []), ...room.first, ...NEW_POOL_FIRST],
    notKnown: [
      ...("missing" in restrictions ? [`whether the VM size may still be made here: ${restrictions.missing.why}`] : []),
      ...room.notKnown,
    ],
  };
}

/** Size by size, since each takes the place of its own kind. */
function roomFor(view: ReplacementView, pool: NodePool): NewPoolRoom {
  if (pool.capacityReservationGroupId !== undefined)
    return cannotTell("unsupported", "what its capacity reservation group holds is not read");
  if (pool.hostGroupId !== undefined) return cannotTell("unsupported", "what its dedicated hosts hold is not read");
  return roomOfSizes(
    pool.sizes.map((size) => {
      const sku = findSku(view.skus, size.vmSize);
      if (!sku) return notListed(size.vmSize);
      return newPoolRoom({ ...pool, sizes: [size], nodeCount: size.nodeCount }, { sku, nodes: size.nodeCount }, view);
    }),
  );
}
