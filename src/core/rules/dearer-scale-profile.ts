import { figures } from "../calc/bill.ts";
import { cannotTell, notListed } from "../calc/cannot-tell.ts";
import type { NotPriced } from "../calc/not-priced.ts";
import { poolRate } from "../calc/pool-bill.ts";
import type { Rate } from "../calc/price-node.ts";
import { profileSaving } from "../calc/saving-profile.ts";
import type { NodePool, PoolSize } from "../model/cluster.ts";
import type { Worth } from "../model/finding.ts";
import { findSku, type VmSku } from "../model/region.ts";
import { type AutoscaleRange, profileBicep, rangeText, rangeWords } from "./autoscale-range.ts";
import { azCommand, poolWords } from "./command.ts";
import { type Answer, type ClusterView, defineRule, type Found } from "./rule.ts";
import { bicepPool, percentText } from "./words.ts";
import { monthly, priced } from "./worth.ts";

type View = ClusterView<"skus", "prices", "leastDearer">;

export const dearerScaleProfile = defineRule(
  {
    id: "dearer-scale-profile",
    code: "COST-020",
    version: 1,
    category: "cost",
    summary: "A Virtual Machines pool always keeps nodes of a size that costs more a vCPU than another of its sizes.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/virtual-machines-node-pools",
    needs: ["skus"],
    uses: ["prices"],
    needsRest: true,
    floor: 1,
    changes: ["nodes"],
    thresholds: { leastDearer: { standard: 5, min: 1, max: 100, unit: "% a vCPU", says: "a size is dearer than its sibling" } },
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.kind !== "virtual-machines" || pool.mode === "gateway" || pool.powerState === "stopped") continue;
      const answer = answerFor(view, pool);
      if (answer) yield answer;
    }
  },
);

interface Profile {
  readonly size: PoolSize;
  readonly range: AutoscaleRange;
  readonly sku: VmSku;
  readonly hourly: number;
  readonly perVcpu: number;
}

function answerFor(view: View, pool: NodePool): Answer | undefined {
  const subject = pool.name;
  if (pool.sizes.filter(({ autoscale }) => autoscale).length < 2) return undefined;
  if (view.cluster.isAutomatic) return { subject, notApplicable: "AKS Automatic chooses its sizes itself" };
  const profiles: Profile[] = [];
  for (const size of pool.sizes) {
    if (!size.autoscale) continue;
    const sku = findSku(view.skus, size.vmSize);
    if (!sku) return { subject, ...notListed(size.vmSize) };
    const rate = rateOf(view, pool, size);
    if ("notPriced" in rate) return { subject, ...cannotTell("absent", rate.notPriced) };
    profiles.push({ size, range: size.autoscale, sku, hourly: rate.hourly, perVcpu: rate.hourly / sku.vcpusAvailable });
  }
  const swaps = profiles.flatMap((dear) => swapFor(pool, dear, profiles, view.thresholds.leastDearer));
  const [worst] = swaps.sort((a, b) => b.dearer - a.dearer);
  const worth = worst && worthOf(view, pool, worst);
  if (worst && worth && pays(worth)) return finding(view, pool, profiles, { ...worst, worth });
  // Prices move: what they end was not repaired.
  const cheapest = Math.min(...profiles.map(({ perVcpu }) => perVcpu));
  const isBest = profiles.every(({ range, perVcpu }) => range.min === 0 || perVcpu <= cheapest * (1 + ROUNDING));
  return isBest ? undefined : { subject, notApplicable: "its minimum would cost about as much in nodes of another of its sizes" };
}

const pays = (worth: Worth): boolean => worth.kind !== "monthly" || worth.monthly.amount > 0;

const worthOf = (view: View, pool: NodePool, { dear, cheap, nodes }: Swap): Worth =>
  monthly(
    priced(view, (facts) =>
      profileSaving(pool, { vmSize: dear.size.vmSize, nodes: dear.range.min }, { vmSize: cheap.size.vmSize, nodes }, facts),
    ),
  );

const rateOf = (view: View, pool: NodePool, { vmSize }: PoolSize): Rate | NotPriced =>
  priced(view, (facts) => poolRate(vmSize, pool, facts));

