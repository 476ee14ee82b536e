import fc from "fast-check";
import { describe, expect } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool, NodeShare } from "../../../src/core/model/cluster.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import { HOP_STANDINGS, type PlannedHop } from "../../../src/core/plan/hop.ts";
import { cluster, NOW, percent, quota, quotas, regionFacts, sku, skus, subnets, subnetUse } from "../../support/build.ts";
import { lawTried } from "../../support/law.ts";
import { CATALOGUE, hopOf, on, plan, poolOf, poolOfRun, SUBNET } from "./planning.ts";

const D = vmFamily("standardDDSv5Family");
const E = vmFamily("standardEDSv5Family");
const SKUS = skus(
  sku(),
  sku({ name: "Standard_D8ds_v5", vcpus: 8 }),
  sku({ name: "Standard_E8ds_v5", vcpus: 8, familyName: "standardEDSv5Family" }),
);

/** Up to 100 nodes, where every number of them is a whole percentage. */
const anyPool = fc.record({
  size: fc.constantFrom("Standard_D4ds_v5", "Standard_D8ds_v5", "Standard_E8ds_v5"),
  nodes: fc.integer({ min: 1, max: 100 }),
  share: fc.integer({ min: 1, max: 100 }),
  isSpot: fc.boolean(),
});
/** On 1.34, where too large a surge fails, and on 1.35, where AKS falls back. */
const anyCluster = fc.tuple(fc.constantFrom("1.34.8", "1.35.4"), fc.array(anyPool, { minLength: 1, maxLength: 5 })).map(([runs, rows]) =>
  on(
    runs,
    cluster({
      network: { model: "node-subnet", podCidrs: [], outboundType: "none" },
      nodePools: rows.map(({ size, nodes, share, isSpot }, index) =>
        poolOf(`p${index}`, size, nodes, percent(share), { nodeSubnet: SUBNET, priority: isSpot ? "spot" : "regular" }),
      ),
    }),
  ),
);
const room = (most: number) => fc.integer({ min: 0, max: most });
const anyFree = fc.record({ d: room(900), e: room(900), regional: room(1500), addresses: room(6000) });
type Free = Parameters<Parameters<typeof anyFree.map>[0]>[0];

const facts = ({ d, e, regional, addresses }: Free) =>
  regionFacts({
    skus: known(SKUS, NOW),
    versions: known(CATALOGUE, NOW),
    quotas: known(
      quotas({
        byFamily: new Map([
          [D, quota(d + 100, 100)],
          [E, quota(e + 100, 100)],
        ]),
        regional: quota(regional + 100, 100),
      }),
      NOW,
    ),
    subnets: known(subnets({ [SUBNET]: known(subnetUse(addresses + 100, 100), NOW) }), NOW),
  });
const planned = (of: Cluster, free: Free, byPool: ReadonlyMap<string, NodeShare> = new Map()): PlannedHop =>
  hopOf(plan({ cluster: of, facts: facts(free), options: { maxSurge: { byPool } } }));
const shortages = ({ asSet }: PlannedHop, name: string): number => poolOfRun(asSet, name).needs.reduce((all, { short }) => all + short, 0);
const together = ({ asSet }: PlannedHop): number => asSet.needs.together.reduce((all, { short }) => all + short, 0);
const rank = ({ standing }: PlannedHop): number => HOP_STANDINGS.indexOf(standing);
const nodesWith = (one: PlannedHop["highest"][number]["together"] | undefined): number => (one && "nodes" in one ? one.nodes : 0);
const atCount = (pool: NodePool, nodes: number): ReadonlyMap<string, NodeShare> => new Map([[pool.name, { kind: "count", nodes }]]);

describe("plans", () => {
  lawTried(60)(
    "are never worse with a larger quota",
    [anyCluster, anyFree, room(400), room(400), room(900)],
    (of, free, moreD, moreE, moreRegional) => {
      const before = planned(of, free);
      const after = planned(of, { ...free, d: free.d + moreD, e: free.e + moreE, regional: free.regional + moreRegional });

      expect(rank(after)).toBeLessThanOrEqual(rank(before));
      expect(together(after)).toBeLessThanOrEqual(together(before));
      for (const { pool, oneAfterAnother, together: inAnyOrder } of before.highest) {
        const then = after.highest.find((each) => each.pool === pool);
        expect(shortages(after, pool)).toBeLessThanOrEqual(shortages(before, pool));
        expect(nodesWith(then?.oneAfterAnother)).toBeGreaterThanOrEqual(nodesWith(oneAfterAnother));
        expect(nodesWith(then?.together)).toBeGreaterThanOrEqual(nodesWith(inAnyOrder));
      }
    },
  );

  lawTried(40)("name a highest surge that has room, and one more has none, in both orders", [anyCluster, anyFree], (of, free) => {
    for (const pool of of.nodePools) {
      const highest = planned(of, free).highest.find((each) => each.pool === pool.name);
      if (!highest) continue;
      const alone = (nodes: number) => shortages(planned(of, free, atCount(pool, nodes)), pool.name);
      const beside = (nodes: number) => shortOfItsOwn(planned(of, free, atCount(pool, nodes)), pool.name);
      expectHighest(pool, nodesWith(highest.oneAfterAnother), alone);
      expectHighest(pool, nodesWith(highest.together), beside);
    }
  });

  lawTried(60)(
    "advise a lower surge that has room in the order they say, never above what is set, and with no room for one node more",
    [anyCluster, anyFree],
    (of, free) => {
      const before = planned(of, free);
      const { instead } = before;
      if (!instead) return;
      const then = planned(of, free, instead.shares);

      expect(then.asSet.pools.every(({ needs }) => needs.every(({ short }) => short === 0))).toBe(true);
      if (instead.order === "together") expect(then.standing).toBe("as-set");
      for (const { pool, surge } of instead.run.pools) {
        expect(surge).toBeLessThanOrEqual(poolOfRun(before.asSet, pool).surge);
        const more = planned(of, free, new Map([...instead.shares, [pool, { kind: "count", nodes: surge + 1 }]]));
        if (instead.shares.has(pool)) expect(instead.order === "together" ? together(more) : shortages(more, pool)).toBeGreaterThan(0);
      }
    },
  );

  lawTried(30)("are the same whatever order the pools stand in", [anyCluster, anyFree], (of, free) => {
    const turned = { ...of, nodePools: of.nodePools.toReversed() };

    expect(planned(turned, free).standing).toBe(planned(of, free).standing);
    expect(planned(turned, free).asSet.pools.map(({ pool }) => pool)).toEqual(planned(of, free).asSet.pools.map(({ pool }) => pool));
  });
});

function expectHighest({ nodeCount }: NodePool, nodes: number, shortWith: (nodes: number) => number): void {
  if (nodes > 0) expect(shortWith(nodes)).toBe(0);
  if (nodes < nodeCount) expect(shortWith(nodes + 1)).toBeGreaterThan(0);
}

/** Of what the pool takes from, together with all others. */
function shortOfItsOwn({ asSet }: PlannedHop, name: string): number {
  const own = new Set(
    poolOfRun(asSet, name)
      .needs.filter(({ needed }) => needed > 0)
      .map(({ of }) => JSON.stringify(of)),
  );
  return asSet.needs.together.filter(({ of }) => own.has(JSON.stringify(of))).reduce((all, { short }) => all + short, 0);
}
