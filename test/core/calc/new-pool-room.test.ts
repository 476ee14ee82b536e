import { describe, expect, it } from "vitest";
import { type NewPoolFacts, newPoolRoom } from "../../../src/core/calc/new-pool-room.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily } from "../../../src/core/model/names.ts";
import { cluster, NOW, pool, poolSize, quota, quotas, sku, skus, subnets, subnetUse, without } from "../../support/build.ts";

const SUBNET = subnetId("/nodes");
const D8DS = sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 });
const E8DS = sku({ name: "Standard_E8ds_v5", familyName: "standardEDSv5Family", vcpus: 8, vcpusAvailable: 8 });
const SKUS = skus(sku(), D8DS, E8DS);

const web = (change: Partial<NodePool> = {}) => pool({ name: "web", nodeCount: 12, sizes: [poolSize("Standard_D8ds_v5", 12)], ...change });

const free = (ddsv5: number, change: Parameters<typeof quotas>[0] = {}) =>
  known(
    quotas({
      byFamily: new Map([
        [vmFamily("standardDDSv5Family"), quota(ddsv5, 0)],
        [vmFamily("standardEDSv5Family"), quota(64, 0)],
      ]),
      ...change,
    }),
    NOW,
  );

const facts = (change: Partial<NewPoolFacts> = {}): NewPoolFacts => ({
  cluster: cluster({ network: { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } }),
  skus: SKUS,
  quotas: free(32),
  subnets: known(subnets({ [SUBNET]: known(subnetUse(118, 0), NOW) }), NOW),
  movers: [],
  ...change,
});

describe("a new pool of the same size", () => {
  it("goes in 3 batches of 4 with 32 vCPUs free", () => {
    expect(newPoolRoom(web(), { sku: D8DS }, facts())).toEqual({ kind: "has-room", nodesPerBatch: 4, batches: 3 });
  });

  it("takes addresses where it has a subnet, by the max pods of the new pool", () => {
    const old = web({ nodeSubnet: SUBNET });

    expect(newPoolRoom(old, { sku: D8DS }, facts())).toEqual({ kind: "has-room", nodesPerBatch: 3, batches: 4 });
    expect(newPoolRoom(old, { sku: D8DS, maxPods: 110 }, facts({ quotas: free(200) }))).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "subnet", subnet: SUBNET } }],
    });
  });

  it("gets the addresses of an old node back, and no more", () => {
    const room = newPoolRoom(web({ nodeSubnet: SUBNET }), { sku: D8DS, maxPods: 61 }, facts({ quotas: free(200) }));

    expect(room).toMatchObject({ kind: "no-room", short: [{ of: { kind: "subnet" }, needed: 12 * 62 - 11 * 31, free: 118 }] });
  });

  it("gets nothing back of a stopped pool", () => {
    const room = newPoolRoom(web({ powerState: "stopped" }), { sku: D8DS }, facts());

    expect(room).toMatchObject({ kind: "no-room", short: [{ of: { kind: "family-quota" }, needed: 96, free: 32 }] });
  });

  it("gets nothing back of old nodes whose size has no SKU", () => {
    const odd = web({ sizes: [poolSize("Standard_Nowhere", 12)] });

    expect(newPoolRoom(odd, { sku: D8DS }, facts())).toMatchObject({ kind: "no-room", short: [{ needed: 96 }] });
  });

  it("gets the least back that any size of a Virtual Machines pool gives", () => {
    const mixed = web({
      kind: "virtual-machines",
      nodeCount: 4,
      sizes: [poolSize("Standard_D4ds_v5", 2), poolSize("Standard_D8ds_v5", 2)],
    });

    expect(newPoolRoom(mixed, { sku: D8DS }, facts({ quotas: free(20) }))).toMatchObject({ kind: "has-room", nodesPerBatch: 1 });
    expect(newPoolRoom(mixed, { sku: D8DS }, facts({ quotas: free(19) }))).toMatchObject({ kind: "no-room" });
  });
});

