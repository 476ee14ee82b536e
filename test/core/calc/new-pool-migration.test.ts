import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesWithin } from "../../../src/core/calc/new-pool-batches.ts";
import { type MigrationFacts, migrationRoom } from "../../../src/core/calc/new-pool-migration.ts";
import { newPoolRoom } from "../../../src/core/calc/new-pool-room.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily } from "../../../src/core/model/names.ts";
import { cluster, NOW, pool, poolSize, quota, quotas, sku, skus, subnets, subnetUse, systemPool, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const SUBNET = subnetId("/nodes");
const D8DS = sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 });
const E8DS = sku({ name: "Standard_E8ds_v5", familyName: "standardEDSv5Family", vcpus: 8, vcpusAvailable: 8 });
const web = (nodeCount = 12, change: Partial<NodePool> = {}) =>
  pool({ name: "web", nodeCount, sizes: [poolSize("Standard_D8ds_v5", nodeCount)], ...change });
const overlay = (podCidr: string, nodePools: readonly NodePool[], change: Partial<Cluster> = {}) =>
  cluster({ network: { model: "overlay", podCidrs: [podCidr], outboundType: "loadBalancer" }, nodePools, ...change });

const facts = (of: Cluster, ddsv5: number, change: Partial<MigrationFacts> = {}): MigrationFacts => ({
  cluster: of,
  skus: skus(sku(), D8DS, E8DS),
  quotas: known(
    quotas({
      byFamily: new Map([
        [vmFamily("standardDDSv5Family"), quota(ddsv5, 0)],
        [vmFamily("standardEDSv5Family"), quota(96, 0)],
      ]),
      regional: quota(20_000, 0),
    }),
    NOW,
  ),
  subnets: known(subnets({ [SUBNET]: known(subnetUse(118, 0), NOW) }), NOW),
  movers: [],
  ...change,
});

describe("the room a new pool needs beside the old one", () => {
  it("is 3 batches of 4 with 32 vCPUs free, with the most of each that is taken at once", () => {
    expect(migrationRoom(web(), { sku: D8DS }, facts(overlay("10.244.0.0/16", [systemPool(), web()]), 32))).toEqual({
      kind: "has-room",
      nodesPerBatch: 4,
      batches: 3,
      peaks: [
        { of: { kind: "family-quota" }, needed: 32, free: 32 },
        { of: { kind: "regional-quota" }, needed: 32, free: 20_000 },
        { of: { kind: "cluster-nodes" }, needed: 4, free: 4985 },
        { of: { kind: "pod-cidr" }, needed: 4, free: 241 },
        { of: { kind: "scale-set" }, needed: 12, free: 1000 },
      ],
    });
  });

  it("takes another family for all nodes, and the region for a batch", () => {
    const room = migrationRoom(web(), { sku: E8DS }, facts(overlay("10.244.0.0/16", [web()]), 0));

    expect(room).toMatchObject({ kind: "has-room", nodesPerBatch: 12, peaks: [{ needed: 96, free: 96 }, { needed: 96 }, {}, {}, {}] });
  });

  it("goes by the pod range where that is the tightest, nodes of all pools counted", () => {
    const of = (podCidr: string) => facts(overlay(podCidr, [systemPool(), web()]), 500);

    expect(migrationRoom(web(), { sku: D8DS }, of("10.244.0.0/20"))).toMatchObject({ kind: "has-room", nodesPerBatch: 1, batches: 12 });
    expect(migrationRoom(web(13), { sku: D8DS }, facts(overlay("10.244.0.0/20", [systemPool(), web(13)]), 500))).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "pod-cidr" }, needed: 1, free: 0, short: 1 }],
    });
    expect(newPoolRoom(web(13), { sku: D8DS }, facts(overlay("10.244.0.0/20", [systemPool(), web(13)]), 500))).toMatchObject({
      kind: "has-room",
    });
  });

  it("goes by addresses, and takes public ones where the old nodes have them", () => {
    const old = web(12, { nodeSubnet: SUBNET, nodePublicIp: { prefixId: "/prefix" } });
    const of = cluster({ network: { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" }, nodePools: [old] });

    expect(migrationRoom(old, { sku: D8DS }, facts(of, 500, { publicIps: { free: 2 } }))).toMatchObject({ nodesPerBatch: 2, batches: 6 });
    expect(migrationRoom(old, { sku: D8DS }, facts(of, 500, { publicIps: { free: 16 } }))).toMatchObject({ nodesPerBatch: 3, batches: 4 });
    expect(migrationRoom(old, { sku: D8DS }, facts(of, 500, { publicIps: { free: 0 } }))).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "public-ips" }, short: 1 }],
    });
    expect(migrationRoom(old, { sku: D8DS }, facts(of, 500))).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it("has a scale set of its own, which ends at 1000; a Virtual Machines pool has none", () => {
    const of = facts(overlay("10.240.0.0/12", [web(600)]), 20_000);
    const target = { sku: D8DS, nodes: 1001 };

    expect(migrationRoom(web(600), { sku: D8DS, nodes: 1000 }, of)).toMatchObject({ kind: "has-room" });
    expect(migrationRoom(web(600), target, of)).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "scale-set" }, needed: 1001, short: 1 }],
    });
    expect(migrationRoom(web(600), { ...target, kind: "virtual-machines" }, of)).toMatchObject({ kind: "has-room" });
  });

  it("ends at the nodes of the cluster's tier", () => {
    const nodePools = [web(12), pool({ name: "big", nodeCount: 986 })];
    const of = (tier: Cluster["tier"]) => facts(overlay("10.240.0.0/12", nodePools, { tier }), 500);

    expect(migrationRoom(web(12), { sku: D8DS }, of("free"))).toMatchObject({ kind: "has-room", nodesPerBatch: 2 });
    expect(migrationRoom(web(12), { sku: D8DS }, of("standard"))).toMatchObject({ kind: "has-room", nodesPerBatch: 12 });
  });

  it("gets nothing back of a stopped pool", () => {
    const old = web(12, { powerState: "stopped" });

    expect(migrationRoom(old, { sku: D8DS }, facts(overlay("10.244.0.0/16", [old]), 500))).toMatchObject({
      peaks: [{ needed: 96 }, { needed: 96 }, { of: { kind: "cluster-nodes" }, needed: 12 }, { needed: 12 }, { needed: 12 }],
    });
  });
});

