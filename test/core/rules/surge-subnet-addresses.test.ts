import { describe, expect, it } from "vitest";
import { reconcile } from "../../../src/core/findings/reconcile.ts";
import { type Fact, known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { type SubnetId, subnetId, subscriptionId, vmFamily, vmSize } from "../../../src/core/model/names.ts";
import type { SubnetUse } from "../../../src/core/model/region.ts";
import type { Snapshot } from "../../../src/core/model/snapshot.ts";
import { subnetSubject } from "../../../src/core/rules/subnet-name.ts";
import { surgeSubnetAddresses } from "../../../src/core/rules/surge-subnet-addresses.ts";
import {
  cluster,
  count,
  minutesAfter,
  NOW,
  percent,
  poolSize,
  quota,
  quotas,
  ref,
  regionFacts,
  regionView,
  SUBSCRIPTION,
  snapshot,
  subnets,
  subnetUse,
  surging,
  systemPool,
  version,
  without,
} from "../../support/build.ts";
import { answersIn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const vnet = (name: string, subscription: string = SUBSCRIPTION) =>
  subnetId(`/subscriptions/${subscription}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet/subnets/${name}`);
const NODES = vnet("nodes");
const PODS = vnet("pods");
const SUBJECT = "rg-net/vnet/nodes";
const D4 = vmSize("Standard_D4ds_v5");
const NODE_SUBNET = { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } as const;

/** A cluster of the node-subnet model: each of its nodes takes 31 addresses. */
const named = (name: string, pools: readonly NodePool[], change: Partial<Cluster> = {}) =>
  cluster({ ...ref(name), network: NODE_SUBNET, nodePools: pools, ...change });
/** A pool of a fixed size that surges by one node. */
const one = (name: string, change: Partial<NodePool> = {}) =>
  surging(change.nodeCount ?? 3, count(1), { name, nodeSubnet: NODES, ...change });
const free = (count: number): Fact<SubnetUse> => known(subnetUse(251, 251 - count), NOW);
const judged = (snapshots: readonly Snapshot[], uses: Readonly<Record<SubnetId, Fact<SubnetUse>>>, facts = {}) =>
  answersIn(surgeSubnetAddresses, regionView({ snapshots, facts: regionFacts({ subnets: known(subnets(uses), NOW), ...facts }) }));
const judgedAlone = (pools: readonly NodePool[], count: number, change: Partial<Cluster> = {}) =>
  judged([snapshot(named("a", pools, change))], { [NODES]: free(count) });
const REGION = { kind: "region", subscription: SUBSCRIPTION } as const;

describe("a pool alone", () => {
  it.for([
    { model: "node-subnet", count: 31, finds: 0 },
    { model: "node-subnet", count: 30, finds: 1 },
    { model: "overlay", count: 1, finds: 0 },
    { model: "overlay", count: 0, finds: 1 },
    { model: "kubenet", count: 1, finds: 0 },
    { model: "kubenet", count: 0, finds: 1 },
  ] as const)("surging by one node with $model and $count addresses free: $finds", ({ model, count, finds }) => {
    const outcome = judgedAlone([one("apps")], count, { network: { ...NODE_SUBNET, model } });

    expect(outcome).toMatchObject({ findings: { length: finds }, unknown: [] });
  });

  it.for([
    { count: 93, runs: "1.34.2", severity: undefined },
    { count: 92, runs: "1.34.2", severity: "medium" },
    { count: 31, runs: "1.34.2", severity: "medium" },
    { count: 30, runs: "1.34.2", severity: "high" },
    { count: 31, runs: "1.35.0", severity: "low" },
    { count: 30, runs: "1.35.0", severity: "high" },
  ] as const)("surging by three on $runs with $count addresses free: $severity", ({ count, runs, severity }) => {
    const apps = one("apps", { version: version(runs), upgrade: { maxSurge: percent(100) } });
    const { findings } = judgedAlone([apps], count, { version: version(runs) });

    expect(findings.map((finding) => [finding.subject, finding.severity, finding.magnitude])).toEqual(
      severity ? [["apps", severity, { value: 93 - count, unit: "address" }]] : [],
    );
  });

  it("says the numbers, and advises what has room in subnet and quota", () => {
    const apps = one("apps", {
      nodeCount: 20,
      sizes: [poolSize(D4, 20)],
      upgrade: { maxSurge: percent(25) },
    });
    const narrow = { quotas: known(quotas({ byFamily: new Map([[vmFamily("standardddsv5family"), quota(200, 192)]]) }), NOW) };
    const finding = onlyFinding(judged([snapshot(named("a", [apps]))], { [NODES]: free(118) }, narrow));

    expect(finding.title).toBe("No addresses for surge: 37 short");
    expect(finding.detail).toBe(
      "An upgrade adds 5 nodes (25 % of 20, rounded up): 155 addresses, and subnet vnet/nodes has 118 free (of 251, used 133). " +
        "AKS goes on with 1 surge node, which takes longer.",
    );
    expect(workingOf(finding, "free")).toBe("118, read 23 Nov 02:03 UTC");
    expect(workingOf(finding, "most that has room in any order")).toBe("2 nodes: max surge 10 %, 8 vCPUs, 62 addresses, 10 waves");
    expect(commandsOf(finding)).toEqual([
      "az aks nodepool update -g rg-prod --cluster-name a -n apps --max-surge 10%",
      "az aks nodepool update -g rg-prod --cluster-name a -n apps --max-surge 0 --max-unavailable 1",
    ]);
    expect(finding.remedy.steps.at(-1)?.text).toContain("/23");
  });

  it.for([
    { free: 248, finds: [] },
    { free: 247, finds: [["low", 1, "most nodes that have room for their surge", "9"]] },
    { free: 31, finds: [["low", 217, "most nodes that have room for their surge", "3"]] },
    { free: 30, finds: [["high", 1, "short at the autoscaler's maximum of 10", "218 addresses"]] },
  ])("that may grow from 3 to 10 nodes, with $free addresses free", ({ free: count, finds }) => {
    const growing = one("apps", { sizes: [poolSize(D4, 3, { min: 3, max: 10 })] });
    const { findings } = judgedAlone([growing], count);

    expect(
      findings.map((finding) => {
        const label = finding.severity === "low" ? "most nodes that have room for their surge" : "short at the autoscaler's maximum of 10";
        return [finding.severity, finding.magnitude.value, label, workingOf(finding, label)];
      }),
    ).toEqual(finds);
  });

  it("takes one address a node where its pods have a subnet of their own, which is judged elsewhere", () => {
    const apps = one("apps", { podSubnet: PODS, podIpAllocation: "static-block" });
    const unknown = without(apps, "maxPods");

    expect(judged([snapshot(named("a", [apps, unknown]))], { [NODES]: free(2), [PODS]: free(0) })).toMatchObject({
      findings: [],
      unknown: [],
    });
    expect(onlyFinding(judged([snapshot(named("a", [apps]))], { [NODES]: free(0), [PODS]: free(0) }))).toMatchObject({
      subject: "apps",
      magnitude: { value: 1 },
    });
  });

  it("has room where the subnet is none that a team names: AKS sizes that network itself", () => {
    expect(judgedAlone([without(one("apps"), "nodeSubnet")], 0)).toMatchObject(SILENT);
  });

  it.for([
    { what: "a spot pool", change: { priority: "spot" } },
    { what: "a pool without nodes", change: { nodeCount: 0, sizes: [] } },
  ] as const)("is silent about $what", ({ change }) => {
    expect(judgedAlone([one("apps", change)], 0)).toMatchObject({ findings: [], unknown: [] });
  });

  it("does not apply to a stopped pool", () => {
    expect(judgedAlone([one("apps", { powerState: "stopped" })], 0)).toMatchObject({ findings: [], notApplicable: [{ subject: "apps" }] });
  });

  it.for([
    { what: "was not read", uses: {}, kind: "absent" },
    { what: "may not be read", uses: { [NODES]: missing("forbidden", "the app may not read the network") }, kind: "forbidden" },
    { what: "was read too long ago", uses: { [NODES]: known(subnetUse(251, 0), minutesAfter(-37 * 60)) }, kind: "stale" },
  ])("cannot tell where the subnet $what", ({ uses, kind }) => {
    expect(judged([snapshot(named("a", [one("apps")]))], uses)).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind } }],
    });
  });

  it("cannot tell where max pods decide and are not in the answer", () => {
    expect(judgedAlone([without(one("apps"), "maxPods")], 200)).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent" } }],
    });
  });
});

