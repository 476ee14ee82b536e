import { cannotTell, notListed } from "../calc/cannot-tell.ts";
import { isSpotInMotion } from "../calc/motion.ts";
import { newPoolRoom } from "../calc/new-pool-room.ts";
import { openZones } from "../calc/open-zones.ts";
import { ephemeralFit } from "../calc/os-disk.ts";
import { shortBy, spotQuota } from "../calc/quota.ts";
import { known } from "../model/absence.ts";
import type { NodePool, OsDisk } from "../model/cluster.ts";
import { findSku, type Quota, type VmSku } from "../model/region.ts";
import type { Working } from "../model/working.ts";
import { rangeFor, whyIdle } from "./autoscale-range.ts";
import { environmentOf } from "./environment.ts";
import { bandText, evictionsText, evictionsWorking } from "./eviction-words.ts";
import { fallbackWords } from "./fallback-pools.ts";
import { whyNever } from "./features.ts";
import { interruptible } from "./interruptible.ts";
import { NEW_POOL_FIRST, type NewPool, newPoolName, replacementSteps, SPOT_LABEL, SPOT_TAINT, sizeText } from "./new-pool.ts";
import { roomWords } from "./room-words.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { type BargainLimits, type Evictions, evictionsOf, savingOnSpot, whyNoBargain } from "./spot-bargain.ts";
import { nodesText, readText, vcpusText } from "./words.ts";
import { monthly } from "./worth.ts";

type View = ClusterView<"skus" | "restrictions" | "quotas", "subnets" | "prices" | "spot", keyof BargainLimits>;

export const spotCandidate = defineRule(
  {
    id: "spot-candidate",
    code: "COST-008",
    version: 2,
    category: "cost",
    summary: "A node pool is marked as interruptible and runs on regular VMs where spot VMs would do.",
    severities: ["medium", "medium"],
    source: "https://learn.microsoft.com/azure/aks/spot-node-pool",
    needs: ["skus", "restrictions", "quotas"],
    uses: ["subnets", "prices", "spot"],
    needsRest: true,
    floor: 1,
    changes: ["pool"],
    thresholds: {
      leastDiscount: { standard: 30, min: 0, max: 90, unit: "% off", says: "spot is worth its interruptions" },
      mostEvictions: { standard: 5, min: 5, max: 100, unit: "% an hour", says: "a class that goes beyond is too often" },
    },
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.mode === "user" && pool.priority === "regular" && pool.kind === "scale-set") yield answerFor(view, pool);
    }
  },
);

/** What makes it no candidate is "not applicable", never silence: a pool whose mark is taken away has saved nothing. */
function answerFor(view: View, pool: NodePool): Answer {
  const subject = pool.name;
  const marked = interruptible(pool);
  if (marked.kind !== "marked") return { subject, notApplicable: "no tag, label or taint marks it as interruptible" };
  const bound = whyBound(view, pool);
  if (bound !== undefined) return { subject, notApplicable: bound };

  const [size] = pool.sizes;
  const sku = size && findSku(view.skus, size.vmSize);
  if (!sku) return { subject, ...notListed(size?.vmSize ?? "of this pool") };
  if (!sku.isSpotCapable) return { subject, notApplicable: `Azure does not sell ${sku.vmSize} as spot here at present` };
  const open = openZones(sku.vmSize, pool.zones, view.restrictions);
  if (open.kind === "nowhere") return { subject, notApplicable: open.why };

  const spot = spotQuota(view.quotas);
  if ("cannotTell" in spot) return { subject, ...spot };
  if (shortBy(sku.vcpus, spot) > 0) {
    if (isSpotInMotion(view.movers)) return { subject, ...cannotTell("in-motion", "spot nodes of the region come or go") };
    return { subject, notApplicable: `the spot quota has no room for a node: ${spot.free} of ${spot.limit} vCPUs are free` };
  }
  const evictions = evictionsOf(view, sku);
  const whyNot = whyNoBargain(view, pool, sku, evictions);
  if (whyNot !== undefined) return { subject, notApplicable: whyNot };
  return candidate(view, pool, { sku, spot, zones: open.zones, mark: marked.mark, evictions });
}

interface Candidate {
  readonly sku: VmSku;
  readonly spot: Quota;
  readonly zones: readonly string[];
  readonly mark: string;
  readonly evictions: Evictions;
}

