import { notPriced } from "../calc/not-priced.ts";
import { type StoppedSaving, stoppedSaving } from "../calc/saving-stopped.ts";
import { sum } from "../calc/sums.ts";
import { type Fact, missing } from "../model/absence.ts";
import { type Cluster, hasMotion } from "../model/cluster.ts";
import type { NodeGroup, NodeGroups } from "../model/node-group.ts";
import { azCommand, clusterWords } from "./command.ts";
import { type ClusterView, defineRule, type Found, IN_MOTION } from "./rule.ts";
import { addressesText, counted, listText } from "./words.ts";
import { monthly, pricesUnknown } from "./worth.ts";

type View = ClusterView<never, "nodeGroups" | "prices">;

export const stoppedClusterPays = defineRule(
  {
    id: "stopped-cluster-pays",
    code: "COST-029",
    version: 1,
    category: "cost",
    summary: "A stopped cluster still pays for the disks and public addresses in its node resource group.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/start-stop-cluster",
    needs: [],
    uses: ["nodeGroups", "prices"],
    needsRest: false,
    floor: 100,
    changes: [],
  },
  function* (view) {
    const { cluster } = view;
    // Not silence: a cluster that was started pays for more, not for less.
    if (cluster.powerState !== "stopped") {
      yield { notApplicable: "the cluster runs" };
      return;
    }
    if (hasMotion(cluster)) {
      yield { cannotTell: IN_MOTION };
      return;
    }
    const group = groupOf(cluster, view.nodeGroups);
    if ("missing" in group) yield { cannotTell: group.missing };
    else if (group.known.disks.length + group.known.publicIps.length > 0) yield finding(view, group.known);
  },
);

function groupOf({ nodeResourceGroup }: Cluster, groups: Fact<NodeGroups>): { readonly known: NodeGroup } | ReturnType<typeof missing> {
  if ("missing" in groups) return groups;
  if (nodeResourceGroup === undefined) return missing("absent", "the answer does not name its node resource group");
  const group = groups.known.byName.get(nodeResourceGroup.toLowerCase());
  return group ? { known: group } : missing("not-seen", "its node resource group cannot be seen");
}

function finding(view: View, group: NodeGroup): Found {
  const { cluster } = view;
  const { disks, publicIps } = group;
  const sizeGiB = sum(disks.map((disk) => disk.sizeGiB));
  const free = disks.filter(({ isAttached }) => !isAttached);
  const { saving, notPriced: without } = savingIn(view, group);
  const what = [
    ...(disks.length > 0 ? [`${counted(disks.length, "disk")} of ${sizeGiB} GiB together`] : []),
    ...(publicIps.length > 0 ? [`${addressesText(publicIps.length)} to the internet`] : []),
  ];
  return {
    severity: "low",
    magnitude: { value: sizeGiB, unit: "GiB" },
    title: "Stopped, and still paying",
    detail: `Nodes and control plane cost nothing while it is stopped, but ${listText(what)} in ${group.name} are billed on.`,
    workings: [
      { label: "disks", value: `${disks.length}, ${sizeGiB} GiB` },
      { label: "of them on no node", value: `${free.length}` },
      { label: "public addresses", value: `${publicIps.length}` },
    ],
    first: [
      "Nobody wants the cluster back: with it go its volumes and what they hold",
      "What the volumes hold is copied or not needed: deleting a disk cannot be undone",
    ],
    remedy: {
      steps: [
        {
          text: "See what is there",
          command: azCommand("resource", "list", "-g", cluster.nodeResourceGroup ?? group.name, "-o", "table"),
        },
        { text: "Delete the cluster, where nobody wants it any more", command: azCommand("aks", "delete", ...clusterWords(cluster)) },
        { text: "Or start it, delete the volume claims that nobody needs, and stop it again" },
      ],
      bicep: "leave the cluster out, and delete it: a deployment alone deletes nothing",
      terraform: "leave azurerm_kubernetes_cluster out",
      restarts: "nothing; what is deleted is gone",
    },
    notKnown: [
      "load balancer rules, NAT gateways, private endpoints and storage accounts: they are not read, and cost as well",
      "snapshots, and disks outside its node resource group",
      ...without.map((line) => `what these cost: ${line}`),
    ],
    worth: monthly(saving),
  };
}

const savingIn = ({ prices, at }: View, group: NodeGroup): StoppedSaving =>
  "missing" in prices ? { saving: notPriced(pricesUnknown(prices.missing)), notPriced: [] } : stoppedSaving(group, prices, at);
