import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmFamily, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { EphemeralCapability, Placement } from "../../../src/core/model/region.ts";
import { bytes, gib, gibToBytes } from "../../../src/core/model/units.ts";
import { managedOsDisk } from "../../../src/core/rules/managed-os-disk.ts";
import {
  cluster,
  minutesAfter,
  NOW,
  nights,
  pool,
  poolSize,
  price,
  prices,
  quota,
  quotas,
  ref,
  sku,
  skus,
  snapshot,
} from "../../support/build.ts";
import { answersOn, commandsOf, onlyFinding, SILENT } from "./judging.ts";

const D4 = vmSize("Standard_D4ds_v5");
const D8 = vmSize("Standard_D8ds_v5");

function disks(
  placements: readonly Placement[],
  sizes: { readonly cache?: number; readonly temp?: number; readonly nvme?: number },
): EphemeralCapability {
  const { cache = 0, temp = 0, nvme = 0 } = sizes;
  const of = (size: number) => gibToBytes(gib(size));
  return { isSupported: true, placements, cacheBytes: of(cache), tempBytes: of(temp), nvmeBytes: of(nvme) };
}
const managed = (sizeGiB: number, change: Partial<NodePool> = {}) =>
  pool({ nodeCount: 12, sizes: [poolSize(D4, 12)], osDisk: { kind: "managed", sizeGiB: gib(sizeGiB) }, ...change });
const withDisks = (ephemeralOsDisk: EphemeralCapability) => ({ skus: known(skus(sku({ ephemeralOsDisk })), NOW) });
const familyFree = (free: number) => ({
  quotas: known(quotas({ byFamily: new Map([[vmFamily("standardddsv5family"), quota(200, 200 - free)]]) }), NOW),
});

