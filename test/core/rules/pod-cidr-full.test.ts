import { describe, expect, it } from "vitest";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { podCidrFull } from "../../../src/core/rules/pod-cidr-full.ts";
import { count, pool, poolSize, surging, systemPool, without } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, workingOf } from "./judging.ts";

/** A pool of so many nodes, which the autoscaler leaves as they are. */
const fixed = (name: string, nodes: number, surge: number, change: Partial<NodePool> = {}) =>
  surging(nodes, count(surge), { name, ...change });
const on = (range: string, nodePools: readonly NodePool[], change: Partial<Cluster> = {}): Partial<Cluster> => ({
  network: { model: "overlay", podCidrs: [range], outboundType: "loadBalancer" },
  nodePools,
  ...change,
});
const judged = (of: Partial<Cluster>) => answersOf(podCidrFull, { of });
const UP_TO_20 = [poolSize("Standard_D4ds_v5", 10, { min: 3, max: 20 })];

describe("pod-cidr-full", () => {
  it.for([
    { range: "10.244.0.0/20", nodes: 14, surge: 2, severity: undefined, short: 0 },
    { range: "10.244.0.0/20", nodes: 15, surge: 1, severity: undefined, short: 0 },
    { range: "10.244.0.0/20", nodes: 15, surge: 2, severity: "medium", short: 1 },
    { range: "10.244.0.0/20", nodes: 16, surge: 1, severity: "high", short: 1 },
    { range: "10.244.0.0/22", nodes: 4, surge: 4, severity: "high", short: 4 },
    { range: "10.244.0.0/16", nodes: 250, surge: 7, severity: "medium", short: 1 },
  ] as const)("$nodes nodes and $surge of surge in $range: $severity", ({ range, nodes, surge, severity, short }) => {
    const outcome = judged(on(range, [fixed("apps", nodes, surge)]));

    expect(outcome.findings.map((finding) => [finding.severity, finding.magnitude])).toEqual(
      severity ? [[severity, { value: short, unit: "node" }]] : [],
    );
    expect(outcome.unknown).toEqual([]);
  });

  it("says the numbers, lowers the surge to what has room and grows the range around the one there is", () => {
    const finding = onlyFinding(judged(on("10.244.16.0/20", [fixed("system", 3, 1), fixed("apps", 11, 3)])));

    expect(finding.detail).toBe("Pod range 10.244.16.0/20 has room for 16 nodes. Tonight's nodes come to 17, 3 of them surge.");
    expect(workingOf(finding, "short")).toBe("1");
    expect(commandsOf(finding)).toEqual([
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 2",
      "az aks update -g rg-prod -n prod-weu-1 --pod-cidr 10.244.0.0/19",
    ]);
    expect(finding.remedy.bicep).toBe("networkProfile.podCidr: '10.244.0.0/19'");
  });

  it("is low where only all pools at once have no room", () => {
    const two = [fixed("system", 7, 1), fixed("apps", 8, 1)];
    const short = onlyFinding(judged(on("10.244.0.0/20", two)));

    expect(judged(on("10.244.0.0/20", [fixed("system", 6, 1), fixed("apps", 8, 1)])).findings).toEqual([]);
    expect(short).toMatchObject({ severity: "low", title: "No pod addresses for surge of all pools at once: 1 node short" });
  });

  it("judges the maximum of the autoscalers where tonight's nodes have room, and says so", () => {
    const growing = fixed("apps", 10, 1, { sizes: UP_TO_20 });
    const short = onlyFinding(judged(on("10.244.0.0/20", [growing])));

    expect(short).toMatchObject({
      severity: "low",
      magnitude: { value: 5 },
      title: "No pod addresses for nodes at maximum size: 5 nodes short",
    });
    expect(short.detail).toContain("at the autoscalers' maximum they come to 21, 1 of them surge.");
    expect(short.remedy.steps[0]?.text).toContain("up to 15");
  });

  it("counts spot nodes, which hold pods and never surge, and stopped pools at maximum only", () => {
    const spot = fixed("spot", 8, 5, { priority: "spot" });
    const stopped = fixed("night", 8, 1, { powerState: "stopped" });

    expect(judged(on("10.244.0.0/20", [fixed("apps", 7, 1), spot])).findings).toEqual([]);
    expect(onlyFinding(judged(on("10.244.0.0/20", [fixed("apps", 8, 1), spot])))).toMatchObject({ severity: "high" });
    expect(onlyFinding(judged(on("10.244.0.0/20", [fixed("apps", 8, 1), stopped])))).toMatchObject({
      severity: "low",
      magnitude: { value: 2 },
    });
  });

  it("ends kubenet on 400 nodes, where no larger range helps", () => {
    const kubenet = { model: "kubenet", podCidrs: ["10.0.0.0/8"], outboundType: "loadBalancer" } as const;
    const finding = onlyFinding(judged({ network: kubenet, nodePools: [fixed("apps", 400, 1)] }));

    expect(judged({ network: kubenet, nodePools: [fixed("apps", 399, 1)] }).findings).toEqual([]);
    expect(finding.remedy.steps.at(-1)?.text).toContain("overlay");
    expect(commandsOf(finding)).toEqual([]);
  });

  it("does not grow a range that Windows nodes use", () => {
    const finding = onlyFinding(judged(on("10.244.0.0/24", [fixed("system", 1, 1), fixed("win", 1, 1, { os: "windows" })])));

    expect(commandsOf(finding)).toEqual([]);
    expect(finding.remedy.steps.at(-1)?.text).toContain("new cluster with a pod range of at least /22");
  });

  it.for(["node-subnet", "other"] as const)("is silent where pods take no range of the cluster (%s)", (model) => {
    const network = { model, podCidrs: ["10.244.0.0/24"], outboundType: "loadBalancer" };

    expect(judged({ network, nodePools: [fixed("apps", 50, 1)] })).toMatchObject({ findings: [], unknown: [] });
  });

  it("cannot tell without a range, without a surge that is known, nor about room beside nodes that stand in no pool", () => {
    const unknown = without(pool({ upgrade: {} }), "version");
    const nap = { hasNodeAutoProvisioning: true };

    expect(judged({ network: { model: "overlay", podCidrs: [], outboundType: "loadBalancer" } }).unknown).toMatchObject([
      { reason: { kind: "absent" } },
    ]);
    expect(judged(on("10.244.0.0/16", [systemPool(), unknown])).unknown).toMatchObject([{ reason: { kind: "absent" } }]);
    expect(judged(on("10.244.0.0/16", [systemPool()], nap)).unknown).toMatchObject([{ reason: { kind: "unsupported" } }]);
    expect(judged(on("10.244.0.0/24", [fixed("apps", 2, 1)], nap)).findings).toHaveLength(1);
  });

  it("does not apply while the cluster is stopped", () => {
    expect(judged(on("10.244.0.0/24", [fixed("apps", 9, 1)], { powerState: "stopped" })).notApplicable).toHaveLength(1);
  });
});
