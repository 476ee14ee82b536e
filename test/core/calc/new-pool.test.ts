import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cannotTell } from "../../../src/core/calc/cannot-tell.ts";
import { batchesFor, type FreeRoom, type NodeNeed, type ReplacedNodes } from "../../../src/core/calc/new-pool.ts";
import { subnetId } from "../../../src/core/model/names.ts";
import { quota, subnetUse } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const SUBNET = subnetId("/nodes");
const NONE: ReadonlyMap<typeof SUBNET, number> = new Map();
const needs = (vcpus: number, addresses = 0): NodeNeed => ({ vcpus, addresses: addresses > 0 ? new Map([[SUBNET, addresses]]) : NONE });

const free = (family: number, regional = 1000, addresses?: number): FreeRoom => ({
  family: quota(family, 0),
  regional: quota(regional, 0),
  ...(addresses === undefined ? {} : { subnets: new Map([[SUBNET, subnetUse(addresses, 0)]]) }),
});
const replaced = (nodes: number, change: Partial<ReplacedNodes> = {}): ReplacedNodes => ({
  nodes,
  family: 0,
  regional: 0,
  spot: 0,
  addresses: NONE,
  ...change,
});

describe("building a new pool beside the old one, like for like", () => {
  it.for([
    { of: "12 nodes of 8 with 32 vCPUs free", nodes: 12, room: free(32), nodesPerBatch: 4, batches: 3 },
    { of: "the same with 39, of which 7 are of no use", nodes: 12, room: free(39), nodesPerBatch: 4, batches: 3 },
    { of: "one node at a time", nodes: 12, room: free(8), nodesPerBatch: 1, batches: 12 },
    { of: "all at once", nodes: 12, room: free(96), nodesPerBatch: 12, batches: 1 },
    { of: "more room than nodes", nodes: 12, room: free(500), nodesPerBatch: 12, batches: 1 },
    { of: "a smaller last batch", nodes: 12, room: free(40), nodesPerBatch: 5, batches: 3 },
    { of: "the regional quota as the tighter one", nodes: 12, room: free(96, 20), nodesPerBatch: 2, batches: 6 },
    { of: "a pool of no nodes", nodes: 0, room: free(0, 0), nodesPerBatch: 0, batches: 0 },
  ])("goes $batches times: $of", ({ nodes, room, nodesPerBatch, batches }) => {
    expect(batchesFor(nodes, needs(8), room)).toEqual({ kind: "has-room", nodesPerBatch, batches });
  });

  it("goes by the subnet where that is tighter", () => {
    expect(batchesFor(12, needs(8, 31), free(96, 1000, 118))).toEqual({ kind: "has-room", nodesPerBatch: 3, batches: 4 });
  });

  it("goes by the spot quota alone for a spot pool", () => {
    expect(batchesFor(12, needs(8), { spot: quota(48, 0), family: quota(0, 0) })).toEqual({
      kind: "has-room",
      nodesPerBatch: 6,
      batches: 2,
    });
  });

  it("has no room where one node has none, and says of what and how much", () => {
    expect(batchesFor(12, needs(8, 31), free(5, 7, 20))).toEqual({
      kind: "no-room",
      short: [
        { of: { kind: "family-quota" }, needed: 8, free: 5, short: 3 },
        { of: { kind: "regional-quota" }, needed: 8, free: 7, short: 1 },
        { of: { kind: "subnet", subnet: SUBNET }, needed: 31, free: 20, short: 11 },
      ],
    });
  });

  it("has no room in a quota that is overdrawn", () => {
    expect(batchesFor(3, needs(8), { family: quota(100, 104), regional: quota(1000, 0) })).toEqual({
      kind: "no-room",
      short: [{ of: { kind: "family-quota" }, needed: 8, free: -4, short: 12 }],
    });
  });
});

