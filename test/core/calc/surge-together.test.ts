import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { SurgeFacts, SurgeTaker } from "../../../src/core/calc/surge-claims.ts";
import { commonShare, surgesTogether } from "../../../src/core/calc/surge-together.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { subnetId, vmFamily } from "../../../src/core/model/names.ts";
import { cluster, NOW, pool, poolSize, quota, quotas, sku, skus, subnets, subnetUse } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const SUBNET = subnetId("/nodes");
const SKUS = skus(sku(), sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 }));
const ON = cluster({ network: { model: "node-subnet", podCidrs: [], outboundType: "loadBalancer" } });
const taker = (name: string, size: string, nodeCount: number, change: Partial<NodePool> = {}): SurgeTaker => ({
  cluster: ON,
  pool: pool({ name, nodeCount, sizes: [poolSize(size, nodeCount)], nodeSubnet: SUBNET, ...change }),
});
const facts = (family: number, addresses: number): SurgeFacts => ({
  skus: known(SKUS, NOW),
  quotas: known(quotas({ byFamily: new Map([[vmFamily("standardDDSv5Family"), quota(family, 0)]]), regional: quota(100_000, 0) }), NOW),
  subnets: known(subnets({ [SUBNET]: known(subnetUse(addresses, 0), NOW) }), NOW),
});

/** The two pools of a cluster that is short of quota and addresses. */
const PAIR = [taker("system", "Standard_D4ds_v5", 3), taker("apps", "Standard_D8ds_v5", 20)];

describe("max surge of a set of pools, in any order", () => {
  it("is 1 and 2 nodes with 28 vCPUs and 118 addresses free", () => {
    expect(surgesTogether(PAIR, facts(28, 118))).toEqual({
      kind: "has-room",
      surges: [
        { nodes: 1, waves: 3 },
        { nodes: 2, waves: 10 },
      ],
    });
  });

  it("gives what is left to the pool with the most waves, then to the others", () => {
    expect(surgesTogether(PAIR, facts(72, 5000))).toMatchObject({ surges: [{ nodes: 2 }, { nodes: 8 }] });
    expect(surgesTogether(PAIR, facts(500, 5000))).toMatchObject({
      surges: [
        { nodes: 3, waves: 1 },
        { nodes: 20, waves: 1 },
      ],
    });
  });

  it("evens out the waves of pools of one size, the first of equals before the others", () => {
    const pools = [taker("a", "Standard_D4ds_v5", 6), taker("b", "Standard_D4ds_v5", 12), taker("c", "Standard_D4ds_v5", 6)];

    // One each: 6, 12 and 6 waves. Then b: 6 waves, as many as the others, of which a is the first.
    expect(surgesTogether(pools, facts(4 * 4, 5000))).toMatchObject({ surges: [{ nodes: 1 }, { nodes: 2 }, { nodes: 1 }] });
    expect(surgesTogether(pools, facts(4 * 5, 5000))).toMatchObject({ surges: [{ nodes: 2 }, { nodes: 2 }, { nodes: 1 }] });
    expect(surgesTogether(pools, facts(4 * 8, 5000))).toMatchObject({ surges: [{ nodes: 2 }, { nodes: 4 }, { nodes: 2 }] });
  });

  it("has no room where not each of them has one node, and says of what", () => {
    expect(surgesTogether(PAIR, facts(11, 118))).toMatchObject({
      kind: "no-room",
      short: [{ of: { kind: "family-quota" }, nodes: 1, taken: 8, others: 4, free: 11 }],
    });
  });

  it("leaves out pools that do not surge", () => {
    const spot = taker("burst", "Standard_D8ds_v5", 20, { priority: "spot" });

    expect(surgesTogether([spot, ...PAIR], facts(28, 118))).toMatchObject({ surges: [{ nodes: 0, waves: 0 }, { nodes: 1 }, { nodes: 2 }] });
  });

  it("cannot be told where one pool's room cannot, unless something known is short", () => {
    const odd = taker("odd", "Standard_Nowhere", 3);

    expect(surgesTogether([...PAIR, odd], facts(500, 500))).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(surgesTogether([...PAIR, odd], facts(500, 62))).toMatchObject({ kind: "no-room", short: [{ of: { kind: "subnet" } }] });
  });

  const rows = fc.array(fc.record({ nodes: fc.integer({ min: 1, max: 60 }), isLarge: fc.boolean() }), { minLength: 1, maxLength: 5 });

  law(
    "has room, and no pool has for one node more beside the others",
    [rows, fc.nat({ max: 600 }), fc.nat({ max: 3000 })],
    (pools, family, addresses) => {
      const found = surgesTogether(
        pools.map(({ nodes, isLarge }, index) => taker(`p${index}`, isLarge ? "Standard_D8ds_v5" : "Standard_D4ds_v5", nodes)),
        facts(family, addresses),
      );
      const hasRoom = (surges: readonly number[]) =>
        surges.reduce((sum, nodes, index) => sum + nodes * (pools[index]?.isLarge ? 8 : 4), 0) <= family &&
        surges.reduce((sum, nodes) => sum + nodes * 31, 0) <= addresses;
      if ("cannotTell" in found) throw new Error("everything is known");
      if (found.kind === "no-room") {
        expect(hasRoom(pools.map(() => 1))).toBe(false);
        return;
      }
      const surges = found.surges.map(({ nodes }) => nodes);

      expect(hasRoom(surges)).toBe(true);
      for (const [index, nodes] of surges.entries()) {
        expect(nodes).toBeGreaterThanOrEqual(1);
        expect(nodes).toBeLessThanOrEqual(pools[index]?.nodes ?? 0);
        if (nodes < (pools[index]?.nodes ?? 0)) expect(hasRoom(surges.with(index, nodes + 1))).toBe(false);
      }
    },
  );
});

