import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterOf, EVERY_DAY, openWorld, show, type TestWorld } from "../support/world.ts";

const PAYMENTS = { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", days: EVERY_DAY };
const estate = (...names: readonly string[]) => [
  clusterOf("payments-1", {}, { tags: { team: "payments" } }),
  ...names.map((name) => clusterOf(name)),
];

let world: TestWorld;
const scan = (day: string) => world.live(`${day}T01:45:00Z`, `${day}T02:45:00Z`);

describe("clusters that no route takes", () => {
  const heardIn = async (day: string): Promise<readonly string[]> => {
    const before = world.cards("operators").length;
    await scan(day);
    // Nights in between are left out, and the operators hear of that too.
    return world
      .cards("operators")
      .slice(before)
      .filter((text) => !text.startsWith("No scan has closed"));
  };
  beforeAll(async () => {
    const operators = { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS", days: EVERY_DAY };
    world = await openWorld({ clusters: estate("lost-1", "lost-2"), routes: [PAYMENTS, operators] });
  });
  afterAll(() => world.close());

  it("are told to the operators by number and name, beside the missing default", async () => {
    const heard = await heardIn("2026-11-23");

    expect(heard.map((text) => text.split("\n")[0]).sort()).toEqual([
      "2 clusters or regions have no route",
      "Some settings are wrong and set aside",
    ]);
    expect(heard.join("\n")).toMatch(/2 open findings there are told to nobody: lost-1 in rg-lost, lost-2 in rg-lost\./);
  });

  it("are not told again while they are the same", async () => {
    for (const day of ["2026-11-24", "2026-11-29"]) expect(await heardIn(day)).toEqual([]);
  });

  it("are told again after a week", async () => {
    expect((await heardIn("2026-11-30")).map((text) => text.split("\n")[0])).toEqual(["2 clusters or regions have no route"]);
  });

  it("are told again when they change, at most five by name", async () => {
    show(world.state, estate("lost-1", "lost-2", "lost-3", "lost-4", "lost-5", "lost-6", "lost-7"));

    const heard = await heardIn("2026-12-01");

    expect(heard).toHaveLength(1);
    expect(heard[0]).toMatch(/^7 clusters or regions have no route\n[\s\S]*lost-1 in rg-lost, .*lost-5 in rg-lost and 2 more\./);
  });

  it("are told again when they are as before a change: what was told last counts", async () => {
    show(world.state, estate("lost-1", "lost-2"));

    expect((await heardIn("2026-12-02")).map((text) => text.split("\n")[0])).toEqual(["2 clusters or regions have no route"]);
  });
});

describe("without an operator route", () => {
  const errors = (): readonly string[] => world.logged.filter((line) => line.startsWith("error deliver There is no operator route"));
  beforeAll(async () => {
    world = await openWorld({ clusters: estate("lost-1"), routes: [PAYMENTS] });
  });
  afterAll(() => world.close());

  it("each trouble is one error a day in the log, however often it is looked at", async () => {
    await scan("2026-11-23");
    await world.live("2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z");

    expect(errors().map((line) => line.replace(/^.*tell\. ([^:]*):.*$/s, "$1"))).toEqual([
      "Some settings are wrong and set aside",
      "1 cluster or region has no route",
    ]);

    await scan("2026-11-24");
    expect(
      errors()
        .slice(2)
        .map((line) => line.replace(/^.*tell\. ([^:]*):.*$/s, "$1")),
    ).toEqual(["Some settings are wrong and set aside"]);
  });
});
