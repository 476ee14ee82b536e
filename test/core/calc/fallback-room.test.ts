import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FallbackFacts, type FallbackRoom, fallbackRoom } from "../../../src/core/calc/fallback-room.ts";
import { type Fact, known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily } from "../../../src/core/model/names.ts";
import type { Quotas, Subnets, VmSku } from "../../../src/core/model/region.ts";
import { gib } from "../../../src/core/model/units.ts";
import { cluster, NOW, pool, poolSize, quota, quotas, sku, skus, subnets, subnetUse, told, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const D4 = sku();
const D8 = sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8, memoryGiB: gib(32) });
const E4 = sku({ name: "Standard_E4ds_v5", memoryGiB: gib(32), familyName: "standardEDSv5Family" });
const F8 = sku({ name: "Standard_F8s_v2", vcpus: 8, vcpusAvailable: 8, memoryGiB: gib(16), familyName: "standardFSv2Family" });
const GPU = sku({ name: "Standard_NC4as_T4_v3", gpus: 1, memoryGiB: gib(28), familyName: "Standard NCASv3_T4 Family" });

const workers = (of: VmSku, nodeCount: number, max?: number, change: Partial<NodePool> = {}) =>
  pool({
    name: "workers",
    nodeCount,
    sizes: [{ vmSize: of.vmSize, nodeCount, ...(max === undefined ? {} : { autoscale: { min: 1, max } }) }],
    ...change,
  });
const freeIn = (families: Readonly<Record<string, number>>, regional = 1000): Quotas =>
  quotas({
    byFamily: new Map(Object.entries(families).map(([family, free]) => [vmFamily(family), quota(2000, 2000 - free)])),
    regional: quota(2000, 2000 - regional),
  });
const ALL_FREE = { standardDDSv5Family: 1000, standardEDSv5Family: 1000, standardFSv2Family: 1000, "Standard NCASv3_T4 Family": 1000 };

interface Scene {
  readonly displaced?: { readonly nodes: number; readonly sku?: VmSku; readonly change?: Partial<NodePool> };
  readonly free?: Quotas;
  readonly nets?: Fact<Subnets>;
  readonly network?: FallbackFacts["cluster"]["network"];
}

function roomIn(pools: readonly NodePool[], { displaced, free = freeIn(ALL_FREE), nets, network }: Scene = {}): FallbackRoom {
  const { nodes = 12, sku: of = D4, change = {} } = displaced ?? {};
  const gone = pool({ name: "burst", nodeCount: nodes, sizes: [poolSize(of.vmSize, nodes)], ...change });
  const facts = {
    cluster: cluster({ nodePools: [gone, ...pools], ...(network ? { network } : {}) }),
    skus: skus(D4, D8, E4, F8, GPU),
    quotas: free,
    subnets: nets ?? known(subnets(), NOW),
  };
  return told(fallbackRoom({ pool: gone, sku: of, nodes }, pools, facts));
}