describe("one percentage for a set of pools", () => {
  it("is the highest that has room at once, or pool by pool", () => {
    // 33 % of 3 are 1, 10 % of 20 are 2: 31 + 62 of 118 addresses; 11 % of 20 are 3.
    expect(commonShare(PAIR, facts(28, 118), "together")).toEqual({ kind: "has-room", percent: 10 });
    // 15 % of 20 are 3, 24 of 28 vCPUs; 16 % are 4.
    expect(commonShare(PAIR, facts(28, 118), "one-after-another")).toEqual({ kind: "has-room", percent: 15 });
    expect(commonShare(PAIR, facts(500, 5000), "together")).toEqual({ kind: "has-room", percent: 100 });
    expect(commonShare(PAIR, facts(11, 118), "together")).toEqual({ kind: "no-room" });
    // 1 % of 250 are 3, 2 % are 5.
    expect(commonShare([taker("big", "Standard_D4ds_v5", 250)], facts(12, 118), "together")).toEqual({ kind: "has-room", percent: 1 });
  });

  it("leaves out spot, and cannot be told of what was not read", () => {
    const forbidden = missing("forbidden", "the app may not read it");
    const spot = taker("burst", "Standard_D8ds_v5", 500, { priority: "spot" });

    expect(commonShare([...PAIR, spot], facts(28, 118), "together")).toEqual({ kind: "has-room", percent: 10 });
    expect(commonShare(PAIR, { ...facts(28, 118), quotas: forbidden }, "together")).toEqual({ cannotTell: forbidden.missing });
    expect(commonShare([...PAIR, taker("odd", "Standard_Nowhere", 3)], facts(500, 5000), "together")).toMatchObject({
      cannotTell: { kind: "absent" },
    });
    expect(commonShare(PAIR, { ...facts(28, 0), quotas: forbidden }, "together")).toEqual({ kind: "no-room" });
  });

  const rows = fc.array(fc.record({ nodes: fc.integer({ min: 1, max: 300 }), isLarge: fc.boolean() }), { minLength: 1, maxLength: 4 });
  const orders = fc.constantFrom("together", "one-after-another");

  law(
    "has room, and no higher one has",
    [rows, fc.nat({ max: 2000 }), fc.nat({ max: 9000 }), orders],
    (pools, family, addresses, order) => {
      const found = commonShare(
        pools.map(({ nodes, isLarge }, index) => taker(`p${index}`, isLarge ? "Standard_D8ds_v5" : "Standard_D4ds_v5", nodes)),
        facts(family, addresses),
        order,
      );
      const hasRoom = (percent: number) => {
        const surges = pools.map(({ nodes, isLarge }) => {
          const surge = Math.ceil((nodes * percent) / 100);
          return { vcpus: surge * (isLarge ? 8 : 4), addresses: surge * 31 };
        });
        const all = {
          vcpus: surges.reduce((sum, { vcpus }) => sum + vcpus, 0),
          addresses: surges.reduce((sum, each) => sum + each.addresses, 0),
        };
        return (order === "together" ? [all] : surges).every((each) => each.vcpus <= family && each.addresses <= addresses);
      };
      if ("cannotTell" in found) throw new Error("everything is known");

      const percent = found.kind === "has-room" ? found.percent : 0;
      if (percent > 0) expect(hasRoom(percent)).toBe(true);
      if (percent < 100) expect(hasRoom(percent + 1)).toBe(false);
    },
  );
});
