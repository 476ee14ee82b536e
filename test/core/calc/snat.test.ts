import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressesForPorts, clusterSnat, defaultPorts, nodesWithPorts, snatRoom } from "../../../src/core/calc/snat.ts";
import type { ClusterNetwork } from "../../../src/core/model/cluster.ts";
import { cluster, count, pool, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const impossible = { cannotTell: { kind: "unreadable" } };

describe("the most nodes with fixed ports", () => {
  it.for([
    { ports: 1000, ips: 2, nodes: 128 },
    { ports: 1000, ips: 7, nodes: 448 },
    { ports: 4000, ips: 2, nodes: 32 },
    { ports: 4000, ips: 7, nodes: 112 },
    { ports: 64_000, ips: 1, nodes: 1 },
    { ports: 3000, ips: 1, nodes: 21 },
    { ports: 1000, ips: 0, nodes: 0 },
  ])("is $nodes of $ports ports behind $ips addresses (AKS load balancer page)", ({ ports, ips, nodes }) => {
    expect(nodesWithPorts(ports, ips)).toBe(nodes);
  });

  it.for([
    [0, 2],
    [-8, 2],
    [64_008, 2],
    [1000, -1],
    [1000, 1.5],
  ] as const)("cannot be told of %j", ([ports, ips]) => {
    expect(nodesWithPorts(ports, ips)).toMatchObject(impossible);
  });
});

describe("addresses that give nodes so many ports by size", () => {
  it.for([
    { ports: 1024, nodes: 51, ips: 2 },
    { ports: 1024, nodes: 50, ips: 1 },
    { ports: 512, nodes: 401, ips: 8 },
    { ports: 1024, nodes: 1000, ips: 32 },
  ])("are $ips for $ports ports and $nodes nodes, and one fewer is too few", ({ ports, nodes, ips }) => {
    expect(addressesForPorts(ports, nodes)).toBe(ips);
    expect(defaultPorts(nodes, ips)).toBeGreaterThanOrEqual(ports);
    if (ips > 1) expect(defaultPorts(nodes, ips - 1)).toBeLessThan(ports);
  });

  it("cannot be told of more ports than Azure gives, nor past its table", () => {
    expect(addressesForPorts(1025, 10)).toMatchObject(impossible);
    expect(addressesForPorts(64, 1001)).toMatchObject({ cannotTell: { kind: "unsupported" } });
  });
});

describe("ports that Azure gives by size", () => {
  it.for([
    { nodes: 1, ips: 1, ports: 1024 },
    { nodes: 48, ips: 1, ports: 1024 },
    { nodes: 50, ips: 1, ports: 1024 },
    { nodes: 51, ips: 1, ports: 512 },
    { nodes: 52, ips: 1, ports: 512 },
    { nodes: 100, ips: 1, ports: 512 },
    { nodes: 101, ips: 1, ports: 256 },
    { nodes: 200, ips: 1, ports: 256 },
    { nodes: 201, ips: 1, ports: 128 },
    { nodes: 400, ips: 1, ports: 128 },
    { nodes: 401, ips: 1, ports: 64 },
    { nodes: 800, ips: 1, ports: 64 },
    { nodes: 801, ips: 1, ports: 32 },
    { nodes: 1000, ips: 1, ports: 32 },
    { nodes: 100, ips: 2, ports: 1024 },
    { nodes: 100, ips: 3, ports: 1024 },
    { nodes: 50, ips: 2, ports: 1024 },
    { nodes: 1000, ips: 4, ports: 128 },
  ])("are $ports for $nodes nodes behind $ips addresses (load balancer page)", ({ nodes, ips, ports }) => {
    expect(defaultPorts(nodes, ips)).toBe(ports);
  });

  it("cannot be told where the table ends, nor of numbers that cannot be", () => {
    expect(defaultPorts(1001, 1)).toMatchObject({ cannotTell: { kind: "unsupported" } });
    expect(defaultPorts(-1, 1)).toMatchObject(impossible);
    expect(defaultPorts(10, 0.5)).toMatchObject(impossible);
  });

  law(
    "never grow with the nodes, and never fall with the addresses",
    [fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 20 })],
    (nodes, ips) => {
      expect(defaultPorts(nodes + 1, ips)).toBeLessThanOrEqual(defaultPorts(nodes, ips) as number);
      expect(defaultPorts(nodes, ips + 1)).toBeGreaterThanOrEqual(defaultPorts(nodes, ips) as number);
    },
  );
});

