import { nodeSubnetAddresses } from "../calc/addresses.ts";
import { defineRegionRule } from "./rule.ts";
import { judgeSubnets, type SubnetKind } from "./surge-subnet.ts";

export const surgeSubnetAddresses = defineRegionRule(
  {
    id: "surge-subnet-addresses",
    code: "UPG-011",
    version: 2,
    category: "upgrade",
    summary: "A subnet has no addresses for the surge nodes of an upgrade.",
    severities: ["low", "high"],
    source: "https://learn.microsoft.com/azure/aks/concepts-network-ip-address-planning",
    needs: ["subnets"],
    uses: ["skus", "quotas"],
    needsRest: true,
    floor: 1,
    changes: ["surge"],
  },
  (view) => judgeSubnets(view, NODE_SUBNETS),
);

/** The subnets that nodes stand in. */
const NODE_SUBNETS: SubnetKind = { subnetOf: ({ nodeSubnet }) => nodeSubnet, addresses: nodeSubnetAddresses };