describe("building a pool of another kind", () => {
  it("needs the new family for all nodes together, however small the batches", () => {
    const other = replaced(12, { regional: 8 });

    expect(batchesFor(12, needs(8), free(95), other)).toMatchObject({ kind: "no-room", short: [{ needed: 96, free: 95, short: 1 }] });
    expect(batchesFor(12, needs(8), free(96, 16), other)).toEqual({ kind: "has-room", nodesPerBatch: 2, batches: 6 });
  });

  it("needs addresses for all nodes together in a subnet that the old ones are not in", () => {
    const elsewhere = replaced(3, { family: 8, regional: 8 });

    expect(batchesFor(3, needs(8, 31), free(24, 24, 93), elsewhere)).toEqual({ kind: "has-room", nodesPerBatch: 3, batches: 1 });
    expect(batchesFor(3, needs(8, 31), free(24, 24, 92), elsewhere)).toMatchObject({ kind: "no-room", short: [{ needed: 93, free: 92 }] });
  });

  it("needs the spot quota for all nodes that were not spot before", () => {
    expect(batchesFor(12, needs(8), { spot: quota(95, 0) }, replaced(12))).toMatchObject({ kind: "no-room", short: [{ short: 1 }] });
    expect(batchesFor(12, needs(8), { spot: quota(96, 0) }, replaced(12))).toEqual({ kind: "has-room", nodesPerBatch: 12, batches: 1 });
  });

  it("drains two small nodes for each larger one", () => {
    const small = replaced(8, { family: 4, regional: 4 });

    expect(batchesFor(4, needs(8), free(8, 8), small)).toEqual({ kind: "has-room", nodesPerBatch: 1, batches: 4 });
    expect(batchesFor(4, needs(8), free(16, 16), small)).toEqual({ kind: "has-room", nodesPerBatch: 2, batches: 2 });
  });

  it("needs what the new nodes take more than the old ones gave back", () => {
    const lighter = replaced(4, { family: 4, regional: 4 });

    expect(batchesFor(4, needs(8), free(20, 20), lighter)).toEqual({ kind: "has-room", nodesPerBatch: 1, batches: 4 });
    expect(batchesFor(4, needs(8), free(19, 20), lighter)).toMatchObject({ kind: "no-room", short: [{ needed: 20, free: 19 }] });
  });
});

describe("what was not read", () => {
  const throttled = cannotTell("throttled", "Azure asked to wait");

  it("makes room cannot tell, with its reason", () => {
    expect(batchesFor(3, needs(8), { ...free(100), regional: throttled })).toEqual(throttled);
    expect(batchesFor(3, needs(8, 31), { ...free(100), subnets: new Map([[SUBNET, throttled]]) })).toEqual(throttled);
    expect(batchesFor(3, needs(8), { spot: throttled })).toEqual(throttled);
  });

  it.for([
    { what: "a family quota", room: { regional: quota(100, 0) } },
    { what: "a regional quota", room: { family: quota(100, 0) } },
    { what: "a subnet", room: free(100) },
  ])("is no room: $what that is not there", ({ room }) => {
    expect(batchesFor(3, needs(8, 31), room)).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it("does not hide a shortage", () => {
    expect(batchesFor(3, needs(8), { family: quota(4, 0), regional: throttled })).toMatchObject({ kind: "no-room" });
  });
});

describe("laws of the batches", () => {
  const cases = fc.record({
    nodes: fc.integer({ min: 1, max: 120 }),
    oldNodes: fc.integer({ min: 1, max: 120 }),
    vcpus: fc.integer({ min: 1, max: 64 }),
    givenBack: fc.nat({ max: 64 }),
    family: fc.nat({ max: 4000 }),
    regional: fc.nat({ max: 4000 }),
  });

  law("never grow smaller with more room", [cases, fc.nat({ max: 500 })], (of, more) => {
    const old = replaced(of.oldNodes, { family: of.givenBack, regional: of.givenBack });
    const perBatch = (family: number) => {
      const room = batchesFor(of.nodes, needs(of.vcpus), free(family, of.regional), old);
      return "kind" in room && room.kind === "has-room" ? room.nodesPerBatch : 0;
    };

    expect(perBatch(of.family + more)).toBeGreaterThanOrEqual(perBatch(of.family));
  });
});
