import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samplePrices } from "../../local/sample/prices.ts";
import { type ClusterSpec, type PoolSpec, userPool } from "../../local/sample/spec.ts";
import { type LedgerEntry, monthOf } from "../../src/core/model/ledger.ts";
import { day } from "../../src/core/model/time.ts";
import { type FaultyStorage, type StorageFault, startFaultyStorage } from "../support/faulty-storage.ts";
import { findingsOf } from "../support/rows.ts";
import { clusterOf, onlyRules, openWorld, SPEAKING, show, subscriptionOf, type TestWorld } from "../support/world.ts";

// Euros a month, at 0.92 a US dollar: what Premium costs above Standard, 0.6 an hour, and a disk of 256 GiB in West Europe.
const LTS_FEE = 0.6 * 730 * 0.92;
const P15 = 41.811428 * 0.92;

/** Each does what its neighbours do, while this happens to its judge on the night it is booked. */
const ACCIDENTS: Readonly<
  Record<string, { readonly what: string; readonly meets: (asked: string) => boolean; readonly fault: StorageFault["what"] }>
> = {
  unsaved: {
    what: "dies between the ledger and the findings",
    meets: (asked) => asked.startsWith("POST\n") && asked.includes("/findings"),
    fault: "refuse",
  },
  unbooked: { what: "cannot write the ledger", meets: isLedgerWrite, fault: "refuse" },
  unheard: { what: "does not hear that the ledger was written", meets: isLedgerWrite, fault: "lose" },
  unsummed: {
    what: "dies behind the findings",
    meets: (asked) => asked.startsWith("POST\n") && asked.includes("/summaries"),
    fault: "refuse",
  },
};
function isLedgerWrite(asked: string): boolean {
  return !asked.startsWith("GET\n") && asked.includes("/ledger");
}

const premium = (name: string): ClusterSpec => clusterOf(`${name}-1`, { autoscale: [3, 10] }, { tier: "Premium" });
const standard = (name: string): ClusterSpec => clusterOf(`${name}-1`, { autoscale: [3, 10] });
/** A cluster with these pools beside its system pool. */
function withPools(name: string, ...pools: readonly PoolSpec[]): ClusterSpec {
  const spec = clusterOf(`${name}-1`);
  return { ...spec, pools: [...spec.pools.filter((pool) => pool.name !== "apps"), ...pools] };
}
/** By these a successor is known. */
const MARKS: Partial<PoolSpec> = { autoscale: [3, 10], labels: { app: "store" }, taints: ["app=store:NoSchedule"] };
/** Six managed disks that have room on their nodes. */
const onManaged = userPool("apps", "D8ds_v5", 6, { ...MARKS, managedGiB: 256 });
/** Six nodes of which a twentieth of the CPU is node-reserved: three of twice the size would do. */
const onSmall = userPool("apps", "D2as_v5", 6, { ...MARKS, maxPods: 60 });

const NAMES = ["calm", "back", ...Object.keys(ACCIDENTS)];
const before = [...NAMES.map(premium), withPools("moved", onManaged), withPools("gone", onManaged), withPools("larger", onSmall)];
const after = [
  ...NAMES.map(standard),
  withPools("moved", userPool("apps2", "D8ds_v5", 4, { ...MARKS, ephemeralGiB: 256 })),
  withPools("gone"),
  withPools("larger", userPool("apps2", "D4as_v5", 4, { ...MARKS, maxPods: 60 })),
];

let storage: FaultyStorage;
let world: TestWorld;

async function entries(name: string): Promise<readonly LedgerEntry[]> {
  const all = await world.store.ledger.list(monthOf(day("2026-11-01")), monthOf(day("2026-12-01")));
  return all.filter(({ subscription }) => subscription === subscriptionOf(name));
}
const money = (amount: number) => ({ amount: expect.closeTo(amount, 4), currency: "EUR" });

beforeAll(async () => {
  storage = await startFaultyStorage();
  world = await openWorld({
    ...{ clusters: before, prices: samplePrices(), storage, retrySeconds: 60 },
    settings: { RULES: onlyRules([...SPEAKING, "premium-without-lts"]) },
  });
  await world.night("2026-11-23");
  await world.morning("2026-11-23");

  for (const [name, { meets, fault }] of Object.entries(ACCIDENTS)) {
    const match = (asked: string) => meets(asked) && asked.includes(subscriptionOf(name));
    storage.faults.push({ what: fault, match, times: 1 });
  }
  show(world.state, after);
  await world.night("2026-11-24");
  await world.morning("2026-11-24");
});
afterAll(async () => {
  await world.close();
  await storage.close();
});

