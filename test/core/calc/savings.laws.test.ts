import fc from "fast-check";
import { describe, expect } from "vitest";
import { clusterCost } from "../../../src/core/calc/cluster-cost.ts";
import type { NotPriced } from "../../../src/core/calc/not-priced.ts";
import { autoscaleSaving } from "../../../src/core/calc/saving-autoscale.ts";
import { diskSaving } from "../../../src/core/calc/saving-disk.ts";
import { licenceSaving } from "../../../src/core/calc/saving-licence.ts";
import { scheduleSaving } from "../../../src/core/calc/saving-schedule.ts";
import { sizeSaving } from "../../../src/core/calc/saving-size.ts";
import { spotSaving } from "../../../src/core/calc/saving-spot.ts";
import { tierSaving } from "../../../src/core/calc/saving-tier.ts";
import { addTotals, type Claim, chooseSavings, savingsTotal } from "../../../src/core/calc/savings-choice.ts";
import type { SpotFacts } from "../../../src/core/calc/spot-terms.ts";
import { known } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import type { Saving } from "../../../src/core/model/saving.ts";
import { gib } from "../../../src/core/model/units.ts";
import { cluster, NOW, pool, price, prices, sku, skus, spotMarket } from "../../support/build.ts";
import { law, lawTried } from "../../support/law.ts";
import { moneyFacts, seenDays } from "./money-facts.ts";
import { EUR, saving } from "./savings-pool.ts";

/** Estates of any shape, priced at random: whatever is advised, the laws of the sums hold. */
const SIZES = ["Standard_D4ds_v5", "Standard_D8ds_v5"].map(vmSize);
const SKUS = skus(...SIZES.map((name) => sku({ name })));
const cents = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max }).map((value) => value / 100);

const anyPool: fc.Arbitrary<NodePool> = fc
  .record({
    os: fc.constantFrom("linux" as const, "windows" as const),
    vmSize: fc.constantFrom(...SIZES),
    nodeCount: fc.integer({ min: 0, max: 40 }),
    autoscale: fc.option(fc.constant({ min: 1, max: 50 })),
    isManaged: fc.boolean(),
    hasAddress: fc.boolean(),
    powerState: fc.constantFrom("running" as const, "running" as const, "stopped" as const),
    priority: fc.constantFrom("regular" as const, "regular" as const, "spot" as const),
    scaleDownMode: fc.constantFrom("delete" as const, "deallocate" as const),
  })
  .map(({ vmSize: size, nodeCount, autoscale, isManaged, hasAddress, ...rest }) =>
    pool({
      ...rest,
      nodeCount,
      sizes: [{ vmSize: size, nodeCount, ...(autoscale ? { autoscale } : {}) }],
      osDisk: { kind: isManaged ? "managed" : "ephemeral", sizeGiB: gib(128) },
      ...(hasAddress ? { nodePublicIp: {} } : {}),
    }),
  );

const anyCluster: fc.Arbitrary<Cluster> = fc
  .record({
    pools: fc.array(anyPool, { minLength: 1, maxLength: 4 }),
    tier: fc.constantFrom("free" as const, "standard" as const, "premium" as const),
    powerState: fc.constantFrom("running" as const, "running" as const, "running" as const, "stopped" as const),
  })
  .map(({ pools, ...rest }) => cluster({ ...rest, nodePools: pools.map((each, place) => ({ ...each, name: `p${place}` })) }));

const anyFacts: fc.Arbitrary<Omit<SpotFacts, "cluster">> = fc
  .record({
    linux: cents(1, 300),
    licence: cents(0, 100),
    spot: cents(1, 300),
    disk: cents(1, 10_000),
    address: cents(1, 10),
    counts: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }),
    usd: cents(1, 400),
  })
  .map(({ linux, licence, spot, disk, address, counts, usd }) => {
    const size = { linux: price(linux, { usd }), windows: price(linux + licence), linuxSpot: price(spot), windowsSpot: price(spot) };
    const range = { latest: spot, low: spot / 2, median: spot, high: spot * 2, days: 28 };
    return moneyFacts({
      prices: prices({
        vms: { Standard_D4ds_v5: size, Standard_D8ds_v5: { ...size, linux: price(linux * 1.9) } },
        disks: { "P10 LRS": price(disk) },
        publicIps: { standardStatic: price(address) },
      }),
      skus: SKUS,
      history: seenDays(
        counts.map((count) => [count]),
        { pool: "p0" },
      ),
      spot: known(spotMarket({ Standard_D4ds_v5: { linux: range } }), NOW),
    });
  });

