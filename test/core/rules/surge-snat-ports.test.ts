import { describe, expect, it } from "vitest";
import type { Cluster, ClusterNetwork, NodePool } from "../../../src/core/model/cluster.ts";
import { surgeSnatPorts } from "../../../src/core/rules/surge-snat-ports.ts";
import { count, surging } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, workingOf } from "./judging.ts";

const sized = (nodes: number, surge: number, change: Parameters<typeof surging>[2] = {}) => surging(nodes, count(surge), change);
const behind = (portsPerNode: number, outboundIps: number | undefined): ClusterNetwork => ({
  model: "overlay",
  podCidrs: ["10.244.0.0/16"],
  outboundType: "loadBalancer",
  loadBalancer: { portsPerNode, ...(outboundIps === undefined ? {} : { outboundIps }) },
});
const judged = (network: ClusterNetwork, nodePools: readonly NodePool[], change: Partial<Cluster> = {}) =>
  answersOf(surgeSnatPorts, { of: { network, nodePools, ...change } });

describe("with ports that are fixed", () => {
  it.for([
    { ports: 4000, ips: 7, nodes: 100, surge: 12, finds: [] },
    { ports: 4000, ips: 7, nodes: 100, surge: 13, finds: [["medium", 1]] },
    { ports: 1000, ips: 2, nodes: 128, surge: 0, finds: [] },
    { ports: 1000, ips: 2, nodes: 128, surge: 1, finds: [["medium", 1]] },
  ])("$nodes nodes and $surge of surge, $ports ports each behind $ips addresses: $finds", ({ ports, ips, nodes, surge, finds }) => {
    const { findings, unknown } = judged(behind(ports, ips), [sized(nodes, surge)]);

    expect(findings.map(({ severity, magnitude }) => [severity, magnitude.value])).toEqual(finds);
    expect(unknown).toEqual([]);
  });

  it("says the numbers, and how many addresses or ports would do", () => {
    const finding = onlyFinding(judged(behind(4000, 2), [sized(30, 5)]));

    expect(finding.detail).toBe(
      "2 addresses give 32 nodes 4000 ports each. With tonight's nodes there are 35, 5 of them surge, and nodes above that cannot be made.",
    );
    expect(workingOf(finding, "short")).toBe("12000 ports");
    expect(commandsOf(finding)).toEqual([
      "az aks update -g rg-prod -n prod-weu-1 --load-balancer-managed-outbound-ip-count 3",
      "az aks update -g rg-prod -n prod-weu-1 --load-balancer-outbound-ports 3656",
    ]);
  });

  it.for([
    { what: "only all pools at once", pools: [sized(16, 1, { name: "a" }), sized(15, 1, { name: "b" })], title: "all pools at once" },
    { what: "only the autoscaler's maximum", pools: [sized(10, 1, { max: 32 })], title: "maximum size" },
  ])("is low where $what has none", ({ pools, title }) => {
    const finding = onlyFinding(judged(behind(4000, 2), pools));

    expect(finding).toMatchObject({ severity: "low", magnitude: { value: 1, unit: "node" } });
    expect(finding.title).toContain(title);
  });
});

describe("with ports that Azure gives by size", () => {
  it.for([
    { nodes: 49, surge: 1, ips: 1, cut: undefined, needs: 0 },
    { nodes: 50, surge: 2, ips: 1, cut: "from 1024 to 512", needs: 2 },
    { nodes: 52, surge: 2, ips: 1, cut: undefined, needs: 0 },
    { nodes: 50, surge: 2, ips: 2, cut: undefined, needs: 0 },
    { nodes: 160, surge: 160, ips: 2, cut: "from 512 to 256", needs: 4 },
  ])("$nodes nodes and $surge of surge behind $ips: cut $cut", ({ nodes, surge, ips, cut, needs }) => {
    const { findings } = judged(behind(0, ips), [sized(nodes, surge)]);

    expect(findings.map(({ title }) => title)).toEqual(cut === undefined ? [] : [`An upgrade cuts SNAT ports ${cut} a node`]);
    expect(findings.flatMap((finding) => commandsOf(finding))).toEqual(
      cut === undefined ? [] : [`az aks update -g rg-prod -n prod-weu-1 --load-balancer-managed-outbound-ip-count ${needs}`],
    );
  });

  it("does not speak of the maximum: growth alone takes those ports, not the upgrade", () => {
    expect(judged(behind(0, 1), [sized(10, 1, { max: 400 })])).toMatchObject({ findings: [], unknown: [] });
  });

  it("cannot be told past the end of Azure's table", () => {
    const two = [sized(600, 1, { name: "a" }), sized(600, 1, { name: "b" })];

    expect(judged(behind(0, 1), two).unknown).toMatchObject([{ reason: { kind: "unsupported" } }]);
  });
});

it.for(["userDefinedRouting", "managedNATGateway", "userAssignedNATGateway", "none"])("is silent about %s", (outboundType) => {
  expect(judged({ ...behind(4000, 1), outboundType }, [sized(100, 10)])).toMatchObject({ findings: [], unknown: [] });
});

it.for([
  { what: "outbound prefixes, whose size is not in the answer", network: behind(4000, undefined) },
  { what: "no settings at all", network: { model: "overlay", podCidrs: [], outboundType: "loadBalancer" } as const },
])("cannot tell with $what", ({ network }) => {
  expect(judged(network, [sized(100, 10)])).toMatchObject({ findings: [], unknown: [{ reason: { kind: "absent" } }] });
});

it("cannot tell about room beside nodes that stand in no pool; a shortage stands", () => {
  const nap = { hasNodeAutoProvisioning: true };

  expect(judged(behind(4000, 7), [sized(3, 1)], nap).unknown).toMatchObject([{ reason: { kind: "unsupported" } }]);
  expect(judged(behind(0, 7), [sized(3, 1)], nap).unknown).toMatchObject([{ reason: { kind: "unsupported" } }]);
  expect(judged(behind(4000, 1), [sized(16, 1)], nap).findings).toHaveLength(1);
});
