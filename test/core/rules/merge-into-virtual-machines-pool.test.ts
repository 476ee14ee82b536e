import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { VmSku } from "../../../src/core/model/region.ts";
import { gib, gibToBytes } from "../../../src/core/model/units.ts";
import { mergeIntoVirtualMachinesPool } from "../../../src/core/rules/merge-into-virtual-machines-pool.ts";
import { NOW, pool, poolSize, quota, quotas, sku, skus, systemPool, version } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const row = (vcpus: number, change: Partial<VmSku> = {}) =>
  sku({ name: `Standard_D${vcpus}ds_v5`, vcpus, vcpusAvailable: vcpus, memoryGiB: gib(vcpus * 4), ...change });
const FACTS = { skus: known(skus(row(2), row(4), row(8), row(16), row(32), row(64)), NOW) };

/** A pool without zones, of one size and a fixed number of nodes. */
const web = (vcpus: number, change: Partial<NodePool> = {}) => {
  const nodeCount = change.nodeCount ?? 3;
  return pool({ name: `web${vcpus}`, zones: [], sizes: [poolSize(`Standard_D${vcpus}ds_v5`, nodeCount)], ...change, nodeCount });
};
const answersAbout = (pools: readonly NodePool[], facts = {}) =>
  answersOf(mergeIntoVirtualMachinesPool, { of: { nodePools: [systemPool(), ...pools] }, facts: { ...FACTS, ...facts } });

