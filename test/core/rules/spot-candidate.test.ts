import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { SpotOffer } from "../../../src/core/model/price.ts";
import { gib } from "../../../src/core/model/units.ts";
import { spotCandidate } from "../../../src/core/rules/spot-candidate.ts";
import {
  cluster,
  NOW,
  pool,
  poolSize,
  prices,
  quota,
  quotas,
  ref,
  sku,
  skus,
  snapshot,
  spotMarket,
  spotOffer,
  subnets,
  subnetUse,
  systemPool,
  vmPrices,
  without,
} from "../../support/build.ts";
import { amountOf, answersOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const marked = (change: Partial<NodePool> = {}) =>
  pool({
    name: "burst",
    nodeCount: 12,
    sizes: [poolSize(D4, 12, { min: 3, max: 15 })],
    labels: { workload: "batch" },
    ...change,
  });
const restricted = (zones: readonly string[]) => ({
  restrictions: known({ byKey: new Map([[vmSizeKey(D4), { reason: "NotAvailableForSubscription", zones }]]) }, NOW),
});
const spotFree = (free: number) => ({ quotas: known(quotas({ spot: quota(100, 100 - free) }), NOW) });

describe("spot-candidate", () => {
  it("finds a marked pool, and says the target to the last flag", () => {
    const finding = onlyFinding(answersOn(spotCandidate, marked()));

    expect(finding).toMatchObject({
      subject: "burst",
      severity: "medium",
      magnitude: { value: 12, unit: "node" },
      title: "Could run on spot",
      worth: { kind: "not-priced", why: expect.stringContaining("the test gives no prices") },
    });
    expect(finding.detail).toBe(
      "Marked interruptible (label workload=batch), but 12 nodes of Standard_D4ds_v5 are regular. On spot: no regular pool could take its pods while spot VMs are short; needs a new pool, in 1 batch.",
    );
    expect(commandsOf(finding)).toEqual([
      "az aks nodepool add -g rg-prod --cluster-name prod-weu-1 -n burstspot --node-vm-size Standard_D4ds_v5 --node-count 12 " +
        "--enable-cluster-autoscaler --min-count 3 --max-count 15 --mode User --os-type Linux --os-sku Ubuntu " +
        "--priority Spot --eviction-policy Delete --spot-max-price -1 --node-osdisk-type Ephemeral --node-osdisk-size 128 " +
        "--max-pods 30 --zones 1 2 3 --labels workload=batch",
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n burst --disable-cluster-autoscaler",
      "kubectl cordon -l kubernetes.azure.com/agentpool=burst",
      "kubectl drain -l kubernetes.azure.com/agentpool=burst --ignore-daemonsets --delete-emptydir-data",
      "az aks nodepool delete -g rg-prod --cluster-name prod-weu-1 -n burst",
    ]);
    expect(workingOf(finding, "OS disk")).toBe("ephemeral, 128 GiB on the temp disk");
    expect(workingOf(finding, "AKS adds")).toContain("kubernetes.azure.com/scalesetpriority=spot:NoSchedule");
    expect(workingOf(finding, "spot vCPUs")).toBe("48 of 100 free, read 23 Nov 02:03 UTC");
  });

  it.for([
    { what: "a system pool", change: { mode: "system" } },
    { what: "a spot pool", change: { priority: "spot" } },
    { what: "a Virtual Machines pool", change: { kind: "virtual-machines" } },
  ] as const)("is silent about $what, marked or not", ({ change }) => {
    expect(answersOn(spotCandidate, marked(change))).toMatchObject(SILENT);
  });

  it.for([
    { what: "has no mark", change: { labels: {} } },
    { what: "refuses", change: { tags: { interruptible: "false" } } },
    { what: "is bound to a capacity reservation group", change: { capacityReservationGroupId: "/x" } },
    { what: "is bound to dedicated hosts", change: { hostGroupId: "/x" } },
    { what: "is bound to a proximity placement group", change: { proximityPlacementGroupId: "/x" } },
    { what: "is stopped", change: { powerState: "stopped" } },
    { what: "is fixed at no nodes", change: { nodeCount: 0, sizes: [poolSize(D4, 0)] } },
  ] as const)("does not apply to a pool that $what: silence would book a saving", ({ change }) => {
    expect(answersOn(spotCandidate, marked(change))).toMatchObject({ findings: [], unknown: [], notApplicable: [{ subject: "burst" }] });
  });

  it("does not apply to AKS Automatic", () => {
    expect(answersOn(spotCandidate, marked(), { of: { isAutomatic: true } })).toMatchObject({ findings: [], notApplicable: [{}] });
  });

  it.for([
    { what: "Azure does not sell the size as spot", facts: { skus: known(skus(sku({ isSpotCapable: false })), NOW) } },
    { what: "the size is restricted in the region", facts: restricted([]) },
    { what: "the size is restricted in every zone of the pool", facts: restricted(["1", "2", "3"]) },
    { what: "the spot quota has no room for a node", facts: spotFree(3) },
  ])("does not apply where $what", ({ facts }) => {
    expect(answersOn(spotCandidate, marked(), { facts })).toMatchObject({
      findings: [],
      unknown: [],
      notApplicable: [{ subject: "burst" }],
    });
  });

  it("goes to the zones that are open", () => {
    const finding = onlyFinding(answersOn(spotCandidate, marked(), { facts: restricted(["2"]) }));

    expect(commandsOf(finding)[0]).toContain("--zones 1 3 --labels");
  });

  it("counts a whole node of spot quota as room, and asks for the rest", () => {
    const finding = onlyFinding(answersOn(spotCandidate, marked(), { facts: spotFree(4) }));

    expect(finding.first).toContain("The new pool has room: 44 vCPUs more in the spot quota");
  });

  it.for([
    { free: 60, first: [] },
    { free: 59, first: ["The spot quota has room for its maximum of 15 nodes: 1 vCPU more"] },
    { free: 48, first: ["The spot quota has room for its maximum of 15 nodes: 12 vCPUs more"] },
    { free: 47, first: [] },
  ])("with $free spot vCPUs free says what its maximum is short of, unless it is short tonight", ({ free, first }) => {
    const finding = onlyFinding(answersOn(spotCandidate, marked(), { facts: spotFree(free) }));

    expect(finding.first.filter((text) => text.includes("maximum"))).toEqual(first);
  });

  it("cannot tell where the spot quota is not in the usage list", () => {
    expect(answersOn(spotCandidate, marked(), { facts: { quotas: known(without(quotas(), "spot"), NOW) } })).toMatchObject({
      findings: [],
      unknown: [{ subject: "burst", reason: { kind: "absent" } }],
    });
  });

  it("cannot tell where the spot quota is short while spot nodes of a neighbour come or go", () => {
    const neighbour = cluster({ ...ref("other"), provisioningState: "Updating", nodePools: [systemPool(), pool({ priority: "spot" })] });

    const outcome = answersOn(spotCandidate, marked(), { facts: spotFree(3), others: [snapshot(neighbour)] });

    expect(outcome.unknown).toContainEqual(
      expect.objectContaining({ subject: "burst", reason: expect.objectContaining({ kind: "in-motion" }) }),
    );
  });

  it("cannot tell without the SKU of the size", () => {
    expect(answersOn(spotCandidate, marked(), { facts: { skus: known(skus(), NOW) } })).toMatchObject({
      findings: [],
      unknown: [{ subject: "burst", reason: { kind: "absent" } }],
    });
  });

  it.for([
    {
      what: "a managed disk that has room becomes ephemeral",
      disk: { kind: "managed", sizeGiB: gib(128) },
      flag: "--node-osdisk-type Ephemeral",
    },
    {
      what: "a managed disk that the image is only shown with stays managed",
      disk: { kind: "managed", sizeGiB: gib(128) },
      osSku: "AzureLinuxOSGuard",
      flag: "--node-osdisk-type Managed",
    },
    { what: "a managed disk without room stays managed", disk: { kind: "managed", sizeGiB: gib(256) }, flag: "--node-osdisk-type Managed" },
  ] as const)("$what", ({ disk, flag, ...change }) => {
    expect(commandsOf(onlyFinding(answersOn(spotCandidate, marked({ osDisk: disk, ...change }))))[0]).toContain(flag);
  });

  it("gives a pool of a fixed size an autoscaler, without which spot nodes do not come back", () => {
    const finding = onlyFinding(answersOn(spotCandidate, marked({ sizes: [poolSize(D4, 12)] })));

    expect(commandsOf(finding)[0]).toContain("--enable-cluster-autoscaler --min-count 2 --max-count 12");
    expect(commandsOf(finding).some((command) => command.includes("--disable-cluster-autoscaler"))).toBe(false);
  });

  it("names a Windows pool in six characters", () => {
    const finding = onlyFinding(answersOn(spotCandidate, marked({ name: "winci", os: "windows", osSku: "Windows2022" })));

    expect(commandsOf(finding)[0]).toContain("-n wispot ");
    expect(commandsOf(finding)[0]).toContain("--os-type Windows --os-sku Windows2022");
  });

  it("does not take the name of a pool that is there", () => {
    const nodePools = [marked({ name: "burst" }), pool({ name: "burstspot" })];

    expect(commandsOf(onlyFinding(answersOf(spotCandidate, { of: { nodePools } })))[0]).toContain("-n burstspot2 ");
  });

  describe("with a subnet", () => {
    const id = subnetId("/subscriptions/s/resourcegroups/rg/providers/microsoft.network/virtualnetworks/vnet/subnets/nodes");
    const network = { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } as const;
    const withFree = (free: number) => ({ subnets: known(subnets({ [id]: known(subnetUse(251, 251 - free), NOW) }), NOW) });

    it("moves in the batches that have addresses", () => {
      const finding = onlyFinding(answersOn(spotCandidate, marked({ nodeSubnet: id }), { of: { network }, facts: withFree(5 * 31) }));

      expect(finding.detail).toContain("in 3 batches");
      expect(commandsOf(finding)).toEqual([
        expect.stringContaining("--node-count 5 --mode User"),
        expect.stringContaining("--disable-cluster-autoscaler"),
        expect.stringContaining("kubectl cordon"),
        expect.stringContaining("kubectl drain NODES"),
        expect.stringContaining("delete-machines"),
        expect.stringContaining("nodepool scale -g rg-prod --cluster-name prod-weu-1 -n burstspot --node-count 10"),
        expect.stringContaining("nodepool delete"),
        expect.stringContaining("--enable-cluster-autoscaler --min-count 3 --max-count 15"),
      ]);
    });

    it("says what is short where not one node has an address", () => {
      const finding = onlyFinding(answersOn(spotCandidate, marked({ nodeSubnet: id }), { of: { network }, facts: withFree(30) }));

      expect(finding.first).toContain("The new pool has room: 1 address more in subnet vnet/nodes");
    });

    it("is found without the subnets too, which then are not known", () => {
      const facts = { subnets: missing("forbidden", "the app may not read the network") };
      const finding = onlyFinding(answersOn(spotCandidate, marked({ nodeSubnet: id }), { of: { network }, facts }));

      expect(finding.notKnown).toContain("whether the new pool has room: the app may not read the network");
    });
  });

  describe("with prices and a spot market", () => {
    const market = (change: Partial<SpotOffer> = {}) => known(spotMarket({ [D4]: spotOffer(change) }), NOW);
    const linux = (median: number): Partial<SpotOffer> => ({ linux: { latest: median, low: median, median, high: median, days: 28 } });
    const FACTS = { prices: known(prices(), NOW), spot: market() };

    it("is worth up to the discount of 28 days: 0.06 of 0.30 US dollars are 80 % less, 70 % at the highest, 85 % at the lowest", () => {
      const { worth } = onlyFinding(answersOn(spotCandidate, marked(), { facts: FACTS }));

      expect(worth).toMatchObject({ kind: "monthly", about: "spot", firmness: "up-to", confidence: "medium", basis: { kind: "tonight" } });
      expect(amountOf(worth)).toBeCloseTo(12 * 0.24 * 730 * 0.8, 6);
      expect(worth.kind === "monthly" && worth.range?.low).toBeCloseTo(3 * 0.24 * 730 * 0.7, 6);
      expect(worth.kind === "monthly" && worth.range?.high).toBeCloseTo(15 * 0.24 * 730 * 0.85, 6);
    });

    it("says how often nodes go: 12 × 5 % × 24", () => {
      const finding = onlyFinding(answersOn(spotCandidate, marked(), { facts: FACTS }));

      expect(finding.detail).toContain("On spot: up to 14 evictions a day (class 0–5 % an hour); ");
      expect(workingOf(finding, "evictions")).toBe("up to 14 evictions a day (class 0–5 % an hour, of the last 28 days)");
      expect(finding.notKnown.join()).not.toContain("how often");
    });

    it.for([
      { what: "30 % less", median: 0.21, finds: true },
      { what: "30 % less of 0.1, which divides to a little under", hourly: 0.08, median: 0.07, finds: true },
      { what: "a little less than that", median: 0.2103, finds: false },
      { what: "as dear as a regular node", median: 0.3, finds: false },
      { what: "dearer", median: 0.31, finds: false },
    ])("a spot node that is $what: $finds", ({ hourly = 0.24, median, finds }) => {
      const list = known(prices({ vms: { [D4]: vmPrices(hourly) } }), NOW);
      const { findings, notApplicable } = answersOn(spotCandidate, marked(), { facts: { prices: list, spot: market(linux(median)) } });

      expect(findings).toHaveLength(finds ? 1 : 0);
      expect(notApplicable.map(({ why }) => why)).toEqual(finds ? [] : [expect.stringMatching(/cost only \S+ % less here, and 30 %/)]);
    });

    it.for([
      { band: "0-5", finds: true },
      { band: "5-10", finds: false },
      { band: "20+", finds: false },
    ] as const)("class $band: $finds", ({ band, finds }) => {
      const outcome = answersOn(spotCandidate, marked(), { facts: { ...FACTS, spot: market({ evictions: band }) } });

      expect(outcome).toMatchObject({ findings: finds ? [{}] : [], notApplicable: finds ? [] : [{ subject: "burst" }] });
    });

    it.for([
      { what: "a discount of 81 % is asked for", thresholds: { leastDiscount: 81 }, band: "0-5", finds: false },
      { what: "a discount of 80 % is", thresholds: { leastDiscount: 80 }, band: "0-5", finds: true },
      { what: "10 % an hour are borne", thresholds: { mostEvictions: 10 }, band: "5-10", finds: true },
      { what: "10 % are, and it is more", thresholds: { mostEvictions: 10 }, band: "10-15", finds: false },
      { what: "anything is borne", thresholds: { mostEvictions: 100 }, band: "20+", finds: true },
    ] as const)("goes by its settings where $what: $finds", ({ thresholds, band, finds }) => {
      const facts = { ...FACTS, spot: market({ evictions: band }) };

      expect(answersOn(spotCandidate, marked(), { facts, thresholds }).findings).toHaveLength(finds ? 1 : 0);
    });

    it("says at least how often nodes go where the class has no upper end", () => {
      const facts = { ...FACTS, spot: market({ evictions: "20+" }) };
      const finding = onlyFinding(answersOn(spotCandidate, marked(), { facts, thresholds: { mostEvictions: 100 } }));

      expect(finding.detail).toContain("at least 58 evictions a day (class 20 % or more an hour)");
    });

    it.for([
      { what: "the market was not read", spot: missing("forbidden", "the app may not query it"), why: "the app may not query it" },
      { what: "Azure says nothing of the size", spot: known(spotMarket({}), NOW), why: "Azure gives no class for the size here" },
    ])("stays a candidate where $what, priced by the list, and says what is not known", ({ spot, why }) => {
      const finding = onlyFinding(answersOn(spotCandidate, marked(), { facts: { ...FACTS, spot } }));

      expect(finding.notKnown).toContain(`how often Azure takes spot nodes of Standard_D4ds_v5 back: ${why}`);
      expect(finding.worth).toMatchObject({ kind: "monthly", confidence: "low" });
      expect(amountOf(finding.worth)).toBeCloseTo(12 * 0.18 * 730, 6);
    });

    it.for([
      { what: "no list was read", facts: { prices: missing("unavailable", "the price list did not answer") }, why: /did not answer/ },
      { what: "the size is not in it", facts: { prices: known(prices({ vms: {} }), NOW) }, why: /Standard_D4ds_v5, Linux/ },
    ])("stays a candidate, not priced, where $what", ({ facts, why }) => {
      const finding = onlyFinding(answersOn(spotCandidate, marked(), { facts: { ...FACTS, ...facts } }));

      expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
      expect(finding.detail).toContain("14 evictions a day");
    });

    it("speaks of the most nodes of a pool that rests on none", () => {
      const resting = marked({ nodeCount: 0, sizes: [poolSize(D4, 0, { min: 0, max: 5 })] });
      const finding = onlyFinding(answersOn(spotCandidate, resting, { facts: FACTS }));

      expect(finding.detail).toContain("up to 6 evictions a day over 5 nodes");
      expect(workingOf(finding, "spot vCPUs at most")).toBe("20 of 100 free, read 23 Nov 02:03 UTC");
    });
  });

  describe("while spot VMs are short", () => {
    const workers = (max: number | undefined, change: Partial<NodePool> = {}) =>
      pool({
        name: "workers",
        nodeCount: 8,
        sizes: [{ vmSize: D4, nodeCount: 8, ...(max === undefined ? {} : { autoscale: { min: 3, max } }) }],
        ...change,
      });
    const beside = (...pools: readonly NodePool[]) => onlyFinding(answersOf(spotCandidate, { of: { nodePools: [marked(), ...pools] } }));

    it.for([
      {
        what: "the example",
        max: 14,
        says: "fallback pool workers may grow by 6 nodes, 12 would be displaced;",
        first: "6 nodes of 12 have no room",
      },
      {
        what: "room for all",
        max: 20,
        says: "fallback pool workers may grow by 12 nodes and take all 12 that could be displaced;",
        first: undefined,
      },
      {
        what: "a fixed size",
        max: undefined,
        says: "fallback pool workers may grow by 0 nodes, 12 would be displaced;",
        first: "12 nodes of 12",
      },
    ])("says how far the fallback goes: $what", ({ max, says, first }) => {
      const finding = beside(workers(max));

      expect(finding.detail).toContain(says);
      expect(finding.first.filter((text) => text.includes("while spot VMs are short"))).toEqual(
        first === undefined ? [] : [expect.stringContaining(first)],
      );
    });

    it("says which of its maximum quota takes away", () => {
      const facts = { quotas: known(quotas({ byFamily: new Map([[vmFamily("standardddsv5family"), quota(72, 104)]]) }), NOW) };
      const finding = onlyFinding(answersOf(spotCandidate, { of: { nodePools: [marked(), workers(14)] }, facts }));

      expect(finding.detail).toContain("fallback pool workers may grow by 4 nodes, 12 would be displaced");
      expect(workingOf(finding, "fallback workers, Standard_D4ds_v5")).toBe("6 nodes more, of which quota and addresses have room for 4");
    });

    it.for([
      { what: "a system pool", change: { mode: "system" } },
      { what: "a spot pool", change: { priority: "spot" } },
      { what: "a pool of another system", change: { os: "windows" } },
      { what: "a stopped pool", change: { powerState: "stopped" } },
      { what: "a pool that is marked interruptible itself", change: { tags: { workload: "batch" } } },
      { what: "a pool with a taint that this one has not", change: { taints: ["team=a:NoSchedule"] } },
      { what: "a pool of a capacity reservation group", change: { capacityReservationGroupId: "/x" } },
      { what: "a pool of dedicated hosts", change: { hostGroupId: "/x" } },
    ] as const)("takes $what for no fallback", ({ change }) => {
      const { findings } = answersOf(spotCandidate, { of: { nodePools: [marked(), workers(20, change)] } });

      expect(findings.find(({ subject }) => subject === "burst")?.detail).toContain("no regular pool could take its pods");
    });

    it("takes none with another processor", () => {
      const arm = sku({ name: "Standard_D4pds_v5", architecture: "arm64" });
      const other = workers(20, { sizes: [poolSize(arm.vmSize, 8, { min: 3, max: 20 })] });
      const facts = { skus: known(skus(sku(), arm), NOW) };
      const finding = onlyFinding(answersOf(spotCandidate, { of: { nodePools: [marked(), other] }, facts }));

      expect(finding.detail).toContain("no regular pool could take its pods");
    });

    it("takes a pool whose taints its own nodes have, or only prefer", () => {
      const tainted = ["team=a:NoSchedule"];
      const taints = ["team=a:NoSchedule", "dear=true:PreferNoSchedule"];
      const nodePools = [marked({ taints: tainted }), workers(20, { taints })];

      expect(onlyFinding(answersOf(spotCandidate, { of: { nodePools } })).detail).toContain("fallback pool workers may grow");
    });

    it("leaves it to node auto-provisioning where that is on", () => {
      const nodePools = [marked({ sizes: [poolSize(D4, 12)] }), workers(undefined)];
      const finding = onlyFinding(answersOf(spotCandidate, { of: { nodePools, hasNodeAutoProvisioning: true } }));

      expect(finding.detail).toContain("node auto-provisioning may make regular nodes");
    });
  });

  it("waits while the cluster is in motion", () => {
    expect(answersOn(spotCandidate, marked(), { of: { provisioningState: "Updating" } })).toMatchObject({ findings: [], unknown: [{}] });
  });
});
