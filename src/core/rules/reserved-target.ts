import { type NodeReserved, nodesNeeded } from "../calc/node-reserved.ts";
import type { NotPriced } from "../calc/not-priced.ts";
import { sizeSaving } from "../calc/saving-size.ts";
import { type SizeAlternative, sizeAlternatives } from "../calc/size-alternatives.ts";
import type { NodePool, PoolSize } from "../model/cluster.ts";
import type { NodeSample } from "../model/history.ts";
import { vmSizeKey } from "../model/names.ts";
import type { Restrictions, Skus, VmSku } from "../model/region.ts";
import type { Saving } from "../model/saving.ts";
import { mib, millicores } from "../model/units.ts";
import { type PricedView, priced, pricesUnknown } from "./worth.ts";

/** From here on so much of a node is node-reserved that its size is worth a word. Per cent of nominal, eviction included. */
export interface ReservedLimits {
  readonly memoryPercent: number;
  readonly cpuPercent: number;
}

/** Without prices a target may take at most this many vCPUs more than the pool has now: rounding to whole nodes must not eat the gain. */
const MOST_VCPU_GROWTH = 1.1;

export type Shares = Pick<NodeReserved, "memoryShare" | "cpuShare">;
export const isTooMuch = ({ memoryShare, cpuShare }: Shares, { memoryPercent, cpuPercent }: ReservedLimits): boolean =>
  memoryShare * 100 >= memoryPercent || cpuShare * 100 >= cpuPercent;

/** One size of a pool, with what it keeps for Kubernetes. */
export interface ReservedSize {
  readonly pool: NodePool;
  readonly size: PoolSize;
  readonly sku: VmSku;
  readonly reserved: NodeReserved;
}

export interface Target {
  readonly sku: VmSku;
  readonly reserved: SizeAlternative["reserved"];
  /** As many nodes as offer at least what the pool offers now. */
  readonly size: PoolSize;
  /** Of those nodes together; `vcpusNow` are of today's. */
  readonly vcpus: number;
  readonly vcpusNow: number;
}

export type Choice =
  /** `share` of what these nodes and disks cost is saved, 0 to 1. */
  | { readonly kind: "cheaper"; readonly target: Target; readonly share: number }
  /** By vCPUs, as a price is missing; without a target none of those has hardly more. */
  | { readonly kind: "not-priced"; readonly why: string; readonly target?: Target }
  | { readonly kind: "none-cheaper" };
export type Advice = Exclude<Choice, { readonly kind: "none-cheaper" }>;

interface View extends PricedView {
  readonly skus: Skus;
  readonly thresholds: ReservedLimits;
}

/**
 * The size of the family that offers the same for the least money, of those that keep less than the limits; the smallest of several.
 * Where that cannot be told for want of a price, the smallest that takes hardly more vCPUs.
 */
export function chooseTarget(now: ReservedSize, restrictions: Restrictions, view: View): Choice {
  const nodes = mostNodes(now.size);
  const tried = { ...now, size: { vmSize: now.size.vmSize, nodeCount: nodes } };
  let whyNotPriced = "missing" in view.prices ? pricesUnknown(view.prices.missing) : undefined;
  const notPriced: SizeAlternative[] = [];
  let best: { readonly candidate: SizeAlternative; readonly saved: number; readonly share: number } | undefined;
  for (const candidate of candidatesFor(now, nodes, restrictions, view)) {
    const saving = savingBy(candidate.sku, candidate.nodes, tried, { ...view, history: [] });
    if ("notPriced" in saving) {
      whyNotPriced ??= saving.notPriced;
      notPriced.push(candidate);
      continue;
    }
    const saved = saving.monthly.amount;
    if (saved > (best?.saved ?? 0) + ROUNDING) best = { candidate, saved, share: saved / saving.before.amount };
  }
  if (best) return { kind: "cheaper", target: targetOf(now, best.candidate), share: best.share };
  if (whyNotPriced === undefined) return { kind: "none-cheaper" };
  const targets = notPriced.map((candidate) => targetOf(now, candidate));
  const target = targets.find(({ vcpus, vcpusNow }) => vcpus <= vcpusNow * MOST_VCPU_GROWTH);
  return { kind: "not-priced", why: whyNotPriced, ...(target ? { target } : {}) };
}

