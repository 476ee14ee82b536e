import { addressSaving } from "../calc/saving-address.ts";
import type { NodePool } from "../model/cluster.ts";
import { replacement, whyNotReplaced } from "./replacement.ts";
import { type ClusterView, defineRule, type Found } from "./rule.ts";
import { nodesText } from "./words.ts";
import { monthly, priced } from "./worth.ts";

type View = ClusterView<"skus", "restrictions" | "quotas" | "subnets" | "prices">;

export const publicIpPerNode = defineRule(
  {
    id: "public-ip-per-node",
    code: "COST-044",
    version: 1,
    category: "cost",
    summary: "Every node of a pool has a public IP address of its own, which is paid for and can be reached from the internet.",
    severities: ["low", "low"],
    source: "https://learn.microsoft.com/azure/aks/use-node-public-ips",
    needs: ["skus"],
    uses: ["restrictions", "quotas", "subnets", "prices"],
    needsRest: true,
    floor: 1,
    changes: ["pool"],
  },
  function* (view) {
    for (const pool of view.cluster.nodePools) {
      if (!pool.nodePublicIp || pool.mode === "gateway") continue;
      const whyNot = whyNotReplaced(view, pool);
      yield whyNot === undefined ? finding(view, pool) : { subject: pool.name, notApplicable: whyNot };
    }
  },
);

function finding(view: View, pool: NodePool): Found {
  const { nodePublicIp, ...without } = pool;
  const { prefixId } = nodePublicIp ?? {};
  const changed = replacement(view, without, {
    ending: "priv",
    bicep: "enableNodePublicIP: false",
    terraform: "node_public_ip_enabled = false",
  });
  const { outboundType } = view.cluster.network;
  const prefixStep = { text: "Delete the public IP prefix once nothing else takes addresses of it: it is billed whole until then" };
  return {
    subject: pool.name,
    severity: "low",
    magnitude: { value: pool.nodeCount, unit: "node" },
    title: "Every node has a public IP address",
    detail: `${nodesText(pool.nodeCount)} with an address each${prefixId === undefined ? "" : ", of a public IP prefix"}: AKS itself needs none of them. ${changed.sentence}`,
    workings: [
      { label: "addresses", formula: `${pool.nodeCount} × 1`, value: `${pool.nodeCount}${prefixId === undefined ? "" : " of a prefix"}` },
      { label: "way out without them", value: `outbound type ${outboundType}` },
      ...changed.workings,
    ],
    first: [
      "Nobody reaches a node by its own address: games and host ports do",
      `What the nodes call allows the address they go out by then (outbound type ${outboundType}), and it has SNAT ports for them`,
      ...changed.first,
    ],
    remedy: prefixId === undefined ? changed.remedy : { ...changed.remedy, steps: [...changed.remedy.steps, prefixStep] },
    notKnown: ["whether network security groups let anybody in", ...changed.notKnown],
    worth: monthly(priced(view, (facts) => addressSaving(pool, facts))),
  };
}
