import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import type { Lock } from "../../../src/core/model/locks.ts";
import { type SubnetId, subnetId, vmFamily, vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import type { RegionFacts } from "../../../src/core/model/snapshot.ts";
import {
  cluster,
  count,
  leading,
  minutesAfter,
  NOW,
  percent,
  pool,
  poolSize,
  prices,
  quota,
  quotas,
  ref,
  regionFacts,
  schedule,
  sku,
  skus,
  subnets,
  subnetUse,
  systemPool,
  version,
} from "../../support/build.ts";
import { CATALOGUE, hopOf, needFor, plan, poolOf, SUBNET } from "./planning.ts";

const DDSV5 = vmFamily("standardDDSv5Family");
const D4 = "Standard_D4ds_v5";
const APPS = poolOf("apps", D4, 4, percent(25));
const NODES = "/resourcegroups/mc_rg-prod_prod-weu-1_westeurope";
const facts = (change: Partial<RegionFacts> = {}) => regionFacts({ versions: known(CATALOGUE, NOW), ...change });
const hopWith = (change: {
  readonly pools?: readonly NodePool[];
  readonly facts?: Partial<RegionFacts>;
  readonly cluster?: Partial<Cluster>;
}) => hopOf(plan({ cluster: cluster({ nodePools: change.pools ?? [APPS], ...change.cluster }), facts: facts(change.facts) }));

describe("what blocks a hop", () => {
  it("is nothing where everything has room", () => {
    expect(hopWith({})).toMatchObject({ standing: "as-set", blocks: [] });
  });

  it.for<{ what: string; pool: Partial<NodePool>; why: string }>([
    { what: "no surge and no unavailable node", pool: { upgrade: { maxSurge: count(0) } }, why: "both-zero" },
    {
      what: "unavailable nodes in a system pool",
      pool: { mode: "system", upgrade: { maxSurge: count(0), maxUnavailable: count(1) } },
      why: "unavailable-on-system-pool",
    },
  ])("are settings that AKS refuses: $what", ({ pool: change, why }) => {
    expect(hopWith({ pools: [{ ...APPS, ...change }] })).toMatchObject({
      standing: "blocked",
      blocks: [{ kind: "settings", pool: "apps", why }],
    });
  });

  it("is not a pool that goes in place", () => {
    expect(hopWith({ pools: [{ ...APPS, upgrade: { maxSurge: count(0), maxUnavailable: count(1) } }] })).toMatchObject({
      standing: "as-set",
    });
  });

  it("is an operating system that the version refuses", () => {
    const catalogue = versionCatalogueTo137();
    const windows = poolOf("win", D4, 2, count(1), {
      os: "windows",
      osSku: "Windows2022",
      nodeImageVersion: "AKSWindows-2022-1",
      version: version("1.36.1"),
    });
    const { standing, blocks } = hopOf(
      plan({ cluster: cluster({ version: version("1.36.1"), nodePools: [windows] }), facts: facts({ versions: known(catalogue, NOW) }) }),
    );

    expect(standing).toBe("blocked");
    expect(blocks).toMatchObject([{ kind: "os-refused", pool: "win", image: { name: "Windows Server 2022" } }]);
  });

  it.for([
    { zones: [], of: ["1", "2"], blocks: 1 },
    { zones: ["1", "2"], of: ["1", "2"], blocks: 1 },
    { zones: ["1"], of: ["1", "2"], blocks: 0 },
    { zones: ["1"], of: [], blocks: 0 },
  ])("are $blocks sizes where zones $zones of $of are closed", ({ zones, of, blocks }) => {
    const restrictions = known({ byKey: new Map([[vmSizeKey(vmSize(D4)), { reason: "NotAvailableForSubscription", zones }]]) }, NOW);

    expect(hopWith({ pools: [{ ...APPS, zones: of }], facts: { restrictions } }).blocks).toHaveLength(blocks);
  });

  it("is not a size that no new node of is made", () => {
    const restrictions = known({ byKey: new Map([[vmSizeKey(vmSize(D4)), { reason: "NotAvailableForSubscription", zones: [] }]]) }, NOW);
    const inPlace = { ...APPS, upgrade: { maxSurge: count(0), maxUnavailable: count(1) } };

    expect(hopWith({ pools: [inPlace], facts: { restrictions } }).blocks).toEqual([]);
  });

  it.for<{ level: Lock["level"]; on: string; blocks: number }>([
    { level: "read-only", on: "/resourcegroups/rg-prod", blocks: 1 },
    { level: "cannot-delete", on: "/resourcegroups/rg-prod", blocks: 0 },
    { level: "cannot-delete", on: NODES, blocks: 1 },
    { level: "cannot-delete", on: `${NODES}/providers/microsoft.compute/virtualmachinescalesets/aks-apps-1`, blocks: 1 },
    { level: "cannot-delete", on: `${NODES}/providers/microsoft.compute/disks/pvc-1`, blocks: 0 },
    { level: "read-only", on: "", blocks: 1 },
    { level: "read-only", on: "/resourcegroups/other", blocks: 0 },
  ])("are $blocks locks: $level on $on", ({ level, on, blocks }) => {
    const lock: Lock = { name: "keep", level, scope: `/subscriptions/${ref().subscription}${on}` };
    const hop = hopWith({ facts: { locks: known([lock], NOW) } });

    expect(hop.blocks.filter(({ kind }) => kind === "locked")).toHaveLength(blocks);
    expect(hop.standing).toBe(blocks > 0 ? "blocked" : "as-set");
  });

  it("is a stopped cluster", () => {
    expect(hopWith({ cluster: { powerState: "stopped" } })).toMatchObject({ standing: "blocked", blocks: [{ kind: "stopped-cluster" }] });
  });

  it("is a stopped pool that would be too far behind, from four minors on", () => {
    const night = (on: string) => hopWith({ pools: [APPS, pool({ name: "night", powerState: "stopped", version: version(on) })] });

    expect(night("1.33.1")).toMatchObject({ standing: "as-set", stopped: ["night"] });
    expect(night("1.32.1").blocks).toEqual([{ kind: "stopped-pool", pool: "night", behind: 4, allowed: 3 }]);
  });

  it("is the end of a scale set, with less surge as the way out", () => {
    const full = poolOf("apps", D4, 995, percent(10));
    const hop = hopWith({
      pools: [full],
      cluster: { network: { model: "node-subnet", podCidrs: [], outboundType: "none" } },
      facts: { quotas: known(quotas({ byFamily: new Map([[DDSV5, quota(9000, 0)]]), regional: quota(9000, 0) }), NOW) },
    });

    expect(hop.blocks).toMatchObject([
      { kind: "no-room", surge: 100, short: [{ of: { kind: "scale-set" }, limit: 1000, needed: 100, short: 95 }] },
    ]);
    expect(hop.standing).toBe("less-surge");
    expect(hop.instead?.shares).toEqual(new Map([["apps", count(5)]]));
  });

  it("is the end of SNAT ports, and of the tier's nodes", () => {
    const behind = hopWith({
      pools: [poolOf("apps", D4, 16, percent(50))],
      cluster: {
        network: {
          model: "overlay",
          podCidrs: ["10.244.0.0/16"],
          outboundType: "loadBalancer",
          loadBalancer: { portsPerNode: 4000, outboundIps: 1 },
        },
      },
    });

    // 64000 / 4000 = 16 nodes, all there
    expect(behind.blocks).toMatchObject([{ short: [{ of: { kind: "snat-ports" }, limit: 16, used: 16, needed: 8, short: 8 }] }]);
    const many = [poolOf("a", D4, 500, count(1)), poolOf("b", D4, 500, count(1))];
    const free = hopWith({ pools: many, cluster: { tier: "free", network: { model: "other", podCidrs: [], outboundType: "none" } } });
    expect(needFor(free.asSet.needs.together, "cluster-nodes")).toEqual({ needed: 2, free: 0, short: 2 });
  });
});

describe("SNAT ports by size", () => {
  const BEHIND = {
    model: "overlay",
    podCidrs: ["10.244.0.0/16"],
    outboundType: "loadBalancer",
    loadBalancer: { portsPerNode: 0, outboundIps: 1 },
  } as const;

  it("fall from 1024 to 512 with the 51st node, and that of pools which stay is none", () => {
    const there = poolOf("there", D4, 25, count(10), { version: version("1.36.1") });
    const late = (surge: number) =>
      hopOf(
        plan({
          cluster: cluster({ version: version("1.36.1"), network: BEHIND, nodePools: [there, poolOf("late", D4, 24, count(surge))] }),
          facts: facts(),
        }),
      ).asSet.snat;

    // 25 + 24 + 1 = 50, 25 + 24 + 2 = 51
    expect(late(1)).toMatchObject({ together: { kind: "by-size", now: 1024, atSurge: 1024 } });
    expect(late(2)).toMatchObject({ together: { kind: "by-size", now: 1024, atSurge: 512 } });
  });
});

describe("what cannot be told", () => {
  const NO_QUOTA = { quotas: missing("throttled", "asked to wait") };

  it("is room without quota", () => {
    const hop = hopWith({ facts: NO_QUOTA });

    expect(hop.standing).toBe("cannot-tell");
    expect(hop.notKnown).toMatchObject([
      { what: "whether surge nodes have room", pool: "apps", missing: { kind: "throttled" }, isAboutRoom: true },
    ]);
  });

  it("is the highest max surge, its own and the one in any order beside a pool that nobody can tell", () => {
    const E4 = poolOf("other", "Standard_E4ds_v5", 4, percent(25));
    const highest = (pools: readonly NodePool[], change: Partial<RegionFacts> = {}) => hopWith({ pools, facts: change }).highest[0];

    expect(highest([APPS], NO_QUOTA)).toMatchObject({
      oneAfterAnother: { cannotTell: { kind: "throttled" } },
      together: { cannotTell: { kind: "throttled" } },
    });
    expect(highest([APPS, E4])).toMatchObject({
      pool: "apps",
      oneAfterAnother: { kind: "has-room", nodes: 4 },
      together: { cannotTell: { kind: "absent" } },
    });
  });

  it("leaves a highest max surge of no room standing: addresses are short without quota too", () => {
    const network = { model: "overlay", podCidrs: ["10.244.0.0/22"], outboundType: "none" } as const;
    const [highest] = hopWith({ facts: NO_QUOTA, cluster: { network } }).highest;

    expect(highest).toMatchObject({ oneAfterAnother: { kind: "no-room", short: [{ of: { kind: "pod-cidr" }, short: 1 }] } });
  });

  it("is room in a subnet that was read too long ago, and not in one that was read just now", () => {
    const inSubnet = { ...APPS, nodeSubnet: SUBNET };
    const readAt = (minutesAgo: number) =>
      hopWith({
        pools: [inSubnet],
        facts: { subnets: known(subnets({ [SUBNET]: known(subnetUse(59, 0), minutesAfter(-minutesAgo)) }), NOW) },
      });

    expect(readAt(36 * 60).standing).toBe("as-set");
    expect(readAt(36 * 60 + 1)).toMatchObject({ standing: "cannot-tell", notKnown: [{ pool: "apps", missing: { kind: "stale" } }] });
  });

  it("is a maintenance window that was read more than 30 days ago, however young the list is", () => {
    const readAt = (daysAgo: number) => {
      const plan = known([schedule("cluster-upgrades")], minutesAfter(-daysAgo * 1440));
      return hopWith({ facts: { maintenance: known({ byCluster: new Map([[ref().id, plan]]) }, NOW) } }).asSet.window;
    };

    expect(readAt(30)).toMatchObject({ kind: "windows" });
    expect(readAt(31)).toMatchObject({ cannotTell: { kind: "stale" } });
  });

  it("leaves a block standing", () => {
    expect(hopWith({ facts: NO_QUOTA, cluster: { powerState: "stopped" } }).standing).toBe("blocked");
    const addresses = { model: "overlay", podCidrs: ["10.244.0.0/22"], outboundType: "none" } as const;
    expect(hopWith({ facts: NO_QUOTA, cluster: { network: addresses } }).standing).toBe("blocked");
  });

  it("is everything about room while nodes of the cluster come or go", () => {
    const hop = hopWith({ pools: [APPS, systemPool({ provisioningState: "Upgrading" })] });

    expect(hop.standing).toBe("cannot-tell");
    expect(hop.notKnown.map(({ missing: { kind } }) => kind)).toContain("in-motion");
  });

  it("is a full pod range while nodes of the cluster come or go", () => {
    const moving = (provisioningState: string) =>
      hopWith({
        pools: [APPS, systemPool({ provisioningState })],
        // 2 ** (24 - 22) = 4 nodes
        cluster: { network: { model: "overlay", podCidrs: ["10.244.0.0/22"], outboundType: "none" } },
      }).standing;

    expect(moving("Succeeded")).toBe("blocked");
    expect(moving("Scaling")).toBe("cannot-tell");
  });

  it("is a regional shortage while a neighbour's nodes come or go, of whatever family", () => {
    const size = vmSize("Standard_E8ds_v5");
    const neighbour = cluster({
      ...ref("prod-weu-2"),
      nodePools: [pool({ provisioningState: "Scaling", sizes: [poolSize(size, 3)] })],
    });
    const short = facts({
      skus: known(skus(sku(), sku({ name: size, familyName: "standardEDSv5Family" })), NOW),
      quotas: known(quotas({ regional: quota(16, 16) }), NOW),
    });
    const standing = (neighbours: readonly Cluster[]) =>
      hopOf(plan({ cluster: cluster({ nodePools: [APPS] }), facts: short, neighbours })).standing;

    expect(standing([])).toBe("blocked");
    expect(standing([neighbour])).toBe("cannot-tell");
  });

  it("is a shortage of what a neighbour in motion takes from, while room stands", () => {
    const neighbour = cluster({ ...ref("prod-weu-2"), nodePools: [pool({ provisioningState: "Scaling" })] });
    const short = facts({ quotas: known(quotas({ byFamily: new Map([[DDSV5, quota(16, 16)]]) }), NOW) });
    const standing = (of: RegionFacts, neighbours: readonly Cluster[]) =>
      hopOf(plan({ cluster: cluster({ nodePools: [APPS] }), facts: of, neighbours })).standing;

    expect(standing(short, [])).toBe("blocked");
    expect(standing(short, [neighbour])).toBe("cannot-tell");
    expect(standing(facts(), [neighbour])).toBe("as-set");
  });

  it("is a shortage of addresses in a subnet where a neighbour's nodes come or go", () => {
    const inSubnet = { ...APPS, nodeSubnet: SUBNET };
    const neighbour = (nodeSubnet: SubnetId) =>
      cluster({ ...ref("prod-weu-2"), nodePools: [pool({ provisioningState: "Scaling", priority: "spot", nodeSubnet })] });
    const full = facts({ subnets: known(subnets({ [SUBNET]: known(subnetUse(10, 10), NOW) }), NOW) });
    const standing = (neighbours: readonly Cluster[]) =>
      hopOf(plan({ cluster: cluster({ nodePools: [inSubnet] }), facts: full, neighbours })).standing;

    expect(standing([neighbour(subnetId("/other"))])).toBe("blocked");
    expect(standing([neighbour(SUBNET)])).toBe("cannot-tell");
  });

  it("is nothing else: prices, windows, locks and restrictions are named and change no answer", () => {
    const why = missing("forbidden", "no");
    const hop = hopWith({ facts: { prices: why, maintenance: why, locks: why, restrictions: why } });

    expect(hop.standing).toBe("as-set");
    expect(hop.notKnown.map(({ what }) => what)).toEqual([
      "maintenance windows",
      "whether the VM sizes may still be made",
      "locks that stop an upgrade",
    ]);
    expect(hop.asSet.cost).toEqual({ notPriced: "no" });
    const week = plan({
      at: minutesAfter(5 * 1440),
      cluster: cluster({ nodePools: [APPS] }),
      facts: facts({ prices: known(prices(), NOW), skus: known(skus(sku()), minutesAfter(5 * 1440)) }),
    });
    // 4 waves × 10 / 60 h × 0.24, with a list of five days ago
    expect(hopOf(week).asSet.cost).toMatchObject({ cost: { amount: expect.closeTo(0.16, 9) } });
  });

  it("is whether surge nodes get public addresses", () => {
    const hop = hopWith({ pools: [{ ...APPS, nodePublicIp: { prefixId: "/prefix" } }] });

    expect(hop.asSet.pools[0]?.publicIps).toEqual({ needed: 1, prefixId: "/prefix" });
    expect(hop.notKnown).toMatchObject([{ what: "whether there are public addresses for surge nodes", pool: "apps" }]);
    expect(hop.standing).toBe("as-set");
  });
});

function versionCatalogueTo137() {
  return { ...CATALOGUE, minors: [leading("1.37", [0], []), leading("1.36", [1], ["1.37.0"])] };
}
