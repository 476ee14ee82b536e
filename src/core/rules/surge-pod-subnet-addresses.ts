import { podSubnetAddresses } from "../calc/addresses.ts";
import { defineRegionRule } from "./rule.ts";
import { judgeSubnets, type SubnetKind } from "./surge-subnet.ts";

export const surgePodSubnetAddresses = defineRegionRule(
  {
    id: "surge-pod-subnet-addresses",
    code: "UPG-012",
    version: 1,
    category: "upgrade",
    summary: "A pod subnet has no addresses for the pods of an upgrade's surge nodes.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/concepts-network-azure-cni-pod-subnet",
    needs: ["subnets"],
    uses: ["skus", "quotas"],
    needsRest: true,
    floor: 1,
    changes: ["surge"],
  },
  (view) => judgeSubnets(view, POD_SUBNETS),
);

/** The subnets that only pods take from. Azure lets no node stand there, so no subnet is judged by both rules. */
const POD_SUBNETS: SubnetKind = {
  subnetOf: ({ podSubnet }) => podSubnet,
  addresses: (_, pool, nodes) => podSubnetAddresses(pool, nodes),
};