describe("old nodes that make way", () => {
  it("give one place back each, also where the new ones are twice as many", () => {
    const of = facts(overlay("10.244.0.0/20", [web()]), 500);

    expect(migrationRoom(web(), { sku: D8DS, nodes: 24 }, of)).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "pod-cidr" }, needed: 13, free: 4, short: 9 }],
    });
  });

  it("give none back where they were stopped", () => {
    const old = web(12, { powerState: "stopped" });

    expect(migrationRoom(old, { sku: D8DS }, facts(overlay("10.244.0.0/20", [old]), 500))).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "pod-cidr" }, needed: 12, free: 4 }],
    });
  });
});

describe("what is not known of a migration", () => {
  it("is cannot tell: no pod range, no usage list, no max pods", () => {
    const noRange = cluster({ network: { model: "overlay", podCidrs: [], outboundType: "loadBalancer" }, nodePools: [web()] });
    const forbidden = missing("forbidden", "the app may not read it");
    const nodeSubnet = cluster({ network: { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } });

    expect(migrationRoom(web(), { sku: D8DS }, facts(noRange, 500))).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(migrationRoom(web(), { sku: D8DS }, facts(overlay("10.244.0.0/16", [web()]), 0, { quotas: forbidden }))).toEqual({
      cannotTell: forbidden.missing,
    });
    expect(migrationRoom(without(web(12, { nodeSubnet: SUBNET }), "maxPods"), { sku: D8DS }, facts(nodeSubnet, 500))).toMatchObject({
      cannotTell: { kind: "absent" },
    });
    expect(migrationRoom(web(), { sku: D8DS, nodes: 2.5 }, facts(overlay("10.244.0.0/16", [web()]), 500))).toMatchObject({
      cannotTell: { kind: "unreadable" },
    });
  });

  it("is a shortage where nodes come or go; one of the new pool's own scale set stands", () => {
    const moving = pool({
      name: "moving",
      nodeCount: 4,
      provisioningState: "Scaling",
      sizes: [poolSize("Standard_D8ds_v5", 4)],
    });
    const full = overlay("10.244.0.0/20", [web(12), moving]);

    expect(migrationRoom(web(12), { sku: D8DS }, facts(full, 500, { movers: [full] }))).toMatchObject({
      cannotTell: { kind: "in-motion" },
    });
    expect(migrationRoom(web(12), { sku: D8DS }, facts(full, 4, { movers: [full] }))).toMatchObject({ cannotTell: { kind: "in-motion" } });
    expect(migrationRoom(web(12), { sku: D8DS, nodes: 1001 }, facts(full, 20_000, { movers: [full] }))).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "scale-set" } }],
    });
  });
});

describe("law: no batch is larger than every resource has room for, and the next one is too large for one", () => {
  const demands = fc.array(
    fc.record({
      perNew: fc.integer({ min: 0, max: 64 }),
      perOld: fc.integer({ min: 0, max: 64 }),
      free: fc.integer({ min: -10, max: 3000 }),
    }),
    { minLength: 1, maxLength: 4 },
  );

  /** Builds batch by batch, and says whether everything held. */
  function holds(batch: number, nodes: number, oldNodes: number, of: readonly { perNew: number; perOld: number; free: number }[]): boolean {
    return of.every(({ perNew, perOld, free }) => {
      let taken = 0;
      let drained = 0;
      for (let built = 0; built < nodes; ) {
        const made = Math.min(batch, nodes - built);
        built += made;
        taken += made * perNew;
        if (taken > 0 && taken > free) return false;
        const gone = Math.floor((built * oldNodes) / nodes);
        taken -= (gone - drained) * perOld;
        drained = gone;
      }
      return true;
    });
  }

  law("whatever it takes from", [fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 80 }), demands], (nodes, oldNodes, of) => {
    const room = batchesWithin(
      nodes,
      oldNodes,
      of.map(({ perNew, perOld, free }, index) => ({ of: index, perNew, perOld, room: { free } })),
    );
    if ("cannotTell" in room) throw new Error("everything is known");

    if (room.kind === "no-room") expect(holds(1, nodes, oldNodes, of)).toBe(false);
    else {
      expect(holds(room.nodesPerBatch, nodes, oldNodes, of)).toBe(true);
      if (room.nodesPerBatch < nodes) expect(holds(room.nodesPerBatch + 1, nodes, oldNodes, of)).toBe(false);
      expect(room.batches).toBe(Math.ceil(nodes / room.nodesPerBatch));
      for (const { needed, free } of room.peaks) if (needed > 0) expect(needed).toBeLessThanOrEqual(free);
    }
  });
});
