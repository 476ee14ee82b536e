import { keptDiskSaving, mostNodesSeen } from "../calc/saving-kept-disk.ts";
import { sum } from "../calc/sums.ts";
import type { NodePool } from "../model/cluster.ts";
import { updatePool } from "./command.ts";
import { type ClusterView, defineRule, type Found, WORSE_BY_SEVERITY_ALONE } from "./rule.ts";
import { bicepPool, nodesText, terraformPool } from "./words.ts";
import { monthly, priced } from "./worth.ts";

type View = ClusterView<never, "skus" | "prices">;

export const deallocatedNodesKeepDisks = defineRule(
  {
    id: "deallocated-nodes-keep-disks",
    code: "COST-030",
    version: 1,
    category: "cost",
    summary: "A node pool deallocates nodes that are scaled down, and pays for their disks on.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/scale-down-mode",
    needs: [],
    uses: ["skus", "prices"],
    needsRest: true,
    floor: WORSE_BY_SEVERITY_ALONE,
    changes: ["scale-down"],
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (pool.scaleDownMode !== "deallocate" || pool.osDisk.kind !== "managed") continue;
      const whyNot = whyOtherwise(pool);
      yield whyNot === undefined ? finding(view, pool) : { subject: pool.name, notApplicable: whyNot };
    }
  },
);

function whyOtherwise({ powerState, spot }: NodePool): string | undefined {
  if (powerState === "stopped") return "the pool is stopped";
  return spot?.evictionPolicy === "deallocate" ? "its evicted nodes are kept as well, which has a finding of its own" : undefined;
}

function finding(view: View, pool: NodePool): Found {
  const { cluster, history } = view;
  const most = sum(mostNodesSeen(pool, history).map(({ nodes }) => nodes));
  const gone = most - pool.nodeCount;
  return {
    subject: pool.name,
    severity: "low",
    magnitude: { value: gone, unit: "node" },
    title: "Nodes that are scaled down keep their disks",
    detail: `They are deallocated in place of deleted: they start faster with their images on them, and each pays for ${pool.osDisk.sizeGiB} GiB of managed disk until then. ${seenText(most, gone)}`,
    workings: [
      { label: "scale-down mode", value: "Deallocate" },
      { label: "nodes now", value: `${pool.nodeCount}` },
      { label: "most nodes seen in 28 days", value: `${most}` },
      { label: "deallocated, as far as seen", formula: `${most} − ${pool.nodeCount}`, value: nodesText(gone) },
    ],
    first: [
      "New nodes may take minutes longer: each is made and pulls its images anew",
      "Nothing is kept on deallocated nodes: changing the mode deletes them at once",
    ],
    remedy: {
      steps: [
        {
          text: "Delete nodes that are scaled down; those that stand deallocated go too",
          command: updatePool(cluster, pool, "--scale-down-mode", "Delete"),
        },
      ],
      bicep: bicepPool(pool, "scaleDownMode: 'Delete'"),
      terraform: terraformPool(pool, 'scale_down_mode = "Delete"'),
      restarts: "no node that runs",
    },
    notKnown: ["how many of its nodes stand deallocated: Azure's answer about a pool does not tell"],
    worth: monthly(priced(view, (facts) => keptDiskSaving(pool, facts))),
  };
}

const seenText = (most: number, gone: number): string =>
  gone > 0 ? `Of the ${most} that were seen in 28 days ${gone} do not run now.` : "None was seen to go in 28 days.";
