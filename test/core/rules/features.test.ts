import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { REAL } from "../../../local/real.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId } from "../../../src/core/model/names.ts";
import type { VmSku } from "../../../src/core/model/region.ts";
import { CONFLICTS, FEATURES, type Feature } from "../../../src/core/rules/feature-table.ts";
import { conflictsOf, featuresOf, isSwitchable, whyNever } from "../../../src/core/rules/features.ts";
import { ArmAgentPool } from "../../../src/edge/azure/arm-agent-pool.ts";
import { pool, poolSize, sku } from "../../support/build.ts";

interface Example {
  readonly pool?: Partial<NodePool>;
  readonly sku?: Partial<VmSku>;
}

/** The smallest change that gives a plain pool a feature. */
const EXAMPLES: Record<Feature, Example> = {
  arm64: { sku: { architecture: "arm64" } },
  "artifact-streaming": { pool: { hasArtifactStreaming: true } },
  "availability-set": { pool: { kind: "availability-set" } },
  "capacity-group": { pool: { capacityReservationGroupId: "/crg" } },
  "cluster-autoscaler": { pool: { sizes: pool().sizes } },
  "confidential-vm": { sku: { isConfidential: true } },
  "dedicated-host": { pool: { hostGroupId: "/hosts" } },
  "ephemeral-os-disk": { pool: { osDisk: { ...pool().osDisk, kind: "ephemeral" } } },
  "evicted-deallocated": { pool: { spot: { evictionPolicy: "deallocate" } } },
  fips: { pool: { isFips: true } },
  flatcar: { pool: { osSku: "Flatcar" } },
  gpu: { sku: { gpus: 1 } },
  "gpu-partition": { pool: { gpuInstanceProfile: "MIG1g" } },
  "host-encryption": { pool: { hasHostEncryption: true } },
  infiniband: { sku: { hasInfiniband: true } },
  "node-public-ip": { pool: { nodePublicIp: {} } },
  "os-guard": { pool: { osSku: "AzureLinux3OSGuard" } },
  "pod-sandboxing": { pool: { workloadRuntime: "KataVmIsolation" } },
  "proximity-group": { pool: { proximityPlacementGroupId: "/ppg" } },
  "scaled-down-deallocated": { pool: { scaleDownMode: "deallocate" } },
  "several-zones": { pool: { zones: ["1", "2"] } },
  snapshot: { pool: { snapshotSourceId: "/snapshot" } },
  spot: { pool: { priority: "spot" } },
  "system-mode": { pool: { mode: "system" } },
  "trusted-launch": { pool: { security: { secureBoot: false, vtpm: true } } },
  "ultra-disk": { pool: { hasUltraDisk: true } },
  "virtual-machines": { pool: { kind: "virtual-machines" } },
  windows: { pool: { os: "windows" } },
  zones: { pool: { zones: ["1"] } },
};
const ALL = Object.keys(EXAMPLES) as Feature[];

/** A pool of a fixed size on managed disks without zones: it has no feature of the table. */
const plain = (): NodePool =>
  pool({
    zones: [],
    nodeImageVersion: "AKSUbuntu-2404gen2containerd-202611.10.0",
    osDisk: { ...pool().osDisk, kind: "managed" },
    sizes: pool().sizes.map(({ vmSize, nodeCount }) => poolSize(vmSize, nodeCount)),
  });

function having(...features: readonly Feature[]): readonly [NodePool, VmSku] {
  const examples = features.map((feature) => EXAMPLES[feature]);
  return [Object.assign(plain(), ...examples.map((each) => each.pool)), sku(Object.assign({}, ...examples.map((each) => each.sku)))];
}

describe("the features of a pool", () => {
  it("are none for a plain one", () => {
    expect([...featuresOf(...having())]).toEqual([]);
  });

  it.for(ALL)("have %s where it is so", (feature) => {
    expect([...featuresOf(...having(feature))]).toContain(feature);
  });

  it.for([
    { image: "AKSUbuntu-2204gen2fipscontainerd-202602.03.0", feature: "fips" },
    { image: "AKSUbuntu-2404gen2arm64containerd-202611.10.0", feature: "arm64" },
    { image: "AKSUbuntu-2404gen2CVMcontainerd-202611.10.0", feature: "confidential-vm" },
  ] as const)("are read from the image $image where nothing else says $feature", ({ image, feature }) => {
    expect([...featuresOf({ ...plain(), nodeImageVersion: image })]).toEqual([feature]);
  });
});