function claimsOf(of: Cluster, facts: Omit<SpotFacts, "cluster">): readonly Claim[] {
  const inside = { ...facts, cluster: of };
  const { total } = clusterCost(of, facts);
  const claim = (id: string, found: Saving | NotPriced, on?: string): readonly Claim[] =>
    "notPriced" in found ? [] : [{ id, saving: found, ...(on === undefined ? {} : { pool: on }) }];
  return [
    ...claim("tier", tierSaving(of, "free", facts)),
    ...claim("idle", saving("idle", "up-to", total.amount)),
    ...of.nodePools.flatMap((each) => [
      ...claim(`disk ${each.name}`, diskSaving(each, inside), each.name),
      ...claim(`size ${each.name}`, sizeSaving(each, { vmSize: SIZES[0] ?? vmSize(""), nodes: each.nodeCount }, inside), each.name),
      ...claim(`spot ${each.name}`, spotSaving(each, inside), each.name),
      ...claim(`autoscale ${each.name}`, autoscaleSaving(each, 1, inside), each.name),
      ...claim(`licence ${each.name}`, licenceSaving(each, inside), each.name),
      ...claim(`schedule ${each.name}`, scheduleSaving(each, 60, inside), each.name),
    ]),
  ];
}

const anyOffer = fc.record({ of: anyCluster, facts: anyFacts }).map(({ of, facts }) => ({ of, facts, claims: claimsOf(of, facts) }));

/** Room for the last digits of a sum. */
const almost = (amount: number): number => amount * (1 + 1e-9) + 1e-6;

describe("the laws of savings", () => {
  law("a saving is never more than what the thing costs, and lies in its range", [anyOffer], ({ claims }) => {
    for (const { saving: each } of claims) {
      expect(each.monthly.amount).toBeLessThanOrEqual(almost(each.before.amount));
      if (!each.range) continue;
      expect(each.range.low).toBeLessThanOrEqual(each.monthly.amount);
      expect(each.range.high).toBeGreaterThanOrEqual(each.monthly.amount);
    }
  });

  law("the total of a cluster is never more than the cluster costs", [anyOffer], ({ of, facts, claims }) => {
    const cost = clusterCost(of, facts);
    const total = savingsTotal(claims, EUR);

    expect(cost.notPriced).toEqual([]);
    expect(total.firm.amount + total.upTo.amount).toBeLessThanOrEqual(almost(cost.total.amount));
  });

  law("nor is that of one pool more than the pool costs", [anyOffer], ({ of, facts, claims }) => {
    const { pools } = clusterCost(of, facts);
    for (const [name, cost] of pools) {
      const total = savingsTotal(
        claims.filter(({ pool: on }) => on === name),
        EUR,
      );

      expect(total.firm.amount + total.upTo.amount).toBeLessThanOrEqual(almost("total" in cost ? cost.total.amount : 0));
    }
  });

  lawTried(50)("the total of an estate is never more than the estate costs", [fc.array(anyOffer, { maxLength: 4 })], (offers) => {
    const total = addTotals(
      offers.map(({ claims }) => savingsTotal(claims, EUR)),
      EUR,
    );
    const cost = offers.reduce((all, { of, facts }) => all + clusterCost(of, facts).total.amount, 0);

    expect(total.firm.amount + total.upTo.amount).toBeLessThanOrEqual(almost(cost));
  });

  const worth = (claims: readonly Claim[]): number => claims.reduce((all, each) => all + each.saving.monthly.amount, 0);
  const asFirm = (claims: readonly Claim[]): readonly Claim[] =>
    claims.map((each) => ({ ...each, saving: { ...each.saving, firmness: "firm" } }));

  law(
    "it is never more than the best chain of each pool and of the cluster together, and the same in any order",
    [anyOffer],
    ({ claims }) => {
      const total = savingsTotal(claims, EUR);
      const scopes = Map.groupBy(claims, ({ pool: on = "cluster" }) => on);
      const chains = [...scopes.values()].reduce((all, own) => all + worth(chooseSavings(asFirm(own)).counted), 0);

      expect(total.firm.amount + total.upTo.amount).toBeLessThanOrEqual(almost(chains));
      expect(savingsTotal(claims.toReversed(), EUR)).toEqual(total);
    },
  );
});
