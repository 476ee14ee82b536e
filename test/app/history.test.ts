import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ArmBody } from "../../local/arm/state.ts";
import { samplePrices } from "../../local/sample/prices.ts";
import { evictionRow, spotEntry, spotPriceRow } from "../../local/sample/spot.ts";
import type { Finding } from "../../src/core/model/finding.ts";
import { region, vmSize, vmSizeKey } from "../../src/core/model/names.ts";
import type { SpotOffer } from "../../src/core/model/price.ts";
import { day, instant } from "../../src/core/model/time.ts";
import { findingsOf } from "../support/rows.ts";
import { clusterOf, openWorld, refOf, show, type TestWorld } from "../support/world.ts";

// US dollars an hour in North Europe, and what a dollar is in euros.
const D8DS = 0.504;
const EUR = 0.92;

const NORTH = region("northeurope");
const SIZE = vmSizeKey(vmSize("Standard_D8ds_v5"));
const MARKED = { labels: { app: "work", workload: "interruptible" } };
/** By subscription: one whose pool is of a fixed size, and one whose pool may be interrupted and is autoscaled. */
const estate = (nodes: number) => [
  clusterOf("fixed-1", { nodes }, { region: NORTH }),
  clusterOf("batch-1", { ...MARKED, autoscale: [3, 10] }, { region: NORTH }),
];

let world: TestWorld;

/** A night on which Azure knows one spot price: today's. */
async function night(of: string, spotUsd: number, nodes: number, odd: readonly ArmBody[] = []): Promise<void> {
  world.state.spot = [spotPriceRow("D8ds_v5", NORTH, "linux", [spotEntry(of, spotUsd)]), evictionRow("D8ds_v5", NORTH, "0-5"), ...odd];
  show(world.state, estate(nodes));
  await world.night(of);
  await world.morning(of);
}

async function finding(name: string, rule: string): Promise<Finding> {
  const found = (await findingsOf(world, name)).find(({ stamp, finding: { subject } }) => stamp.rule === rule && subject === "apps");
  return found?.finding ?? expect.fail(`nothing is said of ${name}`);
}
const latest = async (): Promise<SpotOffer | undefined> => {
  const fact = await world.store.spot.latest(NORTH);
  return fact && "known" in fact ? fact.known.bySize.get(SIZE) : expect.fail("no spot market is stored");
};
const daysStored = async (): Promise<readonly string[]> =>
  (await world.store.spot.days(NORTH, day("2026-11-01"))).map((each) => `${each.day} ${each.market.bySize.get(SIZE)?.linux?.latest}`);

beforeAll(async () => {
  world = await openWorld({ clusters: estate(6), prices: samplePrices() });
  await night("2026-11-23", 0.126, 6);
});
afterAll(() => world.close());

describe("the spot market", () => {
  it("is worth a low confidence on its first day, and its class says how often nodes go", async () => {
    const { worth, detail } = await finding("batch", "spot-candidate");

    expect(worth).toMatchObject({ kind: "monthly", firmness: "up-to", confidence: "low" });
    expect(worth.kind === "monthly" && worth.monthly.amount).toBeCloseTo(6 * (D8DS - 0.126) * 730 * EUR, 4);
    // 6 × 0.05 × 24
    expect(detail).toContain("up to 7.2 evictions a day");
  });

  it("is stored every night, and becomes a history that Azure does not give", async () => {
    await night("2026-11-24", 0.0756, 6);
    await night("2026-11-25", 0.1512, 6);

    expect(await daysStored()).toEqual(["2026-11-23 0.126", "2026-11-24 0.0756", "2026-11-25 0.1512"]);
    expect(await latest()).toMatchObject({ linux: { low: 0.0756, median: 0.126, high: 0.1512, latest: 0.1512, days: 3 } });
    const { worth } = await finding("batch", "spot-candidate");
    expect(worth.kind === "monthly" && worth.range).toEqual({
      low: expect.closeTo(3 * (D8DS - 0.1512) * 730 * EUR, 4),
      high: expect.closeTo(10 * (D8DS - 0.0756) * 730 * EUR, 4),
    });
  });

  it("that cannot be read leaves yesterday's, with a warning and nothing else", async () => {
    world.state.faults.push({ match: /ResourceGraph/, status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } });
    await night("2026-11-26", 0.05, 6);
    world.state.faults.length = 0;

    expect(await daysStored()).toHaveLength(3);
    expect((await finding("batch", "spot-candidate")).worth).toMatchObject({ kind: "monthly" });
    expect(world.logged.filter((line) => line.includes("older ones are used"))).toEqual([
      expect.stringContaining("the spot market of northeurope"),
    ]);
    expect(world.host.failures).toEqual([]);
    expect(world.cards("operators")).toEqual([]);
  });

  it("with odd rows is what the others say, and they are named", async () => {
    const odd = [spotPriceRow("D8ds_v5", NORTH, "plan9", [spotEntry("2026-11-27", 0.01)]), evictionRow("D4ds_v5", NORTH, "often")];
    await night("2026-11-27", 0.1134, 6, odd);
    await night("2026-11-28", 0.1134, 6);

    expect(await latest()).toMatchObject({ evictions: "0-5", linux: { latest: 0.1134, low: 0.0756, days: 6 } });
    expect(world.logged.filter((line) => line.includes("of the spot market of northeurope could not be decoded"))).toHaveLength(2);
  });
});

