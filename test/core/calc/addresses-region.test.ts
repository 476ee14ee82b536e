import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedAddresses, subnetRoom } from "../../../src/core/calc/addresses-region.ts";
import type { NetworkModel } from "../../../src/core/model/cluster.ts";
import { subnetId } from "../../../src/core/model/names.ts";
import { cluster, pool, ref, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const NODES = subnetId("/nodes");
const PODS = subnetId("/pods");
const named = (name: string, model: NetworkModel) =>
  cluster({ ...ref(name), network: { model, podCidrs: [], outboundType: "loadBalancer" } });

describe("addresses of pools that share a subnet", () => {
  it("are 186 for the surge of both pools, and 124 with 3 nodes of apps", () => {
    const of = named("prod-weu-1", "node-subnet");
    const system = { cluster: of, pool: pool({ name: "system", nodeSubnet: NODES }), nodes: 1 };
    const apps = (nodes: number) => ({ cluster: of, pool: pool({ name: "apps", nodeSubnet: NODES }), nodes });

    expect(sharedAddresses([system, apps(5)])).toEqual(new Map([[NODES, 186]]));
    expect(sharedAddresses([system, apps(3)])).toEqual(new Map([[NODES, 124]]));
    expect(sharedAddresses([system, apps(2)])).toEqual(new Map([[NODES, 93]]));
  });

  it("are summed over clusters of any model, with one for each internal load balancer", () => {
    const takers = [
      { cluster: named("a", "node-subnet"), pool: pool({ nodeSubnet: NODES }), nodes: 10 },
      { cluster: named("b", "overlay"), pool: pool({ nodeSubnet: NODES }), nodes: 7 },
      { cluster: named("c", "kubenet"), pool: pool({ nodeSubnet: NODES }), nodes: 5 },
      { cluster: named("d", "node-subnet"), pool: pool({ nodeSubnet: NODES, podSubnet: PODS }), nodes: 4 },
    ];

    expect(sharedAddresses(takers, new Map([[NODES, 3]]))).toEqual(
      new Map([
        [NODES, 310 + 7 + 5 + 4 + 3],
        [PODS, 64],
      ]),
    );
  });

  it("cannot be told where max pods are not, nor of numbers that cannot be", () => {
    const of = named("a", "node-subnet");

    expect(sharedAddresses([{ cluster: of, pool: without(pool({ nodeSubnet: NODES }), "maxPods"), nodes: 1 }])).toMatchObject({
      cannotTell: { kind: "absent" },
    });
    expect(sharedAddresses([{ cluster: of, pool: pool(), nodes: -1 }])).toMatchObject({ cannotTell: { kind: "unreadable" } });
    expect(sharedAddresses([], new Map([[NODES, -1]]))).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });
});

describe("room in a subnet", () => {
  it.for([
    {
      prefix: 21,
      used: 1925,
      needed: 155,
      expected: { limit: 2043, free: 118, short: 37, prefixWithRoom: 20 },
      source: "a subnet with a little room",
    },
    {
      prefix: 21,
      used: 1925,
      needed: 186,
      expected: { limit: 2043, free: 118, short: 68, prefixWithRoom: 20 },
      source: "a subnet with too little",
    },
    { prefix: 21, used: 1925, needed: 118, expected: { limit: 2043, free: 118, short: 0, prefixWithRoom: 21 }, source: "the last address" },
    { prefix: 24, used: 0, needed: 248, expected: { limit: 251, free: 251, short: 0, prefixWithRoom: 24 }, source: "8 nodes of 30 pods" },
    { prefix: 24, used: 248, needed: 31, expected: { limit: 251, free: 3, short: 28, prefixWithRoom: 23 }, source: "and no surge node" },
    { prefix: 24, used: 10, needed: 0, expected: { limit: 251, free: 241, short: 0, prefixWithRoom: 24 }, source: "nothing needed" },
    {
      prefix: 24,
      used: 260,
      needed: 0,
      expected: { limit: 251, free: -9, short: 0, prefixWithRoom: 23 },
      source: "nothing, in a full one",
    },
    { prefix: 24, used: 260, needed: 1, expected: { limit: 251, free: -9, short: 10, prefixWithRoom: 23 }, source: "one, in a full one" },
    { prefix: 29, used: 0, needed: 3, expected: { limit: 3, free: 3, short: 0, prefixWithRoom: 29 }, source: "the smallest subnet" },
  ])("of /$prefix with $used used for $needed more: $expected ($source)", ({ prefix, used, needed, expected }) => {
    expect(subnetRoom(prefix, used, needed)).toEqual(expected);
  });

  it.for([
    [33, 0, 1],
    [30, 0, 1],
    [-1, 0, 1],
    [24.5, 0, 1],
    [24, -1, 1],
    [24, 0, 0.5],
  ] as const)("cannot be told of %j", ([prefix, used, needed]) => {
    expect(subnetRoom(prefix, used, needed)).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  law(
    "is there with the prefix that has room, and only there among smaller subnets",
    [fc.integer({ min: 8, max: 29 }), fc.nat({ max: 5000 }), fc.nat({ max: 5000 })],
    (prefix, used, needed) => {
      const room = subnetRoom(prefix, used, needed);
      if ("cannotTell" in room) throw new Error("all of it can be");

      expect(subnetRoom(room.prefixWithRoom, used, needed)).toMatchObject({ short: 0 });
      if (room.short > 0) expect(room.prefixWithRoom).toBeLessThan(prefix);
      if (room.prefixWithRoom < prefix) {
        const smaller = subnetRoom(room.prefixWithRoom + 1, used, needed);
        expect("limit" in smaller && smaller.limit < used + needed).toBe(true);
      }
    },
  );
});