describe("a new pool of another kind", () => {
  it("needs the whole of another family's quota", () => {
    expect(newPoolRoom(web(), { sku: E8DS }, facts())).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "family-quota" }, needed: 96, free: 64, short: 32 }],
    });
    expect(newPoolRoom(web(), { sku: E8DS, nodes: 8 }, facts())).toEqual({ kind: "has-room", nodesPerBatch: 8, batches: 1 });
  });

  it("needs spot quota for every node when it is spot and the old one is not, and no other quota", () => {
    const spot = { sku: D8DS, priority: "spot" as const };

    expect(newPoolRoom(web(), spot, facts({ quotas: free(0, { spot: quota(96, 0) }) }))).toEqual({
      kind: "has-room",
      nodesPerBatch: 12,
      batches: 1,
    });
    expect(newPoolRoom(web(), spot, facts({ quotas: free(500, { spot: quota(95, 0) }) }))).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "spot-quota" }, needed: 96, free: 95 }],
    });
  });

  it("gives family and regional quota back only where the old pool took some", () => {
    const old = web({ priority: "spot" });

    expect(newPoolRoom(old, { sku: D8DS, priority: "regular" }, facts())).toMatchObject({ kind: "no-room", short: [{ needed: 96 }] });
    expect(newPoolRoom(old, { sku: D8DS, priority: "regular" }, facts({ quotas: free(500, { regional: quota(95, 0) }) }))).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "regional-quota" }, needed: 96, free: 95 }],
    });
    expect(newPoolRoom(old, { sku: D8DS }, facts({ quotas: free(0, { spot: quota(16, 0) }) }))).toEqual({
      kind: "has-room",
      nodesPerBatch: 2,
      batches: 6,
    });
  });
});

describe("what was not read", () => {
  it("is cannot tell with its own reason", () => {
    const forbidden = missing("forbidden", "the app may not read it");
    const reason = { cannotTell: forbidden.missing };
    const old = web({ nodeSubnet: SUBNET });

    expect(newPoolRoom(web(), { sku: D8DS }, facts({ quotas: forbidden }))).toEqual(reason);
    expect(newPoolRoom(old, { sku: D8DS }, facts({ subnets: forbidden }))).toEqual(reason);
    expect(newPoolRoom(old, { sku: D8DS }, facts({ subnets: known(subnets({ [SUBNET]: forbidden }), NOW) }))).toEqual(reason);
    expect(newPoolRoom(old, { sku: D8DS }, facts({ subnets: known(subnets(), NOW) }))).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it("is cannot tell for a family that is not in the usage list, and for addresses without max pods", () => {
    expect(newPoolRoom(web(), { sku: D8DS }, facts({ quotas: known(quotas({ byFamily: new Map() }), NOW) }))).toMatchObject({
      cannotTell: { kind: "absent" },
    });
    expect(newPoolRoom(without(web({ nodeSubnet: SUBNET }), "maxPods"), { sku: D8DS }, facts())).toMatchObject({
      cannotTell: { kind: "absent" },
    });
  });

  it("does not stop a pool in a network that AKS made", () => {
    expect(newPoolRoom(web(), { sku: D8DS }, facts({ subnets: missing("forbidden", "no") }))).toMatchObject({ kind: "has-room" });
  });
});

describe("while nodes that share its quota or subnet are being changed", () => {
  const moving = (change: Partial<NodePool>) => [cluster({ nodePools: [web({ provisioningState: "Upgrading", ...change })] })];

  it.for([
    { of: "its family", movers: moving({}), quotas: free(4) },
    {
      of: "its region",
      movers: moving({ sizes: [poolSize("Standard_E8ds_v5", 3)] }),
      quotas: free(32, { regional: quota(4, 0) }),
    },
    { of: "any family", movers: moving({ sizes: [poolSize("Standard_Nowhere", 3)] }), quotas: free(4) },
  ])("a shortage in $of is cannot tell", ({ movers, quotas }) => {
    expect(newPoolRoom(web(), { sku: D8DS }, facts({ movers, quotas }))).toMatchObject({ cannotTell: { kind: "in-motion" } });
  });

  it("a shortage in its subnet or in spot quota is cannot tell", () => {
    const old = web({ nodeSubnet: SUBNET });
    const full = known(subnets({ [SUBNET]: known(subnetUse(118, 110), NOW) }), NOW);
    const spot = { sku: D8DS, priority: "spot" as const };

    expect(
      newPoolRoom(old, { sku: D8DS }, facts({ movers: moving({ nodeSubnet: SUBNET }), subnets: full, quotas: free(500) })),
    ).toMatchObject({
      cannotTell: { kind: "in-motion" },
    });
    expect(newPoolRoom(web(), spot, facts({ movers: moving({ priority: "spot" }), quotas: free(0, { spot: quota(0, 0) }) }))).toMatchObject(
      {
        cannotTell: { kind: "in-motion" },
      },
    );
  });

  it("room stands, and so does a shortage that has nothing to do with it", () => {
    const elsewhere = moving({ sizes: [poolSize("Standard_E8ds_v5", 3)] });

    expect(newPoolRoom(web(), { sku: D8DS }, facts({ movers: moving({}) }))).toMatchObject({ kind: "has-room" });
    expect(newPoolRoom(web(), { sku: D8DS }, facts({ movers: elsewhere, quotas: free(4, { regional: quota(4, 0) }) }))).toEqual({
      kind: "no-room",
      short: [{ of: { kind: "family-quota" }, needed: 8, free: 4, short: 4 }],
    });
  });
});
