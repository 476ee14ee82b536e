import { HYBRID_SPOT } from "../calc/price-node.ts";
import { licenceSaving } from "../calc/saving-licence.ts";
import { sum } from "../calc/sums.ts";
import type { NodePool } from "../model/cluster.ts";
import { findSku } from "../model/region.ts";
import type { Working } from "../model/working.ts";
import { whyIdle } from "./autoscale-range.ts";
import { updateCluster } from "./command.ts";
import { type ClusterView, defineRule, type Found } from "./rule.ts";
import { counted } from "./words.ts";
import { monthly, priced } from "./worth.ts";

type View = ClusterView<never, "skus" | "prices">;

/** So many core licences are needed for a VM, however few vCPUs it has (windows-server/get-started/azure-hybrid-benefit). */
const LEAST_CORES = 8;

export const windowsLicencePaidTwice = defineRule(
  {
    id: "windows-licence-paid-twice",
    code: "COST-037",
    version: 1,
    category: "cost",
    summary: "Windows nodes pay for a licence by the hour, which who owns Windows Server licences pays twice.",
    severities: ["medium", "medium"],
    source: "https://learn.microsoft.com/azure/aks/azure-hybrid-benefit",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["licence"],
  },
  function* (view) {
    const { cluster } = view;
    if (cluster.hasHybridBenefit) return;
    for (const pool of cluster.nodePools) {
      if (pool.os !== "windows") continue;
      const whyNot = pool.priority === "spot" ? HYBRID_SPOT : whyIdle(pool);
      yield whyNot === undefined ? finding(view, pool) : { subject: pool.name, notApplicable: whyNot };
    }
  },
);

function finding(view: View, pool: NodePool): Found {
  const { cluster, skus } = view;
  const cores = coresOf(view, pool);
  return {
    subject: pool.name,
    severity: "medium",
    magnitude: { value: pool.nodeCount, unit: "node" },
    title: "Windows licence in the price of every hour",
    detail: `${counted(pool.nodeCount, "Windows node pays", "Windows nodes pay")} for the licence with every hour. Who owns Windows Server licences with Software Assurance pays twice, and with Azure Hybrid Benefit what Linux nodes cost.`,
    workings: [{ label: "nodes now", value: `${pool.nodeCount}` }, ...cores],
    first: [
      "The company has Windows Server core licences with Software Assurance, or such subscriptions, that nothing else uses: by using the benefit it says so",
      `They are enough at the pool's largest, and there are ${LEAST_CORES} for each node at least`,
      ...(cluster.nodePools.filter(({ os }) => os === "windows").length > 1
        ? ["They are enough for every Windows pool of the cluster: the benefit is one setting for all"]
        : []),
    ],
    remedy: {
      steps: [{ text: "Use Azure Hybrid Benefit for the cluster's Windows nodes", command: updateCluster(cluster, "--enable-ahub") }],
      bicep: "properties.windowsProfile.licenseType: 'Windows_Server'",
      terraform: 'azurerm_kubernetes_cluster.windows_profile.license = "Windows_Server"',
      restarts: "not documented; do it when Windows nodes may be replaced",
    },
    notKnown: [
      "which licences the company has",
      ...("missing" in skus ? [`how many core licences it takes: ${skus.missing.why}`] : []),
      ...("known" in skus && cores.length === 0 ? ["how many core licences it takes: the region does not list its VM size"] : []),
    ],
    worth: monthly(priced(view, (facts) => licenceSaving(pool, facts))),
  };
}

/** Core licences at tonight's nodes and, where it may grow, at most; nothing where a size is not known. */
function coresOf({ skus }: View, { sizes }: NodePool): Working[] {
  if ("missing" in skus) return [];
  const rows = sizes.flatMap((size) => {
    const sku = findSku(skus.known, size.vmSize);
    const cores = sku && Math.max(LEAST_CORES, sku.vcpusAvailable);
    return cores === undefined ? [] : [{ cores, now: size.nodeCount, most: Math.max(size.nodeCount, size.autoscale?.max ?? 0) }];
  });
  if (rows.length < sizes.length) return [];
  const line = (label: string, at: "now" | "most"): Working => ({
    label,
    formula: rows.map((row) => `${row[at]} × ${row.cores}`).join(" + "),
    value: `${sum(rows.map((row) => row[at] * row.cores))}`,
  });
  const grows = rows.some(({ now, most }) => most > now);
  return [line("core licences", "now"), ...(grows ? [line("core licences at most", "most")] : [])];
}