describe("the nodes an amount stands on", () => {
  it("are tonight's until seven nights are known", async () => {
    const { worth } = await finding("fixed", "fixed-size-pool");

    expect(worth).toMatchObject({ kind: "monthly", basis: { kind: "tonight" }, confidence: "low" });
    expect(worth.kind === "monthly" && worth.monthly.amount).toBeCloseTo((6 - 2) * D8DS * 730 * EUR, 4);
  });

  it("are the mean of the nights from the seventh on, and the digest says which", async () => {
    await night("2026-11-29", 0.1134, 13);

    // Six nights of 6 nodes and one of 13: 49 / 7 = 7 a night, of which 2 stay.
    const { worth } = await finding("fixed", "fixed-size-pool");
    expect(worth).toMatchObject({ kind: "monthly", basis: { kind: "mean", nights: 7 } });
    expect(worth.kind === "monthly" && worth.before.amount).toBeCloseTo(7 * D8DS * 730 * EUR, 4);
    expect(worth.kind === "monthly" && worth.monthly.amount).toBeCloseTo((7 - 2) * D8DS * 730 * EUR, 4);
    expect(world.teams.posts.at(-1)?.body).toContain("mean of 7 nights");
    expect(world.teams.posts[0]?.body).toContain("tonight's node count");
  });

  it("go back 28 days, that night included", async () => {
    for (const of of ["2026-11-02", "2026-11-03"]) {
      const { id, subscription } = refOf(clusterOf("fixed-1"));
      const sizes = [{ vmSize: vmSize("Standard_D8ds_v5"), nodeCount: 6 }];
      const pools = [{ pool: "apps", samples: [{ at: instant(`${of}T02:00:00Z`), sizes }] }];
      await world.store.observations.add(subscription, { cluster: id, day: day(of), pools });
    }
    await night("2026-11-30", 0.1134, 13);

    expect((await finding("fixed", "fixed-size-pool")).worth).toMatchObject({ basis: { kind: "mean", nights: 9 } });
  });
});

it("a spot market that was never read leaves the list's own spot price, and says so", async () => {
  const other = await openWorld({ clusters: estate(6), prices: samplePrices() });
  try {
    other.state.faults.push({ match: /ResourceGraph/, status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } });
    await other.night("2026-11-23");

    const { finding: told } = (await findingsOf(other, "batch")).find(({ stamp }) => stamp.rule === "spot-candidate") ?? expect.fail();
    expect(told.worth).toMatchObject({ kind: "monthly", confidence: "low", prices: [{}, { what: "Standard_D8ds_v5, Linux spot" }] });
    // A quarter of the price on demand.
    expect(told.worth.kind === "monthly" && told.worth.monthly.amount).toBeCloseTo(6 * (D8DS - D8DS / 4) * 730 * EUR, 4);
    expect(told.notKnown.join("\n")).toContain("how often Azure takes spot nodes of Standard_D8ds_v5 back: the app may not read it");
    expect(other.host.failures).toEqual([]);
  } finally {
    await other.close();
  }
});
