import { poolDiskRate } from "../calc/pool-bill.ts";
import type { NodePool, PoolSize } from "../model/cluster.ts";
import type { Working, Worth } from "../model/finding.ts";
import { findSku } from "../model/region.ts";
import { replacement, whyNotReplaced } from "./replacement.ts";
import { type ClusterView, defineRule, type Found } from "./rule.ts";
import { NO_MONEY, nodesText, vcpusText } from "./words.ts";
import { priced } from "./worth.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets" | "prices">;

export const evictedNodesKept = defineRule(
  {
    id: "evicted-nodes-kept",
    code: "COST-010",
    version: 1,
    category: "cost",
    summary: "A spot pool keeps evicted nodes deallocated, which hold spot quota and pay for their disks.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/spot-node-pool",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["pool"],
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.spot?.evictionPolicy !== "deallocate") continue;
      const whyNot = whyNotReplaced(view, pool);
      yield whyNot === undefined ? finding(view, pool) : { subject: pool.name, notApplicable: whyNot };
    }
  },
);

function finding(view: View, pool: NodePool): Found {
  const changed = replacement(view, pool, {
    ending: "del",
    bicep: "scaleSetPriority: 'Spot', scaleSetEvictionPolicy: 'Delete'",
    terraform: 'priority = "Spot", eviction_policy = "Delete"',
  });
  const [size] = pool.sizes;
  const sku = size && findSku(view.skus, size.vmSize);
  const keeps = [...(sku ? [`${vcpusText(sku.vcpus)} of the spot quota`] : ["its part of the spot quota"]), ...diskWords(pool)].join(
    " and ",
  );
  return {
    subject: pool.name,
    severity: "low",
    magnitude: { value: pool.nodeCount, unit: "node" },
    title: "Evicted spot nodes are kept deallocated",
    detail: `Each evicted node keeps ${keeps}, and can be in the way when the pool scales or upgrades. ${changed.sentence}`,
    workings: [
      ...(sku
        ? [{ label: "spot quota at most", formula: `${pool.nodeCount} × ${sku.vcpus}`, value: vcpusText(pool.nodeCount * sku.vcpus) }]
        : []),
      ...(size ? diskWorkings(view, pool, size) : []),
      { label: "nodes now", value: nodesText(pool.nodeCount) },
      ...changed.workings,
    ],
    first: ["No pod counts on finding its node again: a deleted one comes back empty", ...changed.first],
    remedy: changed.remedy,
    notKnown: ["how many of its nodes are deallocated: Azure's answer about a pool does not tell", ...changed.notKnown],
    worth: worthOf(pool),
  };
}

const diskWords = ({ osDisk }: NodePool): string[] => (osDisk.kind === "managed" ? [`a managed disk of ${osDisk.sizeGiB} GiB`] : []);

/** About money, and never an amount: what stands deallocated is not known, and all of it for all the time would be a guess. */
const worthOf = ({ osDisk }: NodePool): Worth =>
  osDisk.kind === "managed"
    ? { kind: "not-priced", why: "how many of its nodes stand deallocated, and for how long, is not in Azure's answer" }
    : NO_MONEY;

/** What one of them costs a month. */
function diskWorkings(view: View, pool: NodePool, { vmSize }: PoolSize): Working[] {
  if (pool.osDisk.kind !== "managed") return [];
  const rate = priced(view, (facts) => poolDiskRate(vmSize, pool, facts));
  if ("notPriced" in rate) return [{ label: "disk of one evicted node", value: `not priced: ${rate.notPriced}` }];
  const { currency } = "known" in view.prices ? view.prices.known : { currency: "" };
  return [{ label: "disk of one evicted node", value: `${Number(rate.monthly.toPrecision(5))} ${currency} a month` }];
}
