import { expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily, vmSize } from "../../../src/core/model/names.ts";
import { surgeFamilyQuota } from "../../../src/core/rules/surge-family-quota.ts";
import { surgeSubnetAddresses } from "../../../src/core/rules/surge-subnet-addresses.ts";
import { NOW, percent, pool, poolSize, quota, quotas, sku, skus, subnets, subnetUse, version } from "../../support/build.ts";
import { answersOn, onlyFinding, workingOf } from "./judging.ts";

const SUBNET = subnetId("/subscriptions/s/resourcegroups/rg/providers/microsoft.network/virtualnetworks/vnet/subnets/nodes");
const network = { model: "overlay", podCidrs: [], outboundType: "loadBalancer" } as const;
/** Where one surge node has room, and five do not. */
const facts = {
  skus: known(skus(sku()), NOW),
  quotas: known(quotas({ byFamily: new Map([[vmFamily("standardDDSv5Family"), quota(200, 196)]]) }), NOW),
  subnets: known(subnets({ [SUBNET]: known(subnetUse(251, 250), NOW) }), NOW),
};
const apps = (change: Partial<NodePool["upgrade"]> = {}) =>
  pool({
    nodeCount: 20,
    sizes: [poolSize(vmSize("Standard_D4ds_v5"), 20)],
    nodeSubnet: SUBNET,
    upgrade: { maxSurge: percent(25), ...change },
  });

it.for([
  { rule: surgeFamilyQuota, measured: {}, soak: 0, formula: "(20 − 4) × 10", more: "2 h 40 min" },
  { rule: surgeFamilyQuota, measured: { other: 4.5 }, soak: 0, formula: "(20 − 4) × 10", more: "2 h 40 min" },
  { rule: surgeFamilyQuota, measured: { apps: 4.5 }, soak: 0, formula: "(20 − 4) × 4.5 (measured)", more: "1 h 12 min" },
  { rule: surgeFamilyQuota, measured: {}, soak: 5, formula: "(20 − 4) × 10 min and 5 min of soak", more: "4 h" },
  { rule: surgeSubnetAddresses, measured: {}, soak: 0, formula: "(20 − 4) × 10", more: "2 h 40 min" },
  { rule: surgeSubnetAddresses, measured: { apps: 4.5 }, soak: 0, formula: "(20 − 4) × 4.5 (measured)", more: "1 h 12 min" },
])(
  "$rule.meta.id says by the minutes that were measured, $measured, and $soak of soak what the fallback to one node takes longer",
  (each) => {
    const { rule, measured, soak, formula, more } = each;
    const of = { version: version("1.35.0"), network };
    const finding = onlyFinding(answersOn(rule, apps(soak > 0 ? { nodeSoakMinutes: soak } : {}), { of, facts, measured }));

    expect(finding.workings.find(({ label }) => label === "with one surge node")?.formula).toBe(formula);
    expect(workingOf(finding, "with one surge node")).toBe(`20 waves instead of 4, about ${more} more`);
  },
);