describe("the pools of one cluster", () => {
  const pools = [one("a"), one("b"), one("c")];

  it.for([
    { count: 93, finds: [] },
    { count: 92, finds: [SUBJECT] },
    { count: 31, finds: [SUBJECT] },
    { count: 30, finds: ["a", "b", "c"] },
  ])("with $count addresses free finds $finds", ({ count, finds }) => {
    const outcome = judgedAlone(pools, count);

    expect(outcome.findings.map(({ subject }) => subject)).toEqual(finds);
    expect(outcome.findings.every(({ target }) => target.kind === "cluster")).toBe(true);
  });

  it("are low together, and the sum does not apply where a pool is short by itself", () => {
    expect(onlyFinding(judgedAlone(pools, 92))).toMatchObject({ severity: "low", magnitude: { value: 1, unit: "address" } });
    expect(judgedAlone(pools, 30).notApplicable).toMatchObject([{ subject: SUBJECT }]);
  });

  it("have no sum where each has a subnet of its own", () => {
    const apart = [one("a"), one("b", { nodeSubnet: PODS })];

    expect(judged([snapshot(named("a", apart))], { [NODES]: free(31), [PODS]: free(31) })).toMatchObject(SILENT);
  });

  it("cannot tell about the sum where a pool's need is not known, unless it is short already", () => {
    const unknown = without(one("x"), "maxPods");
    const roomy = judgedAlone([...pools, unknown], 200);
    const short = judgedAlone([...pools, unknown], 92);

    expect(roomy.unknown.map(({ subject }) => subject)).toEqual(["x", SUBJECT]);
    expect(short.findings).toMatchObject([{ subject: SUBJECT }]);
  });
});