/** The minimum of one profile as nodes of another. */
interface Swap {
  readonly dear: Profile;
  readonly cheap: Profile;
  /** Per cent, a vCPU. */
  readonly dearer: number;
  /** As many as have at least the vCPUs and the memory of the minimum. */
  readonly nodes: number;
}

/** Of divisions: what is 5 % dearer may come out a little lower. */
const ROUNDING = 1e-9;

/** A sibling as good a vCPU: no less memory, as many GPUs; whole nodes of it must still cost less than the minimum. */
function swapFor({ mode }: NodePool, dear: Profile, profiles: readonly Profile[], leastDearer: number): Swap[] {
  const { range, sku, perVcpu } = dear;
  if (range.min === 0 || sku.gpus > 0) return [];
  return profiles
    .map((cheap): Swap => {
      const nodes = Math.max(
        Math.ceil((range.min * sku.vcpusAvailable) / cheap.sku.vcpusAvailable),
        Math.ceil((range.min * sku.memoryGiB) / cheap.sku.memoryGiB),
        mode === "system" ? range.min : 1,
      );
      return { dear, cheap, dearer: (perVcpu / cheap.perVcpu - 1) * 100, nodes };
    })
    .filter(
      ({ cheap, dearer, nodes }) =>
        dearer >= leastDearer - ROUNDING && cheap.sku.gpus === 0 && nodes * cheap.hourly < range.min * dear.hourly,
    )
    .sort((a, b) => b.dearer - a.dearer)
    .slice(0, 1);
}

function finding(
  view: View,
  pool: NodePool,
  profiles: readonly Profile[],
  { dear, cheap, dearer, nodes, worth }: Swap & { readonly worth: Worth },
): Found {
  const currency = "known" in view.prices ? view.prices.known.currency : "";
  const dearTo: AutoscaleRange = { min: 0, max: Math.max(1, dear.range.max) };
  const min = cheap.range.min + nodes;
  const cheapTo: AutoscaleRange = { min, max: Math.max(min, cheap.range.max) };
  const update = (of: Profile, to: AutoscaleRange) =>
    azCommand(
      ...["aks", "nodepool", "auto-scale", "update", ...poolWords(view.cluster, pool), "--current-node-vm-size", of.size.vmSize],
      ...rangeWords(to),
    );
  return {
    subject: pool.name,
    severity: "low",
    magnitude: { value: dear.range.min, unit: "node" },
    title: "Its minimum stands on the dearer of its sizes",
    detail: `At least ${dear.range.min} of ${dear.size.vmSize} always run, which cost ${percentText(dearer)} more a vCPU than ${cheap.size.vmSize} of the same pool; ${nodes} of those have as many vCPUs and as much memory.`,
    workings: [
      ...profiles.map(({ size, sku, hourly, perVcpu, range }) => ({
        label: `${size.vmSize}, ${rangeText(range)}`,
        formula: `${figures(hourly)} / ${sku.vcpusAvailable}`,
        value: `${figures(perVcpu)} ${currency} a vCPU and hour`,
      })),
      { label: "dearer", formula: `${figures(dear.perVcpu)} / ${figures(cheap.perVcpu)} − 1`, value: percentText(dearer) },
      { label: "in place of the minimum", value: `${nodes} more of ${cheap.size.vmSize}` },
    ],
    first: [
      `The largest pod has room on a ${cheap.size.vmSize}, none selects on the other size, and as many pods have room on so many nodes`,
      "Quota and addresses have room for the new nodes before the old ones go",
    ],
    remedy: {
      steps: [
        { text: `Let the autoscaler hold ${rangeText(cheapTo)} of ${cheap.size.vmSize}`, command: update(cheap, cheapTo) },
        { text: `Then ${rangeText(dearTo)} of ${dear.size.vmSize}`, command: update(dear, dearTo) },
      ],
      bicep: bicepPool(
        pool,
        `virtualMachinesProfile.scale.autoscale: [${profiles.map((each) => profileBicep(each.size.vmSize, each === dear ? dearTo : each === cheap ? cheapTo : each.range)).join(", ")}]`,
      ),
      restarts: "pods of the dearer nodes move when the autoscaler drains them",
    },
    notKnown: ["which size the autoscaler takes when pods wait", "whether a reserved instance or savings plan covers the dearer size"],
    worth,
  };
}
