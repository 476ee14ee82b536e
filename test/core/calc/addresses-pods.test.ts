import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { podCidrNodes } from "../../../src/core/calc/addresses.ts";
import { ipv4Prefix, podCeiling, podPrefixFor, podRoom, rangeAround } from "../../../src/core/calc/addresses-pods.ts";
import type { NetworkModel, NodePool } from "../../../src/core/model/cluster.ts";
import { cluster, pool } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const on = (model: NetworkModel, podCidrs: readonly string[], nodePools: readonly NodePool[] = [pool()]) =>
  cluster({ network: { model, podCidrs, outboundType: "loadBalancer" }, nodePools });

describe("the IPv4 range of pods", () => {
  it.for([
    { cidrs: ["10.244.0.0/16"], prefix: 16 },
    { cidrs: ["10.244.0.0/16", "fd11:1234::/64"], prefix: 16 },
    { cidrs: ["fd11:1234::/64", "192.168.0.0/18"], prefix: 18 },
    { cidrs: ["0.0.0.0/0"], prefix: 0 },
    { cidrs: ["255.255.255.0/24"], prefix: 24 },
    { cidrs: ["10.0.0.1/32"], prefix: 32 },
  ])("of $cidrs is a /$prefix", ({ cidrs, prefix }) => {
    expect(ipv4Prefix(cidrs)).toBe(prefix);
  });

  it.for([
    { cidrs: [], kind: "absent" },
    { cidrs: ["fd11:1234::/64"], kind: "absent" },
    { cidrs: ["10.244.0.0/16", "10.245.0.0/16"], kind: "unsupported" },
    { cidrs: ["10.244.0.0/33"], kind: "unreadable" },
    { cidrs: ["10.256.0.0/16"], kind: "unreadable" },
    { cidrs: ["10.244.0.0"], kind: "unreadable" },
    { cidrs: ["[parameters('pod-cidr')]"], kind: "unreadable" },
  ])("cannot be told of $cidrs: $kind", ({ cidrs, kind }) => {
    expect(ipv4Prefix(cidrs)).toMatchObject({ cannotTell: { kind } });
  });
});

describe("the most nodes that pods have addresses for", () => {
  it.for([
    { model: "overlay", cidr: "10.244.0.0/16", expected: { kind: "nodes", nodes: 256, by: "pod-cidr", prefix: 16 } },
    { model: "overlay", cidr: "10.240.0.0/12", expected: { kind: "nodes", nodes: 4096, by: "pod-cidr", prefix: 12 } },
    { model: "overlay", cidr: "10.244.0.0/25", expected: { kind: "nodes", nodes: 0, by: "pod-cidr", prefix: 25 } },
    { model: "kubenet", cidr: "10.244.0.0/16", expected: { kind: "nodes", nodes: 256, by: "pod-cidr", prefix: 16 } },
    { model: "kubenet", cidr: "10.240.0.0/12", expected: { kind: "nodes", nodes: 400, by: "routes", prefix: 12 } },
    { model: "node-subnet", cidr: "10.244.0.0/16", expected: { kind: "none" } },
    { model: "other", cidr: "10.244.0.0/16", expected: { kind: "none" } },
  ] satisfies { model: NetworkModel; cidr: string; expected: unknown }[])(
    "with $model and $cidr: $expected",
    ({ model, cidr, expected }) => {
      expect(podCeiling(on(model, [cidr]))).toEqual(expected);
    },
  );

  it("cannot be told of overlay without a range", () => {
    expect(podCeiling(on("overlay", []))).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(podRoom(on("overlay", []), 3)).toMatchObject({ cannotTell: { kind: "absent" } });
  });
});

describe("room for nodes in the pod range", () => {
  const windows = pool({ os: "windows" });

  it.for([
    { of: "the last node", on: on("overlay", ["10.244.0.0/20"]), nodes: 16, expected: { ceiling: 16, short: 0, prefixWithRoom: 20 } },
    {
      of: "one node more, which a larger range has",
      on: on("overlay", ["10.244.0.0/20"]),
      nodes: 17,
      expected: { ceiling: 16, short: 1, prefixWithRoom: 19, canGrow: true },
    },
    {
      of: "Windows, which cannot grow",
      on: on("overlay", ["10.244.0.0/20"], [pool(), windows]),
      nodes: 17,
      expected: { short: 1, canGrow: false },
    },
    {
      of: "two families, which cannot grow",
      on: on("overlay", ["10.244.0.0/20", "fd11:1234::/64"]),
      nodes: 17,
      expected: { short: 1, canGrow: false },
    },
    { of: "kubenet, which cannot grow", on: on("kubenet", ["10.244.0.0/20"]), nodes: 17, expected: { prefixWithRoom: 19, canGrow: false } },
    {
      of: "fewer nodes, which do not want a smaller range",
      on: on("overlay", ["10.244.0.0/16"]),
      nodes: 3,
      expected: { prefixWithRoom: 16 },
    },
  ])("of $of", ({ on, nodes, expected }) => {
    expect(podRoom(on, nodes)).toMatchObject({ needed: nodes, ...expected });
  });

  it("is there for the last route", () => {
    expect(podRoom(on("kubenet", ["10.240.0.0/12"]), 400)).toMatchObject({ short: 0, prefixWithRoom: 12 });
  });

  it("of an overlay has no end at 400 nodes", () => {
    expect(podRoom(on("overlay", ["10.244.0.0/16"]), 401)).toMatchObject({ short: 145, prefixWithRoom: 15 });
  });

  it("is not helped by a larger range where routes are the end", () => {
    const room = podRoom(on("kubenet", ["10.240.0.0/12"]), 401);

    expect(room).toEqual({ ceiling: 400, by: "routes", needed: 401, short: 1, canGrow: false });
  });

  it("is not asked where pods take addresses of a subnet, and cannot be told of half a node", () => {
    expect(podRoom(on("node-subnet", []), 1000)).toBeUndefined();
    expect(podRoom(on("overlay", ["10.244.0.0/20"]), 0.5)).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  law("is there in the range that would have room, and not in the next smaller one", [fc.integer({ min: 1, max: 5000 })], (nodes) => {
    const prefix = podPrefixFor(nodes);

    expect(podCidrNodes(prefix)).toBeGreaterThanOrEqual(nodes);
    expect(podCidrNodes(prefix + 1)).toBeLessThan(nodes);
  });
});

describe("the range around the one there is", () => {
  it.for([
    { cidrs: ["10.244.0.0/16"], prefix: 15, around: "10.244.0.0/15" },
    { cidrs: ["10.245.0.0/16"], prefix: 15, around: "10.244.0.0/15" },
    { cidrs: ["fd11:1234::/64", "192.168.48.0/20"], prefix: 18, around: "192.168.0.0/18" },
    { cidrs: ["10.1.2.0/24"], prefix: 24, around: "10.1.2.0/24" },
    { cidrs: ["200.10.255.0/24"], prefix: 8, around: "200.0.0.0/8" },
  ])("of $cidrs by a /$prefix is $around", ({ cidrs, prefix, around }) => {
    expect(rangeAround(cidrs, prefix)).toBe(around);
  });
});
