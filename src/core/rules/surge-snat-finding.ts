import type { ClusterNodes } from "../calc/room-nodes.ts";
import { addressesForPorts, type SnatRoom } from "../calc/snat.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Step } from "../model/finding.ts";
import { azCommand, clusterWords } from "./command.ts";
import type { NodesShort } from "./node-rungs.ts";
import type { Found } from "./rule.ts";
import { addressesText, NO_MONEY, nodesText } from "./words.ts";

type Behind = { readonly outboundIps: number };
type Fixed = Extract<SnatRoom, { readonly kind: "fixed" }> & Behind & { readonly portsPerNode: number };
type BySize = Extract<SnatRoom, { readonly kind: "by-size" }> & Behind;

export function fixedFinding(cluster: Cluster, above: NodesShort, room: Fixed): Found {
  const { portsPerNode, outboundIps, needed, available, short, mostNodes, addressesWithRoom } = room;
  // Azure takes multiples of 8.
  const fewer = Math.floor(available / (above.nodes + above.surge) / 8) * 8;
  return {
    severity: above.rung === "one-pool" ? "medium" : "low",
    magnitude: { value: above.short, unit: "node" },
    title: `${TITLES[above.rung]}: ${nodesText(above.short)} without`,
    detail: `${addressesText(outboundIps)} give ${nodesText(mostNodes)} ${portsPerNode} ports each. ${WHEN[above.rung]} there are ${above.nodes + above.surge}, ${above.surge} of them surge, and nodes above that cannot be made.`,
    workings: [
      { label: "ports there are", formula: `64000 × ${outboundIps}`, value: `${available}` },
      { label: "ports needed", formula: `${portsPerNode} × (${above.nodes} + ${above.surge})`, value: `${needed}` },
      { label: "short", formula: `${needed} − ${available}`, value: `${short} ports` },
    ],
    first: ALLOW_LISTS,
    remedy: {
      steps: [
        moreAddresses(cluster, addressesWithRoom),
        {
          text: `Or give each node ${fewer} ports, where its connections do with them`,
          command: azCommand("aks", "update", ...clusterWords(cluster), "--load-balancer-outbound-ports", `${fewer}`),
        },
        ...(above.rung === "all-pools" ? [{ text: "Or upgrade the control plane alone, then the pools one after another" }] : []),
      ],
      ...code(addressesWithRoom),
      restarts: RESTARTS,
    },
    ...tail(cluster),
  };
}

const TITLES = {
  "one-pool": "No SNAT ports for surge nodes",
  "all-pools": "No SNAT ports for surge of all pools at once",
  maximum: "No SNAT ports for nodes at maximum size",
} as const satisfies Record<NodesShort["rung"], string>;
const WHEN = {
  "one-pool": "With tonight's nodes",
  "all-pools": "With tonight's nodes and all pools at once",
  maximum: "At the autoscalers' maximum",
} as const satisfies Record<NodesShort["rung"], string>;

export function bySizeFinding(cluster: Cluster, { nodes, together }: ClusterNodes, { now, atSurge, outboundIps }: BySize): Found {
  const keeping = addressesForPorts(now, together);
  const count = typeof keeping === "number" ? keeping : outboundIps + 1;
  return {
    severity: "low",
    magnitude: { value: Math.round((100 * (now - atSurge)) / now), unit: "point" },
    title: `An upgrade cuts SNAT ports from ${now} to ${atSurge} a node`,
    detail: `Azure gives ports by the number of nodes: ${nodes} get ${now} each. With ${together - nodes} of surge each gets ${atSurge}, and what uses more loses connections while the upgrade lasts.`,
    workings: [
      { label: "ports a node now", formula: `${nodesText(nodes)}, ${addressesText(outboundIps)}`, value: `${now}` },
      { label: "ports a node with surge", formula: `${nodesText(together)}, ${addressesText(outboundIps)}`, value: `${atSurge}` },
    ],
    first: ALLOW_LISTS,
    remedy: { steps: [moreAddresses(cluster, count)], ...code(count), restarts: RESTARTS },
    ...tail(cluster),
  };
}

const RESTARTS = "no node; outbound connections may be cut when ports are given anew";
const ALLOW_LISTS = ["Whoever lets the cluster in by its addresses lets the new ones in too"];

const moreAddresses = (cluster: Cluster, count: number): Step => ({
  text: `Have ${addressesText(count)}: where AKS manages them by this, else add to the list of your own`,
  command: azCommand("aks", "update", ...clusterWords(cluster), "--load-balancer-managed-outbound-ip-count", `${count}`),
});
const code = (count: number) => ({
  bicep: `networkProfile.loadBalancerProfile.managedOutboundIPs.count: ${count}`,
  terraform: `azurerm_kubernetes_cluster.network_profile.load_balancer_profile.managed_outbound_ip_count = ${count}`,
});
const tail = ({ hasNodeAutoProvisioning }: Cluster): Pick<Found, "notKnown" | "worth"> => ({
  notKnown: [
    "how many ports the nodes use",
    "whether AKS manages the outbound addresses or they are your own",
    ...(hasNodeAutoProvisioning ? ["nodes that auto-provisioning made: they take ports too"] : []),
  ],
  worth: NO_MONEY,
});