/** A month, in whatever currency: what is as dear as another differs by less. */
const ROUNDING = 0.005;

/** What moving one size of the pool to so many nodes of another saves. */
export function savingBy(
  { vmSize }: VmSku,
  nodes: number,
  { pool, size }: Pick<ReservedSize, "pool" | "size">,
  view: PricedView,
): Saving | NotPriced {
  const ofThatSize = { ...pool, sizes: [size], nodeCount: size.nodeCount };
  return priced({ ...view, history: withoutSiblings(pool, size, view.history) }, (facts) =>
    sizeSaving(ofThatSize, { vmSize, nodes }, facts),
  );
}

/** The other profiles of a Virtual Machines pool left out; a size that the pool had once stays and bounds the mean. */
function withoutSiblings({ sizes }: NodePool, { vmSize }: PoolSize, history: PricedView["history"]): PricedView["history"] {
  const siblings = new Set(sizes.map((each) => vmSizeKey(each.vmSize)).filter((key) => key !== vmSizeKey(vmSize)));
  if (siblings.size === 0) return history;
  const ofSample = (sample: NodeSample): NodeSample => ({
    ...sample,
    sizes: sample.sizes.filter((held) => !siblings.has(vmSizeKey(held.vmSize))),
  });
  return history.map((day) => ({ ...day, pools: day.pools.map((pool) => ({ ...pool, samples: pool.samples.map(ofSample) })) }));
}

const mostNodes = ({ nodeCount, autoscale }: PoolSize): number => (nodeCount > 0 ? nodeCount : (autoscale?.max ?? 0));

/** One for each zone and two in all, unless there are fewer now. */
const leastNodes = ({ zones }: NodePool, nodes: number): number => Math.min(nodes, Math.max(2, zones.length));

function candidatesFor(
  { pool, sku, reserved }: ReservedSize,
  nodes: number,
  restrictions: Restrictions,
  { skus, thresholds }: View,
): SizeAlternative[] {
  const total = { ...offerOf(nodes, reserved), gpus: nodes * sku.gpus };
  const found = sizeAlternatives(total, skus.byKey.values(), { pool, now: sku, restrictions, leastNodes: leastNodes(pool, nodes) });
  if ("cannotTell" in found) return [];
  return found
    .filter(({ kinship, reserved: kept }) => kinship === "same-family" && !isTooMuch(kept, thresholds))
    .sort((a, b) => a.sku.vcpus - b.sku.vcpus || a.sku.memoryGiB - b.sku.memoryGiB || (a.sku.vmSize < b.sku.vmSize ? -1 : 1));
}

function targetOf({ pool, size, sku, reserved }: ReservedSize, candidate: SizeAlternative): Target {
  const inPlaceOf = (nodes: number) => Math.max(nodesNeeded(offerOf(nodes, reserved), candidate.reserved), leastNodes(pool, nodes));
  const autoscale = size.autoscale && { min: inPlaceOf(size.autoscale.min), max: inPlaceOf(size.autoscale.max) };
  return {
    sku: candidate.sku,
    reserved: candidate.reserved,
    size: { vmSize: candidate.sku.vmSize, nodeCount: inPlaceOf(size.nodeCount), ...(autoscale ? { autoscale } : {}) },
    vcpus: candidate.vcpus,
    vcpusNow: mostNodes(size) * sku.vcpus,
  };
}

const offerOf = (nodes: number, { allocatableCpu, allocatableMemory }: NodeReserved) => ({
  cpu: millicores(nodes * allocatableCpu),
  memory: mib(nodes * allocatableMemory),
});
