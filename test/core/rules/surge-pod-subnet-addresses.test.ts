import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId } from "../../../src/core/model/names.ts";
import type { Snapshot } from "../../../src/core/model/snapshot.ts";
import { surgePodSubnetAddresses } from "../../../src/core/rules/surge-pod-subnet-addresses.ts";
import {
  cluster,
  count,
  NOW,
  poolSize,
  ref,
  regionFacts,
  regionView,
  SUBSCRIPTION,
  snapshot,
  subnets,
  subnetUse,
  surging,
  version,
  without,
} from "../../support/build.ts";
import { answersIn, onlyFinding, SILENT, workingOf } from "./judging.ts";

const vnet = (name: string) =>
  subnetId(`/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/${name}`);
const NODES = vnet("nodes");
const PODS = vnet("pods");
const POD_SUBNET = { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } as const;

/** Three nodes that surge by one, with pods in a subnet of their own. */
const pods = (change: Partial<NodePool> = {}) =>
  surging(change.nodeCount ?? 3, count(1), { nodeSubnet: NODES, podSubnet: PODS, ...change });
const of = (name: string, nodePools: readonly NodePool[], change: Partial<Cluster> = {}) =>
  snapshot(cluster({ ...ref(name), network: POD_SUBNET, nodePools, ...change }));
const judged = (free: number, ...snapshots: readonly Snapshot[]) => {
  const rows = { [NODES]: known(subnetUse(251, 251), NOW), [PODS]: known(subnetUse(4091, 4091 - free), NOW) };
  return answersIn(surgePodSubnetAddresses, regionView({ snapshots, facts: regionFacts({ subnets: known(subnets(rows), NOW) }) }));
};

describe("surge-pod-subnet-addresses", () => {
  it.for([
    { way: "dynamic", maxPods: 30, takes: 16 },
    { way: "dynamic", maxPods: 250, takes: 16 },
    { way: "static-block", maxPods: 15, takes: 16 },
    { way: "static-block", maxPods: 30, takes: 32 },
    { way: "static-block", maxPods: 110, takes: 112 },
    { way: "static-block", maxPods: 250, takes: 256 },
  ] as const)("a surge node with $maxPods pods takes $takes addresses by $way", ({ way, maxPods, takes }) => {
    const apps = pods({ podIpAllocation: way, maxPods });
    const short = onlyFinding(judged(takes - 1, of("a", [apps])));

    expect(judged(takes, of("a", [apps]))).toMatchObject({ findings: [], unknown: [] });
    expect(short).toMatchObject({ subject: "apps", severity: "high", magnitude: { value: 1, unit: "address" } });
  });

  it.for([
    { runs: "1.34.2", severity: "medium" },
    { runs: "1.35.4", severity: "low" },
  ] as const)("is $severity on $runs where one of two surge nodes has room", ({ runs, severity }) => {
    const apps = pods({ version: version(runs), upgrade: { maxSurge: count(2) } });

    expect(onlyFinding(judged(31, of("a", [apps])))).toMatchObject({ severity });
  });

  it("says that dynamic allocation takes so many at the least, and names a subnet that would do", () => {
    const finding = onlyFinding(judged(15, of("a", [pods()])));

    expect(finding.detail).toContain("16 addresses at the least, and subnet vnet/pods has 15 free (of 4091, used 4076).");
    expect(finding.remedy.steps.at(-1)?.text).toContain("at least /19");
  });

  it("judges the autoscaler's maximum too, and says so", () => {
    const apps = pods({ sizes: [poolSize("Standard_D4ds_v5", 3, { min: 3, max: 10 })] });
    const short = onlyFinding(judged(127, of("a", [apps])));

    expect(judged(128, of("a", [apps])).findings).toEqual([]);
    expect(short).toMatchObject({ severity: "low", title: "No addresses for surge at maximum size: 1 short" });
    expect(workingOf(short, "most nodes that have room for their surge")).toBe("9");
  });

  it("adds up pools of a cluster, and clusters, that share a pod subnet", () => {
    const two = [pods({ name: "a" }), pods({ name: "b" })];
    const ofPools = onlyFinding(judged(31, of("a", two)));
    const ofClusters = onlyFinding(judged(31, of("a", [pods()]), of("b", [pods()])));

    expect(ofPools).toMatchObject({ subject: "rg-net/vnet/pods", target: { kind: "cluster" }, severity: "low", magnitude: { value: 1 } });
    expect(ofClusters).toMatchObject({ subject: "rg-net/vnet/pods", target: { kind: "region" }, severity: "low", magnitude: { value: 1 } });
  });

  it("leaves a full node subnet, and pools whose pods have no subnet, to others", () => {
    expect(judged(16, of("a", [pods(), { ...without(pods(), "podSubnet"), name: "plain" }]))).toMatchObject(SILENT);
  });

  it.for([
    { what: "a spot pool", change: { priority: "spot" } },
    { what: "a pool without nodes", change: { nodeCount: 0, sizes: [] } },
    { what: "a pool that surges by none", change: { upgrade: { maxSurge: count(0) } } },
  ] as const)("is silent about $what", ({ change }) => {
    expect(judged(0, of("a", [pods(change)]))).toMatchObject({ findings: [], unknown: [] });
  });

  it("cannot tell without max pods where they cut the blocks, nor without the subnet", () => {
    const unknown = without(pods({ podIpAllocation: "static-block" }), "maxPods");
    const unread = { [PODS]: missing("forbidden", "the app may not read the network") };
    const view = regionView({ snapshots: [of("a", [pods()])], facts: regionFacts({ subnets: known(subnets(unread), NOW) }) });

    expect(judged(500, of("a", [unknown]))).toMatchObject({ findings: [], unknown: [{ subject: "apps", reason: { kind: "absent" } }] });
    expect(answersIn(surgePodSubnetAddresses, view)).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "forbidden" } }],
    });
  });
});
