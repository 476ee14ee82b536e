import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { spotCandidate } from "../../../src/core/rules/spot-candidate.ts";
import { cluster, NOW, pool, quota, quotas, ref, sku, skus, snapshot, subnets, subnetUse, systemPool } from "../../support/build.ts";
import { answersOf, answersOn, commandsOf, flawsOf, onlyFinding, workingOf } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const marked = (change: Partial<NodePool> = {}) =>
  pool({
    name: "burst",
    nodeCount: 12,
    sizes: [{ vmSize: D4, nodeCount: 12, autoscale: { min: 3, max: 15 } }],
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
      worth: { kind: "not-priced" },
    });
    expect(finding.detail).toContain("label workload=batch");
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
    expect(flawsOf(spotCandidate, finding)).toEqual([]);
  });

  it.for([
    { what: "a system pool", change: { mode: "system" } },
    { what: "a spot pool", change: { priority: "spot" } },
    { what: "a Virtual Machines pool", change: { kind: "virtual-machines" } },
  ] as const)("is silent about $what, marked or not", ({ change }) => {
    expect(answersOn(spotCandidate, marked(change))).toMatchObject({ findings: [], unknown: [], notApplicable: [] });
  });

  it.for([
    { what: "has no mark", change: { labels: {} } },
    { what: "refuses", change: { tags: { interruptible: "false" } } },
    { what: "is bound to a capacity reservation group", change: { capacityReservationGroupId: "/x" } },
    { what: "is bound to dedicated hosts", change: { hostGroupId: "/x" } },
    { what: "is bound to a proximity placement group", change: { proximityPlacementGroupId: "/x" } },
    { what: "is stopped", change: { powerState: "stopped" } },
    { what: "is fixed at no nodes", change: { nodeCount: 0, sizes: [{ vmSize: D4, nodeCount: 0 }] } },
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
    expect(flawsOf(spotCandidate, finding)).toEqual([]);
  });

  it("cannot tell where the spot quota is not in the usage list", () => {
    const { spot: _, ...withoutSpot } = quotas();

    expect(answersOn(spotCandidate, marked(), { facts: { quotas: known(withoutSpot, NOW) } })).toMatchObject({
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
    { what: "a managed disk without room stays managed", disk: { kind: "managed", sizeGiB: gib(256) }, flag: "--node-osdisk-type Managed" },
  ] as const)("$what", ({ disk, flag }) => {
    expect(commandsOf(onlyFinding(answersOn(spotCandidate, marked({ osDisk: disk }))))[0]).toContain(flag);
  });

  it("gives a pool of a fixed size an autoscaler, without which spot nodes do not come back", () => {
    const finding = onlyFinding(answersOn(spotCandidate, marked({ sizes: [{ vmSize: D4, nodeCount: 12 }] })));

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
      expect(flawsOf(spotCandidate, finding)).toEqual([]);
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

  it("waits while the cluster is in motion", () => {
    expect(answersOn(spotCandidate, marked(), { of: { provisioningState: "Updating" } })).toMatchObject({ findings: [], unknown: [{}] });
  });
});