describe("merge-into-virtual-machines-pool", () => {
  it("finds pools that differ in nothing but their size, once, under the first of them", () => {
    const finding = onlyFinding(answersAbout([web(8), web(4), web(16)]));

    expect(finding).toMatchObject({
      subject: "web16",
      severity: "info",
      magnitude: { value: 2, unit: "pool" },
      title: "One Virtual Machines pool could hold 3 pools that are alike",
      worth: { kind: "none" },
    });
    expect(finding.detail).toContain("web16, web4 and web8 differ in nothing but their VM size");
    expect(workingOf(finding, "target profiles")).toBe(
      "3 nodes of Standard_D4ds_v5; 3 nodes of Standard_D8ds_v5; 3 nodes of Standard_D16ds_v5",
    );
  });

  it("keeps its subject when pools come that stand behind it in the alphabet", () => {
    const before = onlyFinding(answersAbout([web(4), web(8)]));
    const after = onlyFinding(answersAbout([web(8), web(4), web(32, { name: "webx" })]));

    expect([before.subject, after.subject]).toEqual(["web4", "web4"]);
  });

  it("moves size by size: a profile, then the pool that had it", () => {
    const autoscaled = web(8, { sizes: [poolSize("Standard_D8ds_v5", 3, { min: 1, max: 6 })] });
    const finding = onlyFinding(answersAbout([web(4), autoscaled]));

    expect(commandsOf(finding)).toEqual([
      expect.stringContaining(
        "nodepool add -g rg-prod --cluster-name prod-weu-1 -n web4vm --vm-set-type VirtualMachines --vm-sizes Standard_D4ds_v5 --node-count 3",
      ),
      "kubectl drain -l kubernetes.azure.com/agentpool=web4 --ignore-daemonsets --delete-emptydir-data",
      "az aks nodepool delete -g rg-prod --cluster-name prod-weu-1 -n web4",
      "az aks nodepool auto-scale add -g rg-prod --cluster-name prod-weu-1 -n web4vm --node-vm-size Standard_D8ds_v5 --min-count 1 --max-count 6",
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n web8 --disable-cluster-autoscaler",
      "kubectl drain -l kubernetes.azure.com/agentpool=web8 --ignore-daemonsets --delete-emptydir-data",
      "az aks nodepool delete -g rg-prod --cluster-name prod-weu-1 -n web8",
    ]);
    expect(commandsOf(finding)[0]).not.toContain("--zones");
    expect(finding.remedy.bicep).toContain(
      "scale: { manual: [{ size: 'Standard_D4ds_v5', count: 3 }], autoscale: [{ size: 'Standard_D8ds_v5', minCount: 1, maxCount: 6 }] }",
    );
  });

  it("writes fixed sizes as one list: a name may stand once in a Bicep object", () => {
    expect(onlyFinding(answersAbout([web(4), web(8)])).remedy.bicep).toContain(
      "scale: { manual: [{ size: 'Standard_D4ds_v5', count: 3 }, { size: 'Standard_D8ds_v5', count: 3 }] }",
    );
  });

  it("adds up pools of one size in one profile", () => {
    const finding = onlyFinding(answersAbout([web(4, { name: "weba" }), web(4, { name: "webb", nodeCount: 2 })]));

    expect(workingOf(finding, "target profiles")).toBe("5 nodes of Standard_D4ds_v5");
    expect(finding.first).toContainEqual(expect.stringContaining("scale-set pool would do as well"));
  });

  const SUBNET = subnetId("/subscriptions/s/resourcegroups/rg/providers/microsoft.network/virtualnetworks/vnet/subnets/other");
  it.for([
    { what: "its mode", other: web(8, { mode: "system" }) },
    { what: "its zones", other: web(8, { zones: ["1"] }) },
    { what: "its operating system", other: web(8, { os: "windows", osSku: "Windows2022" }) },
    { what: "its OS SKU", other: web(8, { osSku: "AzureLinux" }) },
    { what: "its priority", other: web(8, { priority: "spot" }) },
    { what: "its kind", other: web(8, { kind: "virtual-machines" }) },
    { what: "a taint", other: web(8, { taints: ["sku=gpu:NoSchedule"] }) },
    { what: "a label", other: web(8, { labels: { team: "b" } }) },
    { what: "its subnet", other: web(8, { nodeSubnet: SUBNET }) },
    { what: "its pod subnet", other: web(8, { podSubnet: SUBNET }) },
    { what: "max pods", other: web(8, { maxPods: 110 }) },
    { what: "the kind of its disk", other: web(8, { osDisk: { kind: "managed", sizeGiB: gib(128) } }) },
    { what: "the size of its disk", other: web(8, { osDisk: { kind: "ephemeral", sizeGiB: gib(64) } }) },
    { what: "being made from a snapshot", other: web(8, { snapshotSourceId: "/snapshots/s" }) },
    { what: "a place it is bound to", other: web(8, { proximityPlacementGroupId: "/groups/p" }) },
    { what: "what the kubelet keeps for itself", other: web(8, { kubeletOverrides: { kubeReservedMemoryMiB: 512 } }) },
    { what: "its image, which is a FIPS image", other: web(8, { isFips: true }) },
    { what: "artifact streaming", other: web(8, { hasArtifactStreaming: true }) },
    { what: "nodes before 1.27", other: web(8, { version: version("1.26.15") }) },
    { what: "being stopped", other: web(8, { powerState: "stopped" }) },
    { what: "a mark as interruptible: spot is the better way", other: web(8, { tags: { workload: "batch" } }) },
  ])("does not apply where the other pool differs by $what: what comes to differ was not merged", ({ other }) => {
    const { findings, unknown, notApplicable } = answersAbout([web(4), other]);

    expect({ findings, unknown }).toEqual({ findings: [], unknown: [] });
    expect(notApplicable.map(({ subject }) => subject)).toContain("web4");
  });

  it("does not apply to the first pool where that is the one that cannot be moved", () => {
    const stopped = answersAbout([web(4, { powerState: "stopped" }), web(8)]);

    expect(stopped.findings).toEqual([]);
    expect(stopped.notApplicable.map(({ subject }) => subject).sort()).toEqual(["web4", "web8"]);
  });

  it.for([
    { what: "Trusted Launch", change: { security: { secureBoot: true, vtpm: true } } },
    { what: "encryption at host", change: { hasHostEncryption: true } },
    { what: "a public address a node", change: { nodePublicIp: {} } },
    { what: "a capacity reservation group", change: { capacityReservationGroupId: "/groups/c" } },
    { what: "a dedicated host", change: { hostGroupId: "/groups/h" } },
  ])("is silent where all of them have $what, which a Virtual Machines pool cannot have", ({ change }) => {
    expect(answersAbout([web(4, change), web(8, change)])).toMatchObject(SILENT);
  });

  it("is silent about GPU sizes that are autoscaled, and finds them where their number is fixed", () => {
    const gpus = { skus: known(skus(row(4, { gpus: 1 }), row(8, { gpus: 2 })), NOW) };
    const autoscaled = (vcpus: number) => web(vcpus, { sizes: [poolSize(`Standard_D${vcpus}ds_v5`, 3, { min: 1, max: 6 })] });

    expect(answersAbout([autoscaled(4), autoscaled(8)], gpus).findings).toEqual([]);
    expect(answersAbout([web(4), web(8)], gpus).findings).toHaveLength(1);
  });

  it.for([
    { what: "the family", second: row(8, { family: vmFamily("standardDADSv5Family") }) },
    { what: "the architecture", second: row(8, { architecture: "arm64" }) },
    { what: "having GPUs", second: row(8, { gpus: 1 }) },
    {
      what: "where it places the ephemeral disk",
      second: row(8, {
        ephemeralOsDisk: { ...sku().ephemeralOsDisk, placements: ["nvme"], nvmeBytes: gibToBytes(gib(440)) },
      }),
    },
  ])("is silent where the VM sizes differ in $what", ({ second }) => {
    expect(answersAbout([web(4), web(8)], { skus: known(skus(row(4), second), NOW) })).toMatchObject({ findings: [], unknown: [] });
  });

  it("does not care about the order of labels and taints", () => {
    const pools = [
      web(4, { labels: { a: "1", b: "2" }, taints: ["x=1:NoSchedule", "y=1:NoSchedule"] }),
      web(8, { labels: { b: "2", a: "1" }, taints: ["y=1:NoSchedule", "x=1:NoSchedule"] }),
    ];

    expect(answersAbout(pools).findings).toHaveLength(1);
  });

  it("finds five sizes, and does not apply to six", () => {
    const five = [2, 4, 8, 16, 32].map((vcpus) => web(vcpus));

    expect(answersAbout(five).findings).toMatchObject([{ magnitude: { value: 4 } }]);
    expect(answersAbout([...five, web(64)])).toMatchObject({ findings: [], notApplicable: [{ subject: "web16" }] });
  });

  it("leaves out sizes that may not be made any more", () => {
    const restrictions = known(
      { byKey: new Map([[vmSizeKey(vmSize("Standard_D8ds_v5")), { reason: "NotAvailableForSubscription", zones: [] }]]) },
      NOW,
    );

    const closed = answersAbout([web(4), web(8)], { restrictions });

    expect(closed.findings).toEqual([]);
    expect(closed.notApplicable.map(({ subject }) => subject).sort()).toEqual(["web4", "web8"]);
  });

  it("says how many nodes at a time have room", () => {
    const narrow = known(quotas({ byFamily: new Map([[vmFamily("standardDDSv5Family"), quota(100, 92)]]) }), NOW);
    const finding = onlyFinding(answersAbout([web(4), web(8)], { quotas: narrow }));

    expect(finding.detail).toContain("in 5 batches");
    expect(finding.first).toContain("Each size is built and drained in portions of at most 1 node");
  });

  it("asks for the cluster's identity where the subnet is the team's own", () => {
    const own = { nodeSubnet: SUBNET };
    const finding = onlyFinding(answersAbout([web(4, own), web(8, own)]));

    expect(finding.first).toContainEqual(expect.stringContaining("user-assigned identity"));
  });

  it("cannot tell about any of them where one size has no SKU: it may be like each of the others", () => {
    const apart = web(16, { zones: ["1"] });
    const outcome = answersAbout([web(4), web(8), web(2), apart], { skus: known(skus(row(2), row(4)), NOW) });

    expect(outcome.findings).toEqual([]);
    expect(outcome.unknown.map(({ subject, reason }) => [subject, reason.kind, reason.why])).toEqual(
      ["web2", "web4", "web8"].map((name) => [name, "absent", "the region lists no VM size Standard_D8ds_v5"]),
    );
  });

  it("does not care about the SKU of a pool that could not be merged", () => {
    const outcome = answersAbout([web(4), web(8), web(64, { zones: ["1"] })], { skus: known(skus(row(4), row(8)), NOW) });

    expect(outcome).toMatchObject({ findings: [{ subject: "web4" }], unknown: [] });
  });

  it("does not apply to AKS Automatic, and waits while the cluster is in motion", () => {
    const nodePools = [web(4), web(8)];

    expect(answersOf(mergeIntoVirtualMachinesPool, { of: { nodePools, isAutomatic: true }, facts: FACTS }).notApplicable).toHaveLength(1);
    expect(
      answersOf(mergeIntoVirtualMachinesPool, { of: { nodePools, provisioningState: "Updating" }, facts: FACTS }).unknown,
    ).toHaveLength(1);
  });
});
