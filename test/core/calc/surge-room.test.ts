import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareNodes } from "../../../src/core/calc/surge.ts";
import { claimKey, type SurgeFacts, type SurgeResource, type SurgeTaker, surgeClaims } from "../../../src/core/calc/surge-claims.ts";
import { type HighestSurge, surgeRoom } from "../../../src/core/calc/surge-room.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool, NodeShare } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily } from "../../../src/core/model/names.ts";
import {
  cluster,
  count,
  NOW,
  percent,
  pool,
  poolSize,
  quota,
  quotas,
  ref,
  sku,
  skus,
  subnets,
  subnetUse,
  surging,
  without,
} from "../../support/build.ts";
import { law, lawTried } from "../../support/law.ts";

const SUBNET = subnetId("/nodes");
const DDSV5 = vmFamily("standardDDSv5Family");
const SKUS = skus(sku(), sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 }));
const of = (name: string, size: string, nodeCount: number, maxSurge: NodeShare, change: Partial<NodePool> = {}) =>
  surging(nodeCount, maxSurge, { name, size, nodeSubnet: SUBNET, ...change });

const NODE_SUBNET = { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } as const;
/** The two pools of a cluster that is short of quota and addresses. */
const SYSTEM = of("system", "Standard_D4ds_v5", 3, percent(10), { mode: "system" });
const APPS = of("apps", "Standard_D8ds_v5", 20, percent(25));
const EXAMPLE = cluster({ network: NODE_SUBNET, nodePools: [SYSTEM, APPS] });

interface Free {
  readonly family?: number;
  readonly regional?: number;
  readonly addresses?: number;
}
const facts = ({ family = 28, regional = 1000, addresses = 118 }: Free = {}): SurgeFacts => ({
  skus: known(SKUS, NOW),
  quotas: known(quotas({ byFamily: new Map([[DDSV5, quota(family + 172, 172)]]), regional: quota(regional, 0) }), NOW),
  subnets: known(subnets({ [SUBNET]: known(subnetUse(addresses, 0), NOW) }), NOW),
});
const apps = (change: Partial<NodePool> = {}, on: Cluster = EXAMPLE): SurgeTaker => ({ cluster: on, pool: { ...APPS, ...change } });
const system: SurgeTaker = { cluster: EXAMPLE, pool: SYSTEM };

describe("the highest max surge that has room", () => {
  it("is 15 % one after another, 24 vCPUs and 7 waves instead of 4", () => {
    expect(surgeRoom(apps(), [system], facts()).oneAfterAnother).toEqual({
      kind: "has-room",
      nodes: 3,
      share: percent(15),
      waves: 7,
      stops: [
        { of: { kind: "family-quota", family: DDSV5 }, nodes: 4, taken: 32, others: 0, free: 28 },
        { of: { kind: "subnet", subnet: SUBNET }, nodes: 4, taken: 124, others: 0, free: 118 },
      ],
    });
  });

  it("is 10 % in any order: 3 nodes would have room in the quota, 24 + 4 = 28, not in the subnet, 93 + 31 = 124 of 118", () => {
    expect(surgeRoom(apps(), [system], facts()).inAnyOrder).toEqual({
      kind: "has-room",
      nodes: 2,
      share: percent(10),
      waves: 10,
      stops: [{ of: { kind: "subnet", subnet: SUBNET }, nodes: 3, taken: 93, others: 31, free: 118 }],
    });
  });

  it("counts pools of other clusters beside it, with the share that is asked about", () => {
    const other = {
      cluster: cluster({ ...ref("prod-weu-2"), network: NODE_SUBNET }),
      pool: of("etl", "Standard_D4ds_v5", 20, percent(50)),
    };

    expect(surgeRoom(apps(), [system, { ...other, share: percent(5) }], facts()).inAnyOrder).toMatchObject({ nodes: 1, share: percent(5) });
    expect(surgeRoom(apps(), [system, other], facts()).inAnyOrder).toMatchObject({ kind: "no-room" });
  });

  it("is all nodes where there is room for all", () => {
    const room = { kind: "has-room", nodes: 20, share: percent(100), waves: 1, stops: [] };

    expect(surgeRoom(apps(), [], facts({ family: 500, addresses: 5000 }))).toEqual({ oneAfterAnother: room, inAnyOrder: room });
    expect(surgeRoom(apps(), [], facts({ family: 160, addresses: 620 }))).toEqual({ oneAfterAnother: room, inAnyOrder: room });
  });

  it("is none where not even one node has room, and says what of", () => {
    expect(surgeRoom(apps(), [system], facts({ family: 11, regional: 8, addresses: 31 }))).toEqual({
      oneAfterAnother: expect.objectContaining({ kind: "has-room", nodes: 1 }),
      inAnyOrder: {
        kind: "no-room",
        short: [
          { of: { kind: "family-quota", family: DDSV5 }, nodes: 1, taken: 8, others: 4, free: 11 },
          { of: { kind: "regional-quota" }, nodes: 1, taken: 8, others: 4, free: 8 },
          { of: { kind: "subnet", subnet: SUBNET }, nodes: 1, taken: 31, others: 31, free: 31 },
        ],
      },
    });
  });

  it("ends at the 1000 instances of a scale set", () => {
    const full = apps({ nodeCount: 995, sizes: [poolSize("Standard_D8ds_v5", 995)] });
    const room = surgeRoom(full, [], facts({ family: 10_000, regional: 10_000, addresses: 40_000 })).oneAfterAnother;

    expect(room).toMatchObject({
      kind: "has-room",
      nodes: 5,
      share: count(5),
      stops: [{ of: { kind: "scale-set" }, free: 5 }],
    });
  });

  it("ends at the pod range of an overlay network, which the nodes of all pools share", () => {
    const on = { ...EXAMPLE, network: { ...NODE_SUBNET, model: "overlay" as const, podCidrs: ["10.244.0.0/19"] } };

    expect(surgeRoom(apps({}, on), [], facts({ family: 500 })).oneAfterAnother).toMatchObject({
      nodes: 9,
      stops: [{ of: { kind: "pod-cidr", cluster: EXAMPLE.id }, nodes: 10, free: 9 }],
    });
  });

  it("asks no quota for nodes of a capacity reservation", () => {
    expect(surgeRoom(apps({ capacityReservationGroupId: "/crg" }), [], facts({ family: 0 })).oneAfterAnother).toMatchObject({ nodes: 3 });
  });

  it.for([{ priority: "spot" }, { powerState: "stopped" }, { nodeCount: 0 }] satisfies Partial<NodePool>[])(
    "is none to have for %j",
    (change) => {
      expect(surgeRoom(apps(change), [system], facts())).toEqual({
        oneAfterAnother: { kind: "no-surge" },
        inAnyOrder: { kind: "no-surge" },
      });
    },
  );
});