describe("room for the ports of surge nodes", () => {
  it("is 408,000 of 448,000 for 100 nodes and 2 more at 4000 ports behind 7 addresses (rules 4.5)", () => {
    expect(snatRoom({ portsPerNode: 4000, outboundIps: 7, nodes: 100, surge: 2 })).toEqual({
      kind: "fixed",
      needed: 408_000,
      available: 448_000,
      short: 0,
      mostNodes: 112,
      addressesWithRoom: 7,
    });
  });

  it("is short by the ports of one node above the most, with an address more to have room", () => {
    expect(snatRoom({ portsPerNode: 4000, outboundIps: 7, nodes: 108, surge: 5 })).toMatchObject({ short: 4000, addressesWithRoom: 8 });
  });

  it("falls from 1024 to 512 where 2 surge nodes make 52 (rules 4.5)", () => {
    expect(snatRoom({ portsPerNode: 0, outboundIps: 1, nodes: 50, surge: 2 })).toEqual({ kind: "by-size", now: 1024, atSurge: 512 });
    expect(snatRoom({ portsPerNode: 0, outboundIps: 1, nodes: 48, surge: 2 })).toEqual({ kind: "by-size", now: 1024, atSurge: 1024 });
  });

  it("cannot be told of numbers that cannot be, nor above the table", () => {
    expect(snatRoom({ portsPerNode: 0, outboundIps: 1, nodes: 990, surge: 11 })).toMatchObject({ cannotTell: { kind: "unsupported" } });
    expect(snatRoom({ portsPerNode: 0, outboundIps: -1, nodes: 9, surge: 1 })).toMatchObject(impossible);
    expect(snatRoom({ portsPerNode: 1000, outboundIps: 1, nodes: 9, surge: -1 })).toMatchObject(impossible);
    expect(snatRoom({ portsPerNode: 65_000, outboundIps: 1, nodes: 9, surge: 1 })).toMatchObject(impossible);
  });

  law(
    "is short exactly where there are more nodes than the most",
    [
      fc.integer({ min: 1, max: 8000 }).map((eighths) => eighths * 8),
      fc.integer({ min: 1, max: 20 }),
      fc.nat({ max: 1000 }),
      fc.nat({ max: 100 }),
    ],
    (portsPerNode, outboundIps, nodes, surge) => {
      const room = snatRoom({ portsPerNode, outboundIps, nodes, surge });
      if (!("mostNodes" in room)) throw new Error("ports are fixed");
      const { addressesWithRoom, short, mostNodes } = room;

      expect(short > 0).toBe(nodes + surge > mostNodes);
      expect(snatRoom({ portsPerNode, outboundIps: addressesWithRoom, nodes, surge })).toMatchObject({ short: 0 });
    },
  );
});

describe("SNAT of a cluster", () => {
  const behind = (change: Partial<ClusterNetwork>) =>
    cluster({
      network: { model: "overlay", podCidrs: ["10.244.0.0/16"], outboundType: "loadBalancer", ...change },
      nodePools: [
        pool({ name: "a", nodeCount: 24, upgrade: { maxSurge: count(1) } }),
        pool({ name: "b", nodeCount: 25, upgrade: { maxSurge: count(1) } }),
      ],
    });

  it("counts all pools, which share the addresses, by both orders", () => {
    expect(clusterSnat(behind({ loadBalancer: { portsPerNode: 0, outboundIps: 1 } }), "now")).toEqual({
      oneAfterAnother: { kind: "by-size", now: 1024, atSurge: 1024 },
      together: { kind: "by-size", now: 1024, atSurge: 512 },
    });
  });

  it("is asked only where nodes leave through a load balancer", () => {
    expect(clusterSnat(behind({ outboundType: "userAssignedNATGateway" }), "now")).toBeUndefined();
    expect(clusterSnat(behind({ outboundType: "LoadBalancer", loadBalancer: { portsPerNode: 8, outboundIps: 1 } }), "now")).toBeDefined();
  });

  it("cannot be told without the settings, the number of addresses or a pool's surge", () => {
    const loadBalancer = { portsPerNode: 0, outboundIps: 1 };

    expect(clusterSnat(behind({}), "now")).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(clusterSnat(behind({ loadBalancer: { portsPerNode: 0 } }), "now")).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(clusterSnat({ ...behind({ loadBalancer }), nodePools: [without(pool({ upgrade: {} }), "version")] }, "now")).toMatchObject({
      cannotTell: { kind: "absent" },
    });
    expect(clusterSnat({ ...behind({ loadBalancer }), nodePools: [pool({ nodeCount: 1000 })] }, "now")).toMatchObject({
      cannotTell: { kind: "unsupported" },
    });
  });
});