describe.for(CONFLICTS)("$of.0 and $of.1", ({ of, why, exceptOn = [] }) => {
  it("is found whichever of them is wanted for a pool that has the others", () => {
    for (const wanted of of) {
      const others = of.filter((each) => each !== wanted);

      expect(conflictsOf(wanted, ...having(...others)).map((each) => each.why)).toContain(why);
    }
  });

  it("is none while one of the others is missing, or on an image that it does not hold for", () => {
    const [wanted, ...others] = of;
    for (const left of others) {
      const kept = others.filter((each) => each !== left);

      expect(conflictsOf(wanted, ...having(...kept)).filter((each) => each.of === of)).toEqual([]);
    }
    for (const part of exceptOn) {
      const [made, size] = having(...others);

      expect(conflictsOf(wanted, { ...made, nodeImageVersion: `AKS${part}gen2` }, size).filter((each) => each.of === of)).toEqual([]);
    }
  });
});

describe("the table", () => {
  it("has every feature and every conflict once, on a page with the day it was read", () => {
    const pages = [...Object.values(FEATURES), ...CONFLICTS].map(({ on }) => on);

    expect(new Set<string>(ALL)).toEqual(new Set(Object.keys(FEATURES)));
    expect(new Set(CONFLICTS.map(({ of }) => ALL.filter((feature) => of.includes(feature)).join())).size).toBe(CONFLICTS.length);
    for (const { url, checkedOn } of pages) {
      expect(url).toMatch(/^https:\/\/(learn\.microsoft\.com\/(azure|rest\/api)\/|github\.com\/Azure\/AKS\/)[\w/-]+$/);
      expect(checkedOn).toMatch(/^2026-\d\d-\d\d$/);
    }
  });

  it("gives clauses: no full stop, at most a line", () => {
    for (const { why } of CONFLICTS) expect(why).toMatch(/^.{10,110}[^.]$/);
  });
});

describe("what is wanted for a pool", () => {
  it.for([
    { wanted: "spot", pool: plain() },
    { wanted: "spot", pool: { ...plain(), os: "windows" as const, zones: ["1", "2", "3"] } },
    { wanted: "ephemeral-os-disk", pool: { ...plain(), os: "windows" as const, priority: "spot" as const } },
    { wanted: "virtual-machines", pool: { ...plain(), nodeSubnet: subnetId("/subnet") } },
  ] as const)("$wanted is not refused where nothing stands against it", ({ wanted, pool: of }) => {
    expect(whyNever(wanted, of, sku())).toBeUndefined();
  });

  it("names what Azure refuses before what is only pointless or unproven", () => {
    const [made, size] = having("dedicated-host", "capacity-group", "node-public-ip", "zones");

    expect(conflictsOf("spot", made, size).map(({ verdict }) => verdict)).toEqual(["refused", "defeated"]);
    expect(conflictsOf("virtual-machines", made, size).map(({ verdict }) => verdict)).toEqual([
      "refused",
      "unproven",
      "unproven",
      "unproven",
    ]);
    expect(whyNever("spot", made, size)).toBe("it is bound to a capacity reservation group, which takes no spot VMs");
  });

  it("tells what can be switched from what needs a new pool", () => {
    expect(["fips", "trusted-launch", "cluster-autoscaler"].map((feature) => isSwitchable(feature as Feature))).toEqual([true, true, true]);
    expect(["spot", "ephemeral-os-disk", "zones", "capacity-group"].map((feature) => isSwitchable(feature as Feature))).toEqual([
      ...[false, false, false, false],
    ]);
  });
});

it.skipIf(!existsSync(`${REAL}/arm`))(
  "no pool that Azure itself answered with has what the table says it refuses (needs the folder of recorded answers: ADVISOR_REAL)",
  () => {
    const Body = z.looseObject({});
    const pools = globSync("*.json", { cwd: `${REAL}/arm` })
      .filter((file) => /^(cluster|agentpool)-/.test(file))
      .flatMap((file) => poolsIn(Body.parse(JSON.parse(readFileSync(`${REAL}/arm/${file}`, "utf8")))));

    const refused = pools.flatMap((each) => {
      const has = featuresOf(each);
      return [...has].flatMap((feature) =>
        conflictsOf(feature, each)
          .filter(({ verdict }) => verdict === "refused")
          .map(({ of }) => `${each.name} on ${each.nodeImageVersion}: ${of.join(" and ")}`),
      );
    });

    expect(pools.length).toBeGreaterThan(50);
    expect([...new Set(pools.flatMap((each) => [...featuresOf(each)]))].length).toBeGreaterThan(12);
    expect(refused).toEqual([]);
  },
);

/** Wherever they stand in a body: inside clusters, by themselves, or in lists. */
function poolsIn(value: unknown): NodePool[] {
  if (typeof value !== "object" || value === null) return [];
  const { success, data } = ArmAgentPool.safeParse("properties" in value ? { ...value, ...Object(value.properties) } : value);
  if (success && "osDiskSizeGB" in Object("properties" in value ? value.properties : value)) return [data];
  return Object.values(value).flatMap(poolsIn);
}