describe("what is not known", () => {
  const forbidden = missing("forbidden", "the app may not read it");
  const reason = { cannotTell: forbidden.missing };

  it.for([
    { what: "SKUs", of: { ...facts(), skus: forbidden } },
    { what: "quotas", of: { ...facts(), quotas: forbidden } },
    { what: "subnets", of: { ...facts(), subnets: forbidden } },
    { what: "one subnet", of: { ...facts(), subnets: known(subnets({ [SUBNET]: forbidden }), NOW) } },
  ])("of $what makes room cannot tell, with its reason", ({ of }) => {
    expect(surgeRoom(apps(), [], of).oneAfterAnother).toEqual(reason);
  });

  it.for([
    { what: "the family", of: { ...facts(), quotas: known(quotas({ byFamily: new Map() }), NOW) } },
    { what: "the region", of: { ...facts(), quotas: known({ byFamily: new Map([[DDSV5, quota(200, 0)]]) }, NOW) } },
    { what: "the subnet", of: { ...facts(), subnets: known(subnets(), NOW) } },
    { what: "the size", of: { ...facts(), skus: known(skus(sku()), NOW) } },
  ])("is absent where $what is in no list", ({ of }) => {
    expect(surgeRoom(apps(), [], of).oneAfterAnother).toMatchObject({ cannotTell: { kind: "absent" } });
  });

  it("of this pool makes any order cannot tell too, beside others that are known", () => {
    const other = { cluster: EXAMPLE, pool: pool({ name: "other" }) };

    expect(surgeRoom({ cluster: EXAMPLE, pool: of("odd", "Standard_Nowhere", 3, percent(33)) }, [other], facts()).inAnyOrder).toMatchObject(
      {
        cannotTell: { kind: "absent", why: expect.stringContaining("Standard_Nowhere") },
      },
    );
  });

  it("does not hide a shortage", () => {
    expect(surgeRoom(apps(), [], { ...facts({ addresses: 30 }), quotas: forbidden }).oneAfterAnother).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "subnet" }, taken: 31, free: 30 }],
    });
  });

  it("of another pool makes any order cannot tell, not this pool alone", () => {
    const unknown = without(pool({ name: "odd", upgrade: {} }), "version");
    const odd = [
      { cluster: EXAMPLE, pool: unknown },
      { cluster: EXAMPLE, pool: of("odd", "Standard_Nowhere", 3, percent(33)) },
    ];

    for (const other of odd) {
      const room = surgeRoom(apps(), [system, other], facts());

      expect(room.oneAfterAnother).toMatchObject({ kind: "has-room", nodes: 3 });
      expect(room.inAnyOrder).toMatchObject({ cannotTell: { kind: "absent" } });
    }
    expect(surgeRoom(apps(), [system, { cluster: EXAMPLE, pool: unknown }], facts({ family: 7 })).inAnyOrder).toMatchObject({
      kind: "no-room",
    });
  });

  it("of a pod range or of max pods makes room cannot tell", () => {
    const overlay = { ...EXAMPLE, network: { ...NODE_SUBNET, model: "overlay" as const } };

    expect(surgeRoom({ cluster: EXAMPLE, pool: without(APPS, "maxPods") }, [], facts()).oneAfterAnother).toMatchObject({
      cannotTell: { kind: "absent" },
    });
    expect(surgeRoom(apps({}, overlay), [], facts()).oneAfterAnother).toMatchObject({ cannotTell: { kind: "absent" } });
  });
});

