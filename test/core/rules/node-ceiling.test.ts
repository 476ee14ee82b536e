import { describe, expect, it } from "vitest";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { nodeCeiling } from "../../../src/core/rules/node-ceiling.ts";
import { count, surging, without } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding } from "./judging.ts";

const sized = (nodes: number, surge: number, change: Parameters<typeof surging>[2] = {}) => surging(nodes, count(surge), change);
const judged = (nodePools: readonly NodePool[], change: Partial<Cluster> = {}) => answersOf(nodeCeiling, { of: { nodePools, ...change } });

describe("a scale set", () => {
  it.for([
    { nodes: 990, surge: 10, finds: [] },
    { nodes: 990, surge: 11, finds: [["medium", 1]] },
    { nodes: 1000, surge: 1, finds: [["medium", 1]] },
    { nodes: 1000, surge: 0, finds: [] },
  ])("of $nodes nodes with a surge of $surge: $finds", ({ nodes, surge, finds }) => {
    const { findings, unknown } = judged([sized(nodes, surge)]);

    expect(findings.map(({ severity, magnitude }) => [severity, magnitude.value])).toEqual(finds);
    expect(unknown).toEqual([]);
  });

  it("is low where only the autoscaler's maximum is too many", () => {
    const finding = onlyFinding(judged([sized(900, 20, { max: 990 })]));

    expect(judged([sized(900, 10, { max: 990 })]).findings).toEqual([]);
    expect(finding).toMatchObject({ subject: "apps", severity: "low", magnitude: { value: 10, unit: "node" } });
    expect(finding.detail).toContain("The autoscaler's maximum of 990 nodes and 20 nodes (max surge 20) of surge are more");
  });

  it("is told the max surge that has room", () => {
    const finding = onlyFinding(judged([sized(990, 50)]));

    expect(commandsOf(finding)).toEqual(["az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 10"]);
    expect(finding.remedy.bicep).toBe("agentPoolProfiles[apps].upgradeSettings.maxSurge: '10'");
  });

  it.for([
    { what: "a Virtual Machines pool", change: { kind: "virtual-machines" } },
    { what: "a spot pool", change: { priority: "spot" } },
    { what: "a stopped pool", change: { powerState: "stopped" } },
  ] as const)("is not spoken of for $what", ({ change }) => {
    expect(judged([sized(995, 20, change)])).toMatchObject({ findings: [], unknown: [] });
  });

  it("cannot be told about without a surge that is known", () => {
    const unknown = without(sized(990, 0, { upgrade: {} }), "version");

    expect(judged([unknown]).unknown).toMatchObject([{ subject: "apps", reason: { kind: "absent" } }]);
  });
});

describe("the tier of a cluster", () => {
  it.for([
    { tier: "free", nodes: 500, max: 500, finds: [] },
    { tier: "free", nodes: 500, max: 501, finds: [["low", 2]] },
    { tier: "free", nodes: 501, max: 501, finds: [["medium", 2]] },
    { tier: "standard", nodes: 501, max: 900, finds: [] },
  ] as const)("$tier, with two pools of $nodes that may become $max: $finds", ({ tier, nodes, max, finds }) => {
    const two = ["a", "b"].map((name) => sized(nodes, 1, { name, max }));
    const { findings } = judged(two, { tier });
    const toStandard = "az aks update -g rg-prod -n prod-weu-1 --tier standard";

    expect(findings.flatMap(commandsOf)).toEqual(tier === "free" ? findings.map(() => toStandard) : []);
    expect(findings.map(({ severity, magnitude }) => [severity, magnitude.value])).toEqual(finds);
  });

  it("cannot be told about beside nodes that stand in no pool, unless there are too many already", () => {
    const nap = { hasNodeAutoProvisioning: true, tier: "free" } as const;

    expect(judged([sized(3, 1)], nap).unknown).toMatchObject([{ reason: { kind: "unsupported" } }]);
    expect(judged([sized(600, 1), sized(600, 1, { name: "b" })], nap).findings).toHaveLength(1);
  });
});