function candidate(view: View, pool: NodePool, { sku, spot, zones, mark, evictions }: Candidate): Found {
  const { cluster, readAt } = view;
  const quotas = known(view.quotas, readAt.quotas);
  const room = roomWords(newPoolRoom(pool, { sku, priority: "spot" }, { ...view, quotas }), pool.nodeCount, quotas);
  const { osDisk, text: diskText } = diskFor(pool, sku);
  const autoscale = pool.sizes[0]?.autoscale ?? (cluster.hasNodeAutoProvisioning ? undefined : rangeFor(pool, environmentOf(cluster)));
  const size = { vmSize: sku.vmSize, nodeCount: pool.nodeCount, ...(autoscale ? { autoscale } : {}) };
  const target: NewPool = { name: newPoolName(cluster, pool, "spot"), kind: "scale-set", sizes: [size], osDisk, zones, isSpot: true };
  const most = Math.max(pool.nodeCount, autoscale?.max ?? 0);
  const displaced = { pool, sku, nodes: pool.nodeCount || most };
  const fallback = fallbackWords(displaced, view);
  const { band } = evictions;
  const over = pool.nodeCount > 0 ? "" : ` over ${nodesText(most)}`;
  const often = band === undefined ? [] : [`${evictionsText(displaced.nodes, band)}${over} (class ${bandText(band)})`];
  return {
    subject: pool.name,
    severity: "medium",
    magnitude: { value: pool.nodeCount, unit: "node" },
    title: "Could run on spot",
    detail: `Marked interruptible (${mark}), but ${nodesText(pool.nodeCount)} of ${sku.vmSize} are regular. On spot: ${[...often, fallback.clause, room.clause].join("; ")}.`,
    workings: [
      { label: "mark", value: mark },
      ...(band === undefined ? [] : [evictionsWorking(displaced.nodes, band)]),
      ...spotRoomWorkings(view, pool, { sku, spot, most }),
      ...room.workings,
      ...fallback.workings,
      { label: "target", value: `${sizeText(size)}, no max price (-1)` },
      { label: "OS disk", value: diskText },
      { label: "AKS adds", value: `taint ${SPOT_TAINT}, label ${SPOT_LABEL}` },
    ],
    first: [
      `Its pods tolerate the taint ${SPOT_TAINT}`,
      "Its work bears an eviction with 30 seconds of notice, of several nodes at once",
      "No pod of it needs a disk that is bound to one zone: the next spot node may stand in another",
      ...fallback.first,
      ...room.first,
      ...roomAtMost(pool, { sku, spot, most }),
      ...NEW_POOL_FIRST,
    ],
    remedy: {
      steps: replacementSteps(cluster, pool, target, room.nodesPerBatch),
      bicep: `agentPoolProfiles[${target.name}], like ${pool.name}, with scaleSetPriority: 'Spot', scaleSetEvictionPolicy: 'Delete', spotMaxPrice: -1`,
      terraform: `azurerm_kubernetes_cluster_node_pool "${target.name}", like ${pool.name}, with priority = "Spot", eviction_policy = "Delete", spot_max_price = -1`,
      restarts: "every pod of the pool moves to a new node",
    },
    notKnown: [
      ...evictions.notKnown,
      "whether a reserved instance or savings plan already covers the nodes",
      ...room.notKnown,
      ...fallback.notKnown,
    ],
    worth: monthly(savingOnSpot(view, pool)),
  };
}

interface SpotRoom {
  readonly sku: VmSku;
  readonly spot: Quota;
  /** Nodes, by the autoscaler. */
  readonly most: number;
}

/** What is short tonight is said with the room for the new pool. */
function roomAtMost({ nodeCount }: NodePool, { sku, spot, most }: SpotRoom): string[] {
  const short = shortBy(most * sku.vcpus, spot);
  const isShortTonight = shortBy(nodeCount * sku.vcpus, spot) > 0;
  return short > 0 && !isShortTonight ? [`The spot quota has room for its maximum of ${nodesText(most)}: ${vcpusText(short)} more`] : [];
}

/** What its nodes take of the spot quota tonight and, where it may grow, at most. */
function spotRoomWorkings({ readAt }: View, { nodeCount }: NodePool, { sku, spot, most }: SpotRoom): Working[] {
  const line = (label: string, nodes: number): Working => ({
    label,
    formula: `${nodes} × ${sku.vcpus}`,
    value: `${nodes * sku.vcpus} of ${spot.free} free, ${readText(readAt.quotas)}`,
  });
  return [line("spot vCPUs", nodeCount), ...(most > nodeCount ? [line("spot vCPUs at most", most)] : [])];
}

function whyBound({ cluster }: View, pool: NodePool): string | undefined {
  if (cluster.isAutomatic) return "AKS Automatic chooses its pools itself";
  return whyIdle(pool) ?? whyNever("spot", pool);
}

/** The disk it has; where that is managed and has room on a local disk, there. */
function diskFor(pool: NodePool, sku: VmSku): { readonly osDisk: OsDisk; readonly text: string } {
  const { kind, sizeGiB } = pool.osDisk;
  const fit = ephemeralFit(sizeGiB, sku, pool.security);
  const isEphemeral =
    kind === "ephemeral" || (fit.kind === "fits" && pool.kubeletDisk === "os" && whyNever("ephemeral-os-disk", pool, sku) === undefined);
  if (!isEphemeral) return { osDisk: pool.osDisk, text: `managed, ${sizeGiB} GiB` };
  const where = fit.kind === "fits" ? ` on the ${fit.placement} disk` : "";
  return { osDisk: { kind: "ephemeral", sizeGiB }, text: `ephemeral, ${sizeGiB} GiB${where}` };
}