describe("what was saved", () => {
  it("by a finding that is fixed, and follows from what was read, is booked as predicted", async () => {
    expect(await entries("calm")).toMatchObject([
      {
        ...{ code: "COST-031", about: "tier", reason: "fixed", firmness: "firm", from: expect.stringMatching(/^2026-11-24T02:00/) },
        ...{ predicted: money(LTS_FEE), realised: { money: money(LTS_FEE) } },
      },
    ]);
  });

  it("by a pool that moved is the measured difference to its successor", async () => {
    // Six disks went and none came.
    expect(await entries("moved")).toMatchObject([
      {
        ...{ code: "COST-004", about: "disk", reason: "moved", pool: "apps", successor: "apps2", firmness: "firm" },
        ...{ predicted: money(6 * P15), realised: { money: money(6 * P15) } },
      },
    ]);
  });

  it("by a pool that moved to more nodes than advised is less than predicted, or less than nothing", async () => {
    const predicted = 6 * (0.104 * 730 + 21.68) - 3 * (0.208 * 730 + 21.68);
    const realised = 6 * (0.104 * 730 + 21.68) - 4 * (0.208 * 730 + 21.68);

    expect(await entries("larger")).toMatchObject([
      { code: "COST-001", about: "size", predicted: money(predicted * 0.92), realised: { money: money(realised * 0.92) } },
    ]);
    expect([Math.sign(predicted), Math.sign(realised)]).toEqual([1, -1]);
  });

  it("by a pool that was deleted is nothing", async () => {
    expect(await entries("gone")).toEqual([]);
    expect((await findingsOf(world, "gone")).find(({ stamp }) => stamp.rule === "managed-os-disk")?.closed).toMatchObject({
      reason: "gone",
    });
  });

  it("stands in the digest beside what was resolved", () => {
    const card = world.cards("platform").at(-1) ?? "";

    expect(card).toContain(
      `${NAMES.length} clusters · Premium tier without long-term support: €${Math.round(NAMES.length * LTS_FEE).toLocaleString("en")}/month since 24 Nov\n`,
    );
    expect(card).toContain("moved-1 / apps · Ephemeral OS disk has room (moved to apps2): €231/month since 24 Nov, measured\n");
    expect(card).toMatch(/^gone-1 \/ apps · .*\(deleted\)$/m);
  });
});

describe.for(Object.entries(ACCIDENTS).map(([name, { what }]) => ({ name, what })))("a judge that $what", ({ name }) => {
  it("is run again, and books the same once", async () => {
    const [calm = expect.fail()] = await entries("calm");
    const own = await entries(name);

    expect(storage.faults.every((fault) => storage.met(fault) === 1)).toBe(true);
    const asCalm = own.map((entry) => ({
      ...entry,
      key: calm.key,
      subscription: calm.subscription,
      cluster: calm.cluster,
      from: calm.from,
    }));
    expect(asCalm).toEqual([calm]);
    expect((await findingsOf(world, name)).map(({ closed }) => closed?.reason)).toEqual(["fixed"]);
  });
});

describe("a finding that comes back", () => {
  it("ends its entry the night it is back, and begins another when it is fixed again", async () => {
    show(world.state, [...after.filter(({ name }) => name !== "back-1"), premium("back")]);
    await world.night("2026-11-25");

    const [first, ...others] = await entries("back");
    expect([first?.until?.slice(0, 13), others]).toEqual(["2026-11-25T02", []]);
    expect((await findingsOf(world, "back")).map(({ state }) => state)).toEqual(["regressed"]);

    show(world.state, after);
    await world.night("2026-11-26");

    const both = await entries("back");
    expect(both.map(({ from, until }) => [from.slice(0, 10), until?.slice(0, 10)])).toEqual([
      ["2026-11-24", "2026-11-25"],
      ["2026-11-26", undefined],
    ]);
  });

  it("leaves the entries of its neighbours as they were", async () => {
    expect((await entries("calm")).map(({ until, realised }) => [until, realised])).toEqual([[undefined, { money: money(LTS_FEE) }]]);
  });
});