describe("managed-os-disk", () => {
  it.for([
    { what: "a temp disk", offers: disks(["temp"], { temp: 300 }), size: 256, says: "44 of 300 GiB temp disk stay" },
    { what: "a temp disk of exactly its size", offers: disks(["temp"], { temp: 128 }), size: 128, says: "0 of 128 GiB temp disk stay" },
    { what: "a cache", offers: disks(["cache", "temp"], { cache: 200, temp: 300 }), size: 128, says: "72 of 200 GiB cache stay" },
    {
      what: "NVMe",
      offers: disks(["nvme"], { nvme: 440 }),
      size: 128,
      says: "the local NVMe disk takes them, and nothing of it stays for pods",
    },
  ])("finds a managed disk of $size GiB beside $what", ({ offers, size, says }) => {
    const finding = onlyFinding(answersOn(managedOsDisk, managed(size), { facts: withDisks(offers) }));

    expect(finding).toMatchObject({
      subject: "apps",
      severity: "medium",
      magnitude: { value: 12, unit: "node" },
      worth: { kind: "not-priced" },
    });
    expect(finding.detail).toContain(`12 managed disks of ${size} GiB can become local: ${says}. Needs a new pool, in 1 batch.`);
    expect(commandsOf(finding)[0]).toContain(`-n appseph --node-vm-size Standard_D4ds_v5 --node-count 12`);
    expect(commandsOf(finding)[0]).toContain(`--node-osdisk-type Ephemeral --node-osdisk-size ${size}`);
  });

  it.for([
    {
      what: "a disk that is ephemeral already",
      on: { osDisk: { kind: "ephemeral", sizeGiB: gib(128) } },
      offers: disks(["temp"], { temp: 300 }),
    },
    { what: "a disk a GiB too large", on: {}, offers: disks(["temp"], { temp: 127 }) },
    {
      what: "Trusted Launch, which takes the last GiB",
      on: { security: { secureBoot: true, vtpm: true } },
      offers: disks(["temp"], { temp: 128 }),
    },
    { what: "a size without local disk", on: {}, offers: disks(["temp"], {}) },
    { what: "NVMe that may not hold the OS", on: {}, offers: disks(["temp"], { nvme: 440 }) },
    { what: "a gateway pool", on: { mode: "gateway" }, offers: disks(["temp"], { temp: 300 }) },
  ] as const)("is silent about $what", ({ on, offers }) => {
    expect(answersOn(managedOsDisk, managed(128, on), { facts: withDisks(offers) })).toMatchObject(SILENT);
  });

  it("cannot tell where only a larger temp disk beside a small cache could hold it", () => {
    const outcome = answersOn(managedOsDisk, managed(128), { facts: withDisks(disks(["cache", "temp"], { cache: 30, temp: 160 })) });

    expect(outcome).toMatchObject({ findings: [], unknown: [{ subject: "apps", reason: { kind: "unsupported" } }] });
  });

  it.for([
    { what: "nodes are deallocated when they go", on: { scaleDownMode: "deallocate" } },
    { what: "it is an availability set", on: { kind: "availability-set" } },
    { what: "evicted nodes are deallocated", on: { priority: "spot", spot: { evictionPolicy: "deallocate" } } },
    { what: "OS Guard is shown on managed disks only", on: { osSku: "AzureLinuxOSGuard" } },
    { what: "pods' storage takes the temp disk", on: { kubeletDisk: "temporary" } },
    { what: "the pool is stopped", on: { powerState: "stopped" } },
    { what: "it is fixed at no nodes", on: { nodeCount: 0, sizes: [poolSize(D4, 0)] } },
  ] as const)("does not apply where $what", ({ on }) => {
    expect(answersOn(managedOsDisk, managed(128, on))).toMatchObject({ findings: [], unknown: [], notApplicable: [{ subject: "apps" }] });
  });

  it("does not apply to AKS Automatic, nor where the size may not be made any more", () => {
    const restrictions = known({ byKey: new Map([[vmSizeKey(D4), { reason: "NotAvailableForSubscription", zones: [] }]]) }, NOW);

    expect(answersOn(managedOsDisk, managed(128), { of: { isAutomatic: true } }).notApplicable).toHaveLength(1);
    expect(answersOn(managedOsDisk, managed(128), { facts: { restrictions } }).notApplicable).toHaveLength(1);
  });

  it("cannot tell without the SKU of the size", () => {
    expect(answersOn(managedOsDisk, managed(128, { sizes: [poolSize(D8, 12)] }))).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent", why: "the region lists no VM size Standard_D8ds_v5" } }],
    });
  });

  it.for([
    { free: 48, batches: "in 1 batch", batch: 12 },
    { free: 47, batches: "in 2 batches", batch: 11 },
    { free: 20, batches: "in 3 batches", batch: 5 },
    { free: 4, batches: "in 12 batches", batch: 1 },
  ])("with $free vCPUs free the new pool is built $batches", ({ free, batches, batch }) => {
    const finding = onlyFinding(answersOn(managedOsDisk, managed(128), { facts: familyFree(free) }));

    expect(finding.detail).toContain(batches);
    expect(commandsOf(finding)[0]).toContain(`--node-count ${batch} `);
  });

  it("is found without room for one node too, and says what is short first", () => {
    const finding = onlyFinding(answersOn(managedOsDisk, managed(128), { facts: familyFree(3) }));

    expect(finding.detail).toContain("has no room now");
    expect(finding.first).toContain("The new pool has room: 1 vCPU more in the family quota");
  });

  it("does not call it short while the family is in motion elsewhere", () => {
    const mover = snapshot(cluster({ ...ref("other"), provisioningState: "Upgrading" }));
    const outcome = answersOn(managedOsDisk, managed(128), { facts: familyFree(3), others: [mover] });

    expect(onlyFinding(outcome).notKnown[0]).toMatch(/^whether the new pool has room: /);
  });

  it("is found without quotas and restrictions, which then are not known", () => {
    const facts = { quotas: missing("throttled", "Azure asked to wait"), restrictions: missing("throttled", "Azure asked to wait") };
    const finding = onlyFinding(answersOn(managedOsDisk, managed(128), { facts }));

    expect(finding.notKnown).toEqual([
      "whether the VM size may still be made here: Azure asked to wait",
      "whether the new pool has room: Azure asked to wait",
    ]);
  });

  it("does not speak of quota where nodes come from a capacity reservation group", () => {
    const finding = onlyFinding(
      answersOn(managedOsDisk, managed(128, { capacityReservationGroupId: "/groups/crg" }), { facts: familyFree(0) }),
    );

    expect(finding.notKnown[0]).toContain("capacity reservation group");
    expect(commandsOf(finding)[0]).toContain("--crg-id /groups/crg");
  });

  it.for([
    { what: "FIPS", on: { isFips: true }, flag: "--enable-fips-image" },
    { what: "encryption at host", on: { hasHostEncryption: true }, flag: "--enable-encryption-at-host" },
    { what: "ultra disks", on: { hasUltraDisk: true }, flag: "--enable-ultra-ssd" },
    { what: "split GPUs", on: { gpuInstanceProfile: "MIG1g" }, flag: "--gpu-instance-profile MIG1g" },
    { what: "public addresses", on: { nodePublicIp: {} }, flag: "--enable-node-public-ip --" },
    {
      what: "public addresses of a prefix",
      on: { nodePublicIp: { prefixId: "/prefixes/p" } },
      flag: "--enable-node-public-ip --node-public-ip-prefix-id /prefixes/p",
    },
  ] as const)("gives the new pool $what where the old one has it", ({ on, flag }) => {
    expect(commandsOf(onlyFinding(answersOn(managedOsDisk, managed(128, on))))[0]).toContain(flag);
  });

  describe("in a Virtual Machines pool", () => {
    const twoSizes = managed(128, {
      kind: "virtual-machines",
      zones: [],
      sizes: [poolSize(D4, 8), poolSize(D8, 4)],
    });
    const both = (second: EphemeralCapability) => ({
      skus: known(skus(sku(), sku({ name: D8, vcpus: 8, vcpusAvailable: 8, ephemeralOsDisk: second })), NOW),
    });

    it("asks every size, and adds a profile for each", () => {
      const finding = onlyFinding(answersOn(managedOsDisk, twoSizes, { facts: both(disks(["temp"], { temp: 300 })) }));

      expect(commandsOf(finding).slice(0, 2)).toEqual([
        expect.stringContaining("--vm-set-type VirtualMachines --vm-sizes Standard_D4ds_v5 --node-count 8"),
        "az aks nodepool manual-scale add -g rg-prod --cluster-name prod-weu-1 -n appseph --vm-sizes Standard_D8ds_v5 --node-count 4",
      ]);
    });

    it("says how many at a time where a size has no room as a whole", () => {
      const finding = onlyFinding(
        answersOn(managedOsDisk, twoSizes, { facts: { ...both(disks(["temp"], { temp: 300 })), ...familyFree(16) } }),
      );

      expect(finding.detail).toContain("in 4 batches");
      expect(finding.first).toContain("Each size is built and drained in portions of at most 2 nodes");
    });

    it("is silent where one size has no room", () => {
      expect(answersOn(managedOsDisk, twoSizes, { facts: both(disks(["temp"], { temp: 100 })) })).toMatchObject({
        findings: [],
        unknown: [],
      });
    });

    it("does not apply where the sizes would place the disk differently", () => {
      expect(answersOn(managedOsDisk, twoSizes, { facts: both(disks(["nvme"], { nvme: 440 })) })).toMatchObject({
        findings: [],
        notApplicable: [{ subject: "apps" }],
      });
    });
  });

  describe("is worth what the disks cost", () => {
    const LARGE = disks(["temp"], { temp: 1024 });
    const priced = { prices: known(prices(), NOW) };

    it.for([
      { what: "128 GiB are a P10", size: 128, premium: true, monthly: 12 * 20 },
      { what: "129 GiB are billed as a P15", size: 129, premium: true, monthly: 12 * 38 },
      { what: "256 GiB are a P15", size: 256, premium: true, monthly: 12 * 38 },
      { what: "a size without premium disks has Standard SSDs", size: 128, premium: false, monthly: 12 * 10 },
    ])("firm: $what", ({ size, premium, monthly }) => {
      const facts = { ...priced, skus: known(skus(sku({ ephemeralOsDisk: LARGE, hasPremiumDisk: premium })), NOW) };
      const { worth } = onlyFinding(answersOn(managedOsDisk, managed(size), { facts }));

      expect(worth).toMatchObject({
        kind: "monthly",
        about: "disk",
        firmness: "firm",
        monthly: { amount: monthly, currency: "EUR" },
        basis: { kind: "tonight" },
      });
    });

    it("on the mean once seven nights are known: 8 × 12 nodes and 4 × 6 are 10", () => {
      const history = nights([12, 12, 12, 12, 12, 12, 12, 12, 6, 6, 6, 6]);
      const { worth } = onlyFinding(answersOn(managedOsDisk, managed(128), { facts: { ...withDisks(LARGE), ...priced }, history }));

      expect(worth).toMatchObject({ basis: { kind: "mean", nights: 12 }, monthly: { amount: 10 * 20 } });
    });

    it.for([
      { what: "prices were not read", facts: { prices: missing("unavailable", "the price list did not answer") }, why: /did not answer/ },
      { what: "the list has no such disk", facts: { prices: known(prices({ disks: { "P15 LRS": price(38) } }), NOW) }, why: /P10/ },
      {
        what: "the list is older than eight days",
        facts: { prices: known(prices(), minutesAfter(-8 * 1440 - 1)) },
        why: /more than 8 days ago/,
      },
    ])("not priced, and found all the same, where $what", ({ facts, why }) => {
      const finding = onlyFinding(answersOn(managedOsDisk, managed(128), { facts: { ...withDisks(LARGE), ...facts } }));

      expect(finding.worth).toEqual({ kind: "not-priced", why: expect.stringMatching(why) });
    });
  });

  it("waits while the cluster is in motion", () => {
    expect(answersOn(managedOsDisk, managed(128), { of: { provisioningState: "Updating" } })).toMatchObject({
      findings: [],
      unknown: [{}],
    });
  });

  it("needs no exact bytes of an unsupported size", () => {
    const unsupported = { isSupported: false, cacheBytes: bytes(0), tempBytes: bytes(0), nvmeBytes: bytes(0) };

    expect(answersOn(managedOsDisk, managed(128), { facts: withDisks(unsupported) })).toMatchObject({ findings: [], unknown: [] });
  });
});
