import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressesFor,
  clusterSurgeAddresses,
  defaultMaxPods,
  nodeSubnetAddresses,
  podCidrNodes,
  podSubnetAddresses,
  prefixFor,
  subnetSize,
  surgeAddresses,
} from "../../../src/core/calc/addresses.ts";
import type { Cluster, NetworkModel, NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId } from "../../../src/core/model/names.ts";
import { cluster, percent, pool, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const NODES = subnetId("/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/nodes");
const PODS = subnetId("/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/pods");

const on = (model: NetworkModel, nodePools: readonly NodePool[] = []): Cluster =>
  cluster({ network: { model, podCidrs: [], outboundType: "loadBalancer" }, nodePools });

function withoutMaxPods(from: NodePool): NodePool {
  return without(from, "maxPods");
}

describe("addresses of the node subnet", () => {
  it.for([
    { nodes: 51, maxPods: 30, addresses: 1581, source: "IP planning page, 50 nodes and one surge node" },
    { nodes: 61, maxPods: 30, addresses: 1891, source: "IP planning page" },
    { nodes: 14, maxPods: 30, addresses: 434, source: "rules 4.4" },
    { nodes: 14, maxPods: 110, addresses: 1554, source: "rules 4.4" },
    { nodes: 5, maxPods: 30, addresses: 155, source: "5 × (1 + 30)" },
    { nodes: 8, maxPods: 30, addresses: 248, source: "a /24 holds 8 nodes" },
  ])("are $addresses for $nodes nodes of $maxPods pods with Azure CNI node subnet ($source)", ({ nodes, maxPods, addresses }) => {
    expect(nodeSubnetAddresses(on("node-subnet"), pool({ maxPods }), nodes)).toBe(addresses);
  });

  it.for([
    { model: "overlay", change: {} },
    { model: "kubenet", change: {} },
    { model: "other", change: {} },
    { model: "node-subnet", change: { podSubnet: PODS } },
  ] satisfies { model: NetworkModel; change: Partial<NodePool> }[])("are one a node with $model $change", ({ model, change }) => {
    expect(nodeSubnetAddresses(on(model), withoutMaxPods(pool(change)), 14)).toBe(14);
  });

  it("are not known where pods live in it and max pods are not known", () => {
    expect(nodeSubnetAddresses(on("node-subnet"), withoutMaxPods(pool()), 3)).toBeUndefined();
  });
});

describe("addresses of a pod subnet", () => {
  it("are at least 16 a node with dynamic allocation, whatever max pods are", () => {
    expect(podSubnetAddresses(pool({ maxPods: 250 }), 4)).toBe(64);
    expect(podSubnetAddresses(withoutMaxPods(pool()), 4)).toBe(64);
  });

  it.for([
    { maxPods: 15, blocks: 1 },
    { maxPods: 30, blocks: 2 },
    { maxPods: 31, blocks: 2 },
    { maxPods: 50, blocks: 4 },
    { maxPods: 110, blocks: 7 },
    { maxPods: 250, blocks: 16 },
  ])("are $blocks blocks of 16 a node for $maxPods pods with static blocks (rules 4.4)", ({ maxPods, blocks }) => {
    expect(podSubnetAddresses(pool({ podIpAllocation: "static-block", maxPods }), 1)).toBe(16 * blocks);
    expect(podSubnetAddresses(pool({ podIpAllocation: "static-block", maxPods }), 3)).toBe(48 * blocks);
  });

  it("are not known with static blocks when max pods are not", () => {
    expect(podSubnetAddresses(withoutMaxPods(pool({ podIpAllocation: "static-block" })), 3)).toBeUndefined();
  });
});

describe("sizes of networks", () => {
  it.for([
    { prefix: 24, size: 251 },
    { prefix: 26, size: 59 },
    { prefix: 28, size: 11 },
    { prefix: 29, size: 3 },
    { prefix: 32, size: 0 },
  ])("a /$prefix has $size addresses (Azure keeps five)", ({ prefix, size }) => {
    expect(subnetSize(prefix)).toBe(size);
  });

  it.for([
    { prefix: 16, nodes: 256 },
    { prefix: 17, nodes: 128 },
    { prefix: 18, nodes: 64 },
    { prefix: 20, nodes: 16 },
    { prefix: 22, nodes: 4 },
    { prefix: 24, nodes: 1 },
    { prefix: 25, nodes: 0 },
  ])("a pod CIDR of /$prefix has room for $nodes nodes (rules 4.4)", ({ prefix, nodes }) => {
    expect(podCidrNodes(prefix)).toBe(nodes);
  });

  it.for([33, -1, 24.5, Number.NaN])("cannot be told of a prefix of %s", (prefix) => {
    expect(subnetSize(prefix)).toMatchObject({ cannotTell: { kind: "unreadable", why: `a prefix of ${prefix} cannot be` } });
    expect(podCidrNodes(prefix)).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  it.for([
    { addresses: 1581, prefix: 21 },
    { addresses: 1891, prefix: 21 },
    { addresses: 434, prefix: 23 },
    { addresses: 1554, prefix: 21 },
    { addresses: 251, prefix: 24 },
    { addresses: 252, prefix: 23 },
  ])("$addresses addresses want a /$prefix (IP planning page, rules 4.4)", ({ addresses, prefix }) => {
    expect(prefixFor(addresses)).toBe(prefix);
  });

  law("are never more than is wanted by the next smaller subnet", [fc.integer({ min: 1, max: 65_000 })], (addresses) => {
    const prefix = prefixFor(addresses);

    expect(subnetSize(prefix)).toBeGreaterThanOrEqual(addresses);
    expect(subnetSize(prefix + 1)).toBeLessThan(addresses);
  });
});

describe("max pods when none are read", () => {
  it.for([
    { model: "overlay", maxPods: 250 },
    { model: "node-subnet", maxPods: 30 },
    { model: "kubenet", maxPods: 110 },
  ] satisfies { model: NetworkModel; maxPods: number }[])(
    "are assumed to be $maxPods with $model (calculations 5)",
    ({ model, maxPods }) => {
      expect(defaultMaxPods(on(model), withoutMaxPods(pool()))).toEqual({ maxPods, isAssumed: true });
    },
  );

  it("are assumed to be 110 with a pod subnet", () => {
    expect(defaultMaxPods(on("node-subnet"), withoutMaxPods(pool({ podSubnet: PODS })))).toEqual({ maxPods: 110, isAssumed: true });
  });

  it("are not assumed when they were read, and not known for a network AKS does not make", () => {
    expect(defaultMaxPods(on("overlay"), pool({ maxPods: 40 }))).toEqual({ maxPods: 40, isAssumed: false });
    expect(defaultMaxPods(on("other"), withoutMaxPods(pool()))).toBeUndefined();
  });
});

describe("addresses that an upgrade takes", () => {
  const apps = pool({ name: "apps", nodeCount: 20, upgrade: { maxSurge: percent(25) }, nodeSubnet: NODES });
  const system = pool({ name: "system", mode: "system", nodeCount: 3, nodeSubnet: NODES });

  it("are 155 for 5 surge nodes of 30 pods, and 62 at 10 %", () => {
    expect(surgeAddresses(on("node-subnet"), apps)).toEqual(new Map([[NODES, 155]]));
    expect(surgeAddresses(on("node-subnet"), apps, percent(10))).toEqual(new Map([[NODES, 62]]));
  });

  it("are counted in both subnets of a pool that has a pod subnet", () => {
    const split = { ...apps, podSubnet: PODS };

    expect(surgeAddresses(on("node-subnet"), split)).toEqual(
      new Map([
        [NODES, 5],
        [PODS, 80],
      ]),
    );
  });

  it("are none we could name in a network that AKS made for the cluster, whatever else is not known", () => {
    expect(surgeAddresses(on("node-subnet"), pool())).toEqual(new Map());
    expect(surgeAddresses(on("node-subnet"), withoutMaxPods(without(pool({ upgrade: {} }), "version")))).toEqual(new Map());
  });

  it("are none for a spot pool, also when max pods are not known", () => {
    expect(surgeAddresses(on("node-subnet"), withoutMaxPods({ ...apps, priority: "spot" }))).toEqual(new Map());
  });

  it("cannot be told when max pods count and are not known, or surge is not", () => {
    expect(surgeAddresses(on("node-subnet"), withoutMaxPods(apps))).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(surgeAddresses(on("overlay"), without({ ...apps, upgrade: {} }, "version"))).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it("are 186 for the two pools of one subnet together, 155 for the larger alone, 93 with apps at 10 %", () => {
    const both = on("node-subnet", [system, apps]);

    expect(clusterSurgeAddresses(both)).toEqual({ together: new Map([[NODES, 186]]), largest: new Map([[NODES, 155]]) });
    expect(clusterSurgeAddresses(both, new Map([["apps", percent(10)]]))).toMatchObject({ together: new Map([[NODES, 93]]) });
  });

  it("cannot be told for a cluster when one pool cannot", () => {
    expect(clusterSurgeAddresses(on("node-subnet", [system, withoutMaxPods(apps)]))).toMatchObject({ cannotTell: { kind: "absent" } });
  });
});

describe("laws of addresses", () => {
  const pools = fc
    .record({
      maxPods: fc.integer({ min: 10, max: 250 }),
      podIpAllocation: fc.constantFrom("dynamic" as const, "static-block" as const),
      hasPodSubnet: fc.boolean(),
    })
    .map(({ hasPodSubnet, ...change }) => pool({ ...change, nodeSubnet: NODES, ...(hasPodSubnet ? { podSubnet: PODS } : {}) }));
  const models = fc.constantFrom<NetworkModel>("overlay", "node-subnet", "kubenet", "other");
  const total = (of: ReturnType<typeof addressesFor>) => ("cannotTell" in of ? Number.NaN : [...of.values()].reduce((a, b) => a + b, 0));

  law(
    "are at least one a node, grow with the nodes and add up",
    [models, pools, fc.nat({ max: 500 }), fc.nat({ max: 500 })],
    (model, of, a, b) => {
      const count = (nodes: number) => total(addressesFor(on(model), of, nodes));

      expect(count(a)).toBeGreaterThanOrEqual(a);
      expect(count(a + b)).toBe(count(a) + count(b));
    },
  );

  law(
    "never fall with more pods a node, and static blocks hold every pod and the node",
    [models, pools, fc.integer({ min: 1, max: 50 })],
    (model, of, more) => {
      const { maxPods = 0 } = of;
      const denser = { ...of, maxPods: maxPods + more };
      const blocks = podSubnetAddresses({ ...of, podIpAllocation: "static-block" }, 1) ?? 0;

      expect(total(addressesFor(on(model), denser, 3))).toBeGreaterThanOrEqual(total(addressesFor(on(model), of, 3)));
      expect(blocks).toBeGreaterThan(maxPods);
      expect(blocks).toBeLessThanOrEqual(maxPods + 16);
    },
  );
});