describe("claims with one key take from one thing", () => {
  const resources: readonly SurgeResource[] = [
    { kind: "family-quota", family: DDSV5 },
    { kind: "family-quota", family: vmFamily("standardDSv5Family") },
    { kind: "regional-quota" },
    { kind: "subnet", subnet: SUBNET },
    { kind: "pod-cidr", cluster: EXAMPLE.id },
    { kind: "scale-set", cluster: EXAMPLE.id, pool: "apps" },
    { kind: "scale-set", cluster: EXAMPLE.id, pool: "system" },
  ];

  it("and no two things have the same", () => {
    expect(new Set(resources.map(claimKey)).size).toBe(resources.length);
  });
});

describe("law: the found max surge has room, and the next one does not", () => {
  const pools = fc.record({ nodes: fc.integer({ min: 1, max: 300 }), set: fc.integer({ min: 1, max: 100 }), isLarge: fc.boolean() });
  const free = fc.record({
    family: fc.integer({ min: -20, max: 1500 }),
    regional: fc.nat({ max: 1500 }),
    addresses: fc.nat({ max: 9000 }),
  });

  /** What so many nodes take, worked out from nothing but the numbers of the case. */
  function hasRoom(nodes: number, isLarge: boolean, others: readonly { nodes: number; vcpus: number }[], of: Required<Free>): boolean {
    const vcpus = nodes * (isLarge ? 8 : 4) + others.reduce((sum, other) => sum + other.nodes * other.vcpus, 0);
    const addresses = 31 * (nodes + others.reduce((sum, other) => sum + other.nodes, 0));
    return vcpus <= of.family && vcpus <= of.regional && addresses <= of.addresses;
  }

  function check(found: HighestSurge, nodes: number, fits: (surge: number) => boolean): void {
    if ("cannotTell" in found || found.kind === "no-surge") throw new Error("everything is known, and the pool surges");
    if (found.kind === "no-room") {
      expect(fits(1)).toBe(false);
      expect(found.short.length).toBeGreaterThan(0);
      return;
    }
    expect(shareNodes(found.share, nodes)).toBe(found.nodes);
    expect(fits(found.nodes)).toBe(true);
    expect(found.waves).toBe(Math.ceil(nodes / found.nodes));
    if (found.share.kind === "percent" && found.share.percent < 100)
      expect(fits(shareNodes(percent(found.share.percent + 1), nodes))).toBe(false);
    if (found.share.kind === "count") expect(fits(shareNodes(percent(1), nodes)) || fits(found.nodes + 1)).toBe(false);
    if (found.stops.length > 0) expect(fits(found.nodes + 1)).toBe(false);
  }

  lawTried(300)("alone, and in any order beside other pools", [pools, fc.array(pools, { maxLength: 4 }), free], (own, others, of_) => {
    const takerOf = ({ nodes, set, isLarge }: typeof own, name: string): SurgeTaker => ({
      cluster: EXAMPLE,
      pool: of(name, isLarge ? "Standard_D8ds_v5" : "Standard_D4ds_v5", nodes, percent(set)),
    });
    const beside = others.map(({ nodes, set, isLarge }) => ({ nodes: Math.ceil((set * nodes) / 100), vcpus: isLarge ? 8 : 4 }));
    const room = surgeRoom(
      takerOf(own, "own"),
      others.map((other, index) => takerOf(other, `other${index}`)),
      facts(of_),
    );

    check(room.oneAfterAnother, own.nodes, (surge) => hasRoom(surge, own.isLarge, [], of_));
    check(room.inAnyOrder, own.nodes, (surge) => hasRoom(surge, own.isLarge, beside, of_));
  });

  law(
    "never falls with more that is free, and claims never fall with more nodes",
    [pools, free, fc.nat({ max: 200 })],
    ({ nodes, set, isLarge }, of_, more) => {
      const taker = { cluster: EXAMPLE, pool: of("own", isLarge ? "Standard_D8ds_v5" : "Standard_D4ds_v5", nodes, percent(set)) };
      const nodesWith = (family: number) => {
        const found = surgeRoom(taker, [], facts({ ...of_, family })).oneAfterAnother;
        return "nodes" in found ? found.nodes : 0;
      };

      expect(nodesWith(of_.family + more)).toBeGreaterThanOrEqual(nodesWith(of_.family));
      for (const { takes } of surgeClaims(taker, facts()).claims) expect(takes(nodes)).toBeGreaterThanOrEqual(takes(nodes - 1));
    },
  );
});