describe("clusters that share a subnet", () => {
  const three = ["a", "b", "c"].map((name) => named(name, [one("apps")]));
  const snapshots = three.map((of) => snapshot(of));

  it.for([
    { count: 93, finds: [] },
    { count: 92, finds: [SUBJECT] },
    { count: 31, finds: [SUBJECT] },
    { count: 30, finds: ["apps", "apps", "apps"] },
  ])("with $count addresses free find $finds", ({ count, finds }) => {
    const outcome = judged(snapshots, { [NODES]: free(count) });

    expect(outcome.findings.map(({ subject }) => subject)).toEqual(finds);
  });

  it("are low, about the region itself, with what each takes", () => {
    const finding = onlyFinding(judged(snapshots, { [NODES]: free(80) }));

    expect(finding).toMatchObject({ target: REGION, severity: "low", magnitude: { value: 13, unit: "address" } });
    expect(["a", "b", "c"].map((name) => workingOf(finding, name))).toEqual(["31 addresses", "31 addresses", "31 addresses"]);
  });

  it("have no answer of their own where one of them is short by itself", () => {
    expect(judged(snapshots, { [NODES]: free(30) }).notApplicable).toMatchObject([{ target: REGION, subject: SUBJECT }]);
  });

  it("do not count one that is stopped: it cannot be upgraded", () => {
    const stopped = named("d", [one("apps")], { powerState: "stopped" });

    expect(judged([...snapshots, snapshot(stopped)], { [NODES]: free(93) })).toMatchObject({ findings: [], unknown: [] });
  });

  describe("when one could not be read", () => {
    const reason = missing("forbidden", "the app may not read it").missing;
    const [a, b, c] = three.map((of) => snapshot(of));
    const unread = c && { ...c, readFailed: { since: NOW, reason } };
    const some = [a, b, unread].filter((each) => each !== undefined);
    const ofRegion = ({ unknown }: ReturnType<typeof judged>) => unknown.filter(({ target }) => target.kind === "region");

    it("count it as last seen: a shortage stands", () => {
      const outcome = judged(some, { [NODES]: free(92) });

      expect(outcome.findings).toMatchObject([{ target: REGION, subject: SUBJECT }]);
      expect(ofRegion(outcome)).toEqual([]);
    });

    it("cannot tell about room", () => {
      const outcome = judged(some, { [NODES]: free(93) });

      expect(outcome.findings).toEqual([]);
      expect(ofRegion(outcome)).toMatchObject([{ subject: SUBJECT, reason }]);
    });

    it("still judge the others by themselves", () => {
      expect(judged(some, { [NODES]: free(30) }).findings).toMatchObject([{ subject: "apps" }, { subject: "apps" }]);
    });
  });

  describe("when one was never read", () => {
    const reason = missing("unreadable", "its description could not be read").missing;
    const never: Snapshot = { ...snapshot(named("c", [])), cluster: { missing: reason }, readFailed: { since: NOW, reason } };
    const remembered = (rest: readonly Snapshot[], count: number) => {
      const before = judged(snapshots, { [NODES]: free(61) });
      const first = reconcile({ previous: [], outcomes: [before], snapshots, round: "r1", at: NOW });
      const now = [...rest, never];
      const outcomes = [judged(now, { [NODES]: free(count) })];
      const { records } = reconcile({ previous: first.records, outcomes, snapshots: now, round: "r2", at: minutesAfter(60) });
      return records.map(({ state, unknown }) => [state, unknown?.reason]);
    };

    it("a shortage of the others stands", () => {
      expect(remembered(snapshots.slice(0, 2), 61)).toEqual([["open", undefined]]);
    });

    it("room is cannot tell, also where only one of the others is left in the subnet, or none", () => {
      expect(remembered(snapshots.slice(0, 2), 62)).toEqual([["new", reason]]);
      expect(remembered(snapshots.slice(0, 1), 61)).toEqual([["new", reason]]);
      expect(remembered([snapshot(named("d", []))], 61)).toEqual([["new", reason]]);
    });

    it("a sum that one cluster already says does not apply", () => {
      const alone = named("a", [one("apps", { upgrade: { maxSurge: count(2) } })]);

      expect(remembered([snapshot(alone), ...snapshots.slice(1, 2)], 61)).toContainEqual(["resolved", undefined]);
    });
  });

  describe("when one is in motion", () => {
    const moving = named("c", [one("apps", { provisioningState: "Upgrading" })]);
    const some = [...snapshots.slice(0, 2), snapshot(moving)];
    const subjects = ({ unknown }: ReturnType<typeof judged>) => unknown.map(({ target, subject }) => [target.kind, subject]);

    it("cannot tell about a shortage, of the region as of each cluster", () => {
      expect(subjects(judged(some, { [NODES]: free(92) }))).toEqual([
        ["cluster", undefined],
        ["region", SUBJECT],
      ]);
      expect(subjects(judged(some, { [NODES]: free(30) }))).toEqual([
        ["cluster", undefined],
        ["cluster", "apps"],
        ["cluster", "apps"],
        ["region", SUBJECT],
      ]);
      expect(judged(some, { [NODES]: free(30) }).findings).toEqual([]);
    });

    it("let room stand as read", () => {
      const outcome = judged(some, { [NODES]: free(93) });

      expect(outcome.findings).toEqual([]);
      expect(subjects(outcome)).toEqual([["cluster", undefined]]);
    });

    it("still find a shortage where it uses another subnet", () => {
      const elsewhere = named("c", [one("apps", { provisioningState: "Upgrading", nodeSubnet: PODS })]);
      const outcome = judged([...snapshots.slice(0, 2), snapshot(elsewhere)], { [NODES]: free(61), [PODS]: free(0) });

      expect(outcome.findings).toMatchObject([{ target: REGION, subject: SUBJECT }]);
    });
  });

  it("cannot tell where the subnet was not read", () => {
    const outcome = judged(snapshots, {});

    expect(outcome.unknown.filter(({ target }) => target.kind === "region")).toMatchObject([
      { subject: SUBJECT, reason: { kind: "absent" } },
    ]);
  });
});

describe("the subject of a subnet", () => {
  it("is its path, with the subscription where that is another one", () => {
    const hub = "22222222-2222-2222-2222-222222222222";

    expect(subnetSubject(NODES, SUBSCRIPTION)).toBe("rg-net/vnet/nodes");
    expect(subnetSubject(vnet("nodes", hub), SUBSCRIPTION)).toBe(`${hub}/rg-net/vnet/nodes`);
    expect(subnetSubject(subnetId("odd"), subscriptionId(hub))).toBe("odd");
  });
});

describe("a system pool", () => {
  it("is judged like any other, save that nothing takes its nodes away", () => {
    const finding = onlyFinding(judgedAlone([systemPool({ nodeSubnet: NODES })], 30));

    expect(commandsOf(finding).some((command) => command.includes("--max-unavailable"))).toBe(false);
  });
});