describe("fallback room", () => {
  it.for([
    { what: "the example: 14 − 8", pools: [workers(D4, 8, 14)], growth: [6], takes: 6 },
    { what: "one node short of all", pools: [workers(D4, 8, 19)], growth: [11], takes: 11 },
    { what: "as many as are displaced", pools: [workers(D4, 8, 20)], growth: [12], takes: 12 },
    { what: "more than are displaced", pools: [workers(D4, 8, 30)], growth: [22], takes: 12 },
    { what: "a pool of a fixed size", pools: [workers(D4, 8)], growth: [0], takes: 0 },
    { what: "a pool above its maximum", pools: [workers(D4, 8, 6)], growth: [0], takes: 0 },
    { what: "no pool", pools: [], growth: [], takes: 0 },
    { what: "two pools", pools: [workers(D4, 8, 14), workers(D4, 1, 4, { name: "more" })], growth: [6, 3], takes: 9 },
    // 30 pods: D4 offers 3860 millicores, D8 7820, so that six make 12.15 of them.
    { what: "nodes twice as large", pools: [workers(D8, 0, 6)], growth: [6], takes: 12 },
    { what: "five of them: 10.1 nodes", pools: [workers(D8, 0, 5)], growth: [5], takes: 10 },
    // 16 GiB for 8 vCPUs: memory decides, a node for a node.
    { what: "nodes with as little memory as one", pools: [workers(F8, 0, 6)], growth: [6], takes: 6 },
    { what: "nodes with memory to spare", pools: [workers(E4, 0, 6)], growth: [6], takes: 6 },
  ])("counts $what", ({ pools, growth, takes }) => {
    const room = roomIn(pools);

    expect({ growth: room.growth.map(({ hasRoom }) => hasRoom), takes: room.takes, unknown: room.unknown }).toEqual({
      growth,
      takes,
      unknown: [],
    });
  });

  it("counts GPUs where the nodes have them", () => {
    const gpuPool = workers(GPU, 0, 5);

    expect(roomIn([gpuPool], { displaced: { nodes: 12, sku: GPU } }).takes).toBe(5);
    expect(roomIn([workers(E4, 0, 30)], { displaced: { nodes: 12, sku: GPU } }).takes).toBe(0);
  });

  it.for([
    { what: "the same family gives back 12 × 4 vCPUs", of: D4, free: freeIn({ standardDDSv5Family: -24 }), hasRoom: 6 },
    { what: "and no more", of: D4, free: freeIn({ standardDDSv5Family: -25 }), hasRoom: 5 },
    { what: "another family gives back nothing", of: E4, free: freeIn({ standardEDSv5Family: 23 }), hasRoom: 5 },
    { what: "the region gets them back whatever the family", of: E4, free: freeIn({ standardEDSv5Family: 100 }, -32), hasRoom: 4 },
    { what: "a limit far below use leaves nothing", of: D4, free: freeIn({ standardDDSv5Family: -500 }), hasRoom: 0 },
  ])("is held to the regular quotas, of which the pool frees its own: $what", ({ of, free, hasRoom }) => {
    const [growth] = roomIn([workers(of, 8, 14)], { free }).growth;

    expect(growth).toMatchObject({ toMaximum: 6, hasRoom });
  });

  it("gives the same vCPUs to one pool only", () => {
    const pools = [workers(D4, 8, 14), workers(D4, 1, 7, { name: "more" })];
    const { growth } = roomIn(pools, { free: freeIn({ standardDDSv5Family: -16 }) });

    expect(growth.map(({ hasRoom }) => hasRoom)).toEqual([6, 2]);
  });

  describe("in a subnet", () => {
    const id = subnetId("/subscriptions/s/resourcegroups/rg/providers/microsoft.network/virtualnetworks/vnet/subnets/nodes");
    const network = { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } as const;
    const nets = (free: number) => known(subnets({ [id]: known(subnetUse(1000, 1000 - free), NOW) }), NOW);

    it.for([
      { what: "of another pool: 31 addresses a node", own: false, free: 92, hasRoom: 2 },
      { what: "of another pool", own: false, free: 93, hasRoom: 3 },
      { what: "that the pool shares, which gives back 12 × 31", own: true, free: 0, hasRoom: 6 },
      { what: "that the pool shares, one address short of six nodes", own: true, free: 6 * 31 - 12 * 31 - 1, hasRoom: 5 },
    ])("is held to the addresses $what", ({ own, free, hasRoom }) => {
      const change = own ? { nodeSubnet: id } : {};
      const room = roomIn([workers(D4, 8, 14, { nodeSubnet: id })], { displaced: { nodes: 12, change }, nets: nets(free), network });

      expect(room.growth[0]?.hasRoom).toBe(hasRoom);
    });

    it.for([
      { what: "all subnets", nets: missing("forbidden", "the app may not read the network"), why: "the app may not read the network" },
      { what: "that one", nets: known(subnets(), NOW), why: "a subnet of the pool was not read" },
    ])("names what it could not be compared with, where $what were not read", ({ nets: fact, why }) => {
      const room = roomIn([workers(D4, 8, 14, { nodeSubnet: id })], { nets: fact, network });

      expect(room).toMatchObject({ takes: 6, unknown: [{ cannotTell: { why } }] });
    });
  });

  it("does not count a size without a SKU, and says so", () => {
    const room = roomIn([pool({ name: "odd", nodeCount: 0, sizes: [poolSize("Standard_X1", 0, { min: 0, max: 9 })] })]);

    expect(room).toMatchObject({ takes: 0, unknown: [{ cannotTell: { why: "the region lists no VM size Standard_X1" } }] });
  });

  it("cannot tell what nodes offer whose max pods are not known", () => {
    const facts = { cluster: cluster(), skus: skus(D4), quotas: quotas(), subnets: known(subnets(), NOW) };

    expect(fallbackRoom({ pool: without(pool(), "maxPods"), sku: D4, nodes: 3 }, [], facts)).toHaveProperty("cannotTell");
  });

  const any = fc.record({
    nodes: fc.integer({ min: 0, max: 100 }),
    max: fc.integer({ min: 0, max: 100 }),
    free: fc.integer({ min: -200, max: 400 }),
    more: fc.integer({ min: 0, max: 100 }),
  });

  law(
    "never takes more than are displaced, never grows past a maximum, and grows with what is free",
    [any],
    ({ nodes, max, free, more }) => {
      const scene = (vcpus: number) => ({ displaced: { nodes }, free: freeIn({ standardDDSv5Family: vcpus }) });
      const room = roomIn([workers(D4, 2, max)], scene(free));
      const roomier = roomIn([workers(D4, 2, max)], scene(free + more));

      expect(room.takes).toBeLessThanOrEqual(nodes);
      expect(room.growth[0]?.hasRoom).toBeLessThanOrEqual(Math.max(0, max - 2));
      expect(roomier.takes).toBeGreaterThanOrEqual(room.takes);
    },
  );
});
