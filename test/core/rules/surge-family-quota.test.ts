import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily, vmSize } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { surgeFamilyQuota } from "../../../src/core/rules/surge-family-quota.ts";
import {
  cluster,
  count,
  NOW,
  pool,
  poolSize,
  quota,
  quotas,
  ref,
  sku,
  skus,
  snapshot,
  subnets,
  subnetUse,
  surging,
  systemPool,
  version,
  without,
} from "../../support/build.ts";
import { answersOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const D8 = vmSize("Standard_D8ds_v5");
const FAMILY = vmFamily("standardDDSv5Family");
const D8_SKU = sku({ name: D8, vcpus: 8, vcpusAvailable: 8, memoryGiB: gib(32) });
const E4 = vmSize("Standard_E4ds_v5");
const E4_SKU = sku({ name: E4, familyName: "standardEDSv5Family", memoryGiB: gib(32) });
const SUBNET = subnetId("/subscriptions/s/resourcegroups/rg-net/providers/microsoft.network/virtualnetworks/vnet/subnets/nodes");

const withFree = (free: number, limit = 200) => ({
  skus: known(skus(sku(), D8_SKU, E4_SKU), NOW),
  quotas: known(quotas({ byFamily: new Map([[FAMILY, quota(limit, limit - free)]]) }), NOW),
});
const on = (text: string): Partial<Cluster> => ({ version: version(text) });

describe("surge-family-quota", () => {
  it.for([
    { nodes: 3, surge: "33%", free: 4, finds: 0 },
    { nodes: 3, surge: "33%", free: 3, finds: 1 },
    { nodes: 4, surge: "33%", free: 8, finds: 0 },
    { nodes: 4, surge: "33%", free: 7, finds: 1 },
    { nodes: 2, surge: "5", free: 8, finds: 0 },
    { nodes: 2, surge: "5", free: 7, finds: 1 },
    { nodes: 11, surge: "", free: 8, finds: 0 },
    { nodes: 11, surge: "", free: 7, finds: 1 },
    { nodes: 3, surge: "0", free: -5, finds: 0 },
  ])("$nodes nodes at $surge with $free vCPUs free: $finds", ({ nodes, surge, free, finds }) => {
    const outcome = answersOn(surgeFamilyQuota, surging(nodes, surge), { facts: withFree(free) });

    expect(outcome).toMatchObject({ findings: { length: finds }, unknown: [] });
  });

  it.for([
    { free: 8, runs: "1.34.2", severity: "medium" },
    { free: 4, runs: "1.34.2", severity: "medium" },
    { free: 3, runs: "1.34.2", severity: "high" },
    { free: 4, runs: "1.35.0", severity: "low" },
    { free: 3, runs: "1.35.0", severity: "high" },
    { free: -1, runs: "1.35.0", severity: "high" },
  ] as const)("is $severity on $runs where a surge of 3 nodes finds $free vCPUs", ({ free, runs, severity }) => {
    const of = on(runs);
    const finding = onlyFinding(answersOn(surgeFamilyQuota, surging(3, "100%", { version: version(runs) }), { of, facts: withFree(free) }));

    expect(finding).toMatchObject({ severity, magnitude: { value: 12 - free, unit: "vCPU" } });
  });

  it.for([
    { free: 16, finds: [], says: undefined },
    { free: 15, finds: [["low", 1]], says: "5" },
    { free: 4, finds: [["low", 12]], says: "3" },
    { free: 3, finds: [["high", 1]], says: undefined },
  ])("with $free vCPUs free for 3 nodes that may become 6: $finds", ({ free, finds, says }) => {
    const growing = surging(3, "1", { sizes: [poolSize(D4, 3, { min: 1, max: 6 })] });
    const { findings } = answersOn(surgeFamilyQuota, growing, { facts: withFree(free) });

    expect(findings.map(({ severity, magnitude }) => [severity, magnitude.value])).toEqual(finds);
    expect(findings.map((finding) => workingOf(finding, "most nodes that have room for their surge"))).toEqual(finds.map(() => says));
  });

  it("says which is short, tonight's count or the maximum", () => {
    const growing = surging(3, "1", { sizes: [poolSize(D4, 3, { min: 1, max: 6 })] });
    const of = (free: number) => onlyFinding(answersOn(surgeFamilyQuota, growing, { facts: withFree(free) }));

    expect(of(8)).toMatchObject({ title: "No room for surge at maximum size in the DDSv5 quota" });
    expect(of(8).detail).toBe(
      "Tonight's 3 nodes have room. At the autoscaler's maximum of 6, 3 more and 1 of surge take 16 vCPUs, and standardDDSv5Family has " +
        "8 free (limit 200, used 192).",
    );
    expect(workingOf(of(3), "short at the autoscaler's maximum of 6")).toBe("13 vCPUs");
  });

  it("judges the maximum of a pool that has no nodes tonight", () => {
    const idle = surging(0, "1", { sizes: [poolSize(D4, 0, { min: 0, max: 2 })] });

    expect(answersOn(surgeFamilyQuota, idle, { facts: withFree(12) }).findings).toEqual([]);
    expect(onlyFinding(answersOn(surgeFamilyQuota, idle, { facts: withFree(11) }))).toMatchObject({
      severity: "low",
      magnitude: { value: 1 },
    });
  });

  it("counts what the fallback to one node takes longer", () => {
    const of = on("1.35.0");
    const finding = onlyFinding(answersOn(surgeFamilyQuota, surging(20, "25%"), { of, facts: withFree(4) }));

    expect(workingOf(finding, "with one surge node")).toBe("20 waves instead of 4, about 2 h 40 min more");
  });

  describe("in the worked example", () => {
    const network = { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } as const;
    const old = { version: version("1.34.2"), nodeSubnet: SUBNET };
    const apps = surging(20, "25%", { ...old, sizes: [poolSize(D8, 20)] });
    const of = { ...on("1.34.2"), network, nodePools: [systemPool({ ...old, sizes: [poolSize(D4, 3)] }), apps] };
    const addresses = { subnets: known(subnets({ [SUBNET]: known(subnetUse(1019, 901), NOW) }), NOW) };
    const finding = onlyFinding(answersOf(surgeFamilyQuota, { of, facts: { ...withFree(28), ...addresses } }));

    it("says the numbers", () => {
      expect(finding).toMatchObject({
        subject: "apps",
        severity: "medium",
        magnitude: { value: 12, unit: "vCPU" },
        title: "No room for the upgrade's surge nodes in the DDSv5 quota",
        worth: { kind: "none" },
      });
      expect(finding.detail).toBe(
        "An upgrade adds 5 nodes (25 % of 20, rounded up) of Standard_D8ds_v5: 40 vCPUs, and standardDDSv5Family has 28 free " +
          "(limit 200, used 172). AKS refuses the upgrade; from 1.35 on it would go on with 1 node.",
      );
      expect(finding.workings.slice(0, 4)).toEqual([
        { label: "surge nodes", formula: "ceil(25 × 20 / 100)", value: "5" },
        { label: "vCPUs", formula: "5 × 8", value: "40" },
        { label: "free", formula: "200 − 172", value: "28, read 23 Nov 02:03 UTC" },
        { label: "short", formula: "40 − 28", value: "12" },
      ]);
    });

    it("advises what has room in quota and subnet, one after another and in any order", () => {
      expect(workingOf(finding, "most that has room, pools one after another")).toBe(
        "3 nodes: max surge 15 %, 24 vCPUs, 93 addresses, 7 waves instead of 4",
      );
      expect(workingOf(finding, "most that has room in any order")).toBe(
        "2 nodes: max surge 10 %, 16 + 4 vCPUs, 62 + 31 addresses, 10 waves",
      );
      expect(workingOf(finding, "3 nodes in any order")).toBe("124 of 118 addresses free in subnet vnet/nodes");
    });

    it("ends in commands and the property to change", () => {
      expect(commandsOf(finding)).toEqual([
        "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 10%",
        "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 15%",
        "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 0 --max-unavailable 1",
        "az quota update --resource-name standardDDSv5Family --resource-type dedicated " +
          "--scope /subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Compute/locations/westeurope --limit-object value=216",
      ]);
      expect(finding.remedy).toMatchObject({
        bicep: "agentPoolProfiles[apps].upgradeSettings.maxSurge: '10%'",
        terraform: 'azurerm_kubernetes_cluster_node_pool.upgrade_settings.max_surge = "10%"',
      });
    });

    it("advises by quota alone where the subnets are not read, and says so", () => {
      const facts = { ...withFree(28), subnets: missing("forbidden", "the app may not read the network") };
      const byQuota = onlyFinding(answersOf(surgeFamilyQuota, { of, facts }));

      expect(commandsOf(byQuota)[0]).toContain("--max-surge 15%");
      expect(byQuota.notKnown).toContain("room in subnet vnet/nodes: the app may not read the network");
    });

    const beside = systemPool({ ...old, sizes: [poolSize(D4, 3)] });
    it.for([
      { what: "a size that the region does not list", other: { ...beside, sizes: [poolSize("Standard_Z9", 3)] } },
      { what: "neither max surge nor version", other: { ...without(beside, "version"), upgrade: {} } },
      { what: "pods in the node subnet that nobody counted", other: without(beside, "maxPods") },
    ])("advises one pool after another alone beside a pool of $what", ({ other }) => {
      const { findings } = answersOf(surgeFamilyQuota, {
        of: { ...of, nodePools: [other, apps] },
        facts: { ...withFree(28), ...addresses },
      });
      const [about] = findings.filter(({ subject }) => subject === "apps");

      expect(about && workingOf(about, "most that has room in any order")).toBe("not known, as another pool's surge is not");
      expect(about && commandsOf(about)[0]).toContain("--max-surge 15%");
    });

    it("never takes nodes away from a system pool", () => {
      const system = surging(20, "25%", { ...old, mode: "system", sizes: [poolSize(D8, 20)] });
      const about = onlyFinding(answersOf(surgeFamilyQuota, { of: { ...of, nodePools: [system] }, facts: withFree(28) }));

      expect(commandsOf(about).some((command) => command.includes("--max-unavailable"))).toBe(false);
    });
  });

  describe("of all pools together", () => {
    const three = [surging(3, "1", { name: "a" }), surging(3, "1", { name: "b" }), surging(3, "1", { name: "c" })];

    it.for([
      { free: 12, finds: [] },
      { free: 11, finds: ["all pools"] },
      { free: 4, finds: ["all pools"] },
      { free: 3, finds: ["a", "b", "c"] },
    ])("with $free vCPUs free finds $finds", ({ free, finds }) => {
      const outcome = answersOf(surgeFamilyQuota, { of: { nodePools: three }, facts: withFree(free) });

      expect(outcome.findings.map(({ subject }) => subject)).toEqual(finds);
      expect(outcome.unknown).toEqual([]);
    });

    it("is low, says what each takes, and advises to go one after another", () => {
      const finding = onlyFinding(answersOf(surgeFamilyQuota, { of: { nodePools: three }, facts: withFree(11) }));

      expect(finding).toMatchObject({ severity: "low", magnitude: { value: 1, unit: "vCPU" } });
      expect(workingOf(finding, "b")).toBe("4 vCPUs");
      expect(finding.remedy.steps[0]?.text).toContain("one after another");
      expect(commandsOf(finding).at(-1)).toContain("--limit-object value=201");
    });

    it("does not apply where a pool is short by itself, so that the sum is not taken for repaired", () => {
      const outcome = answersOf(surgeFamilyQuota, { of: { nodePools: three }, facts: withFree(3) });

      expect(outcome.notApplicable).toMatchObject([{ subject: "all pools" }]);
    });

    it("lowers the largest pool to what has room in any order", () => {
      const nodePools = [surging(3, "1", { name: "a" }), surging(10, "30%", { name: "b" })];
      const finding = onlyFinding(answersOf(surgeFamilyQuota, { of: { nodePools }, facts: withFree(12) }));

      expect(commandsOf(finding)[0]).toBe("az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n b --max-surge 20%");
    });

    it("counts families apart", () => {
      const other = surging(3, "1", { name: "mem", sizes: [poolSize(E4, 3)] });
      const both = new Map([
        [FAMILY, quota(200, 196)],
        [vmFamily("standardEDSv5Family"), quota(100, 96)],
      ]);
      const facts = { ...withFree(4), quotas: known(quotas({ byFamily: both }), NOW) };

      expect(answersOf(surgeFamilyQuota, { of: { nodePools: [surging(3, "1"), other] }, facts })).toMatchObject({
        findings: [],
        unknown: [],
      });
    });

    it("stands when it is short already without a pool whose surge is not known, and cannot tell otherwise", () => {
      const unknown = without(surging(3, "", { name: "x" }), "version");
      const nodePools = [...three, unknown];
      const short = answersOf(surgeFamilyQuota, { of: { nodePools }, facts: withFree(11) });
      const roomy = answersOf(surgeFamilyQuota, { of: { nodePools }, facts: withFree(100) });

      expect(short.findings).toMatchObject([{ subject: "all pools" }]);
      expect(short.unknown).toMatchObject([{ subject: "x" }]);
      expect(roomy.unknown.map(({ subject }) => subject)).toEqual(["x", "all pools"]);
    });

    it("cannot tell where the need of none of them is known, so that a finding stays", () => {
      const facts = { ...withFree(7), skus: known(skus(E4_SKU), NOW) };
      const outcome = answersOf(surgeFamilyQuota, { of: { nodePools: three }, facts });

      expect(outcome).toMatchObject({ findings: [], notApplicable: [] });
      expect(outcome.unknown.map(({ subject }) => subject)).toEqual([...three.map(({ name }) => name), "all pools"]);
    });

    it("cannot tell where one is short alone and another may take from any family", () => {
      const nodePools = [surging(3, "1"), surging(3, "1", { name: "mem", sizes: [poolSize(E4, 3)] })];
      const outcome = answersOf(surgeFamilyQuota, { of: { nodePools }, facts: { ...withFree(3), skus: known(skus(sku()), NOW) } });

      expect(outcome.findings.map(({ subject }) => subject)).toEqual(["apps"]);
      expect(outcome.unknown.map(({ subject }) => subject)).toEqual(["mem", "all pools"]);
      expect(outcome.notApplicable).toEqual([]);
    });
  });

  describe("while others are in motion", () => {
    const mover = (change: Partial<NodePool>) =>
      snapshot(
        cluster({
          ...ref("other"),
          nodePools: [systemPool({ sizes: [poolSize(E4, 3)] }), pool({ provisioningState: "Upgrading", ...change })],
        }),
      );
    const aboutUs = ({ unknown }: ReturnType<typeof answersOf>) =>
      unknown.filter(({ target }) => target.kind === "cluster" && target.cluster === cluster().id);

    it("cannot tell about a shortage in their family", () => {
      const outcome = answersOn(surgeFamilyQuota, surging(3, "1"), { facts: withFree(3), others: [mover({})] });

      expect(outcome.findings).toEqual([]);
      expect(aboutUs(outcome)).toMatchObject([{ subject: "apps", reason: { kind: "in-motion" } }]);
    });

    it("cannot tell about a shortage of all pools together either", () => {
      const nodePools = [surging(3, "1", { name: "a" }), surging(3, "1", { name: "b" })];
      const outcome = answersOf(surgeFamilyQuota, { of: { nodePools }, facts: withFree(7), others: [mover({})] });

      expect(outcome.findings).toEqual([]);
      expect(aboutUs(outcome)).toMatchObject([{ subject: "all pools", reason: { kind: "in-motion" } }]);
    });

    it("lets room stand as read", () => {
      const outcome = answersOn(surgeFamilyQuota, surging(3, "1"), { facts: withFree(4), others: [mover({})] });

      expect(outcome.findings).toEqual([]);
      expect(aboutUs(outcome)).toEqual([]);
    });

    it.for([
      { what: "in another family", change: { sizes: [poolSize(E4, 3)] } },
      { what: "on spot", change: { priority: "spot" } },
    ] as const)("still finds a shortage where they are $what", ({ change }) => {
      expect(answersOn(surgeFamilyQuota, surging(3, "1"), { facts: withFree(3), others: [mover(change)] }).findings).toHaveLength(1);
    });
  });

  it.for([
    { what: "a stopped pool", change: { powerState: "stopped" } },
    { what: "a pool of a capacity reservation group", change: { capacityReservationGroupId: "/groups/crg" } },
  ] as const)("does not apply to $what", ({ change }) => {
    expect(answersOn(surgeFamilyQuota, surging(3, "1", change), { facts: withFree(0) })).toMatchObject({
      findings: [],
      unknown: [],
      notApplicable: [{ subject: "apps" }],
    });
  });

  it("does not count a pool of a capacity reservation group in the sum", () => {
    const nodePools = [surging(3, "1", { name: "a" }), surging(3, "1", { name: "b", capacityReservationGroupId: "/groups/crg" })];

    expect(answersOf(surgeFamilyQuota, { of: { nodePools }, facts: withFree(4) })).toMatchObject({ findings: [], unknown: [] });
  });

  it.for([
    { what: "a spot pool, which never surges", change: { priority: "spot" } },
    { what: "a pool without nodes", change: { nodeCount: 0, sizes: [poolSize(D4, 0)] } },
    {
      what: "a pool that replaces in place",
      change: { upgrade: { maxSurge: count(0), maxUnavailable: count(1) } },
    },
  ] as const)("is silent about $what", ({ change }) => {
    expect(answersOn(surgeFamilyQuota, surging(3, "1", change), { facts: withFree(0) })).toMatchObject(SILENT);
  });

  it.for([
    {
      what: "the family is not in the usage list",
      facts: { quotas: known(quotas({ byFamily: new Map() }), NOW) },
      why: "standardDDSv5Family",
    },
    { what: "the size has no SKU", facts: { skus: known(skus(D8_SKU), NOW) }, why: "Standard_D4ds_v5" },
  ])("cannot tell where $what", ({ facts, why }) => {
    const outcome = answersOn(surgeFamilyQuota, surging(3, "1"), { facts: { ...withFree(100), ...facts } });

    expect(outcome).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent", why: expect.stringContaining(why) } }],
    });
    expect(outcome.unknown).toHaveLength(1);
  });

  it("takes the largest size of a Virtual Machines pool, as which one surges is not documented", () => {
    const sizes = [poolSize(D4, 5), poolSize(D8, 5)];
    const mixed = surging(10, "10%", { kind: "virtual-machines", sizes });

    expect(answersOn(surgeFamilyQuota, mixed, { facts: withFree(8) }).findings).toEqual([]);
    expect(onlyFinding(answersOn(surgeFamilyQuota, mixed, { facts: withFree(7) })).magnitude.value).toBe(1);
  });
});
