import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { effectiveCalendar } from "../../src/app/calendar.ts";
import { builtInCalendar, ending } from "../../src/core/model/calendar.ts";
import { addDays, type Instant, instant } from "../../src/core/model/time.ts";
import { openedStore } from "../edge/store/open-store.ts";
import { findingsOf, tableOf } from "../support/rows.ts";
import { clusterOf, HEALTHY, openWorld, type TestWorld } from "../support/world.ts";

/** A day as many days after the built-in calendar was checked, so that no day here moves with it. */
const dayAfterCheck = (days: number) => addDays(builtInCalendar.checkedOn, days);
const NOW = instant(`${dayAfterCheck(3)}T02:03:00Z`);
const ENDS = dayAfterCheck(25);

/** The built-in calendar as a file, but for when all of it was checked and until when 1.36 is supported. */
function file(checkedOn: string, endOf136 = "2027-06"): object {
  const versions = builtInCalendar.versions.map((row) => (row.minor === "1.36" ? { ...row, communityEnd: ending(endOf136) } : row));
  return JSON.parse(JSON.stringify({ ...builtInCalendar, versions }).replaceAll(/"checkedOn":"[^"]+"/g, `"checkedOn":"${checkedOn}"`));
}

describe("the calendar a run judges by", () => {
  const { store, table } = openedStore();

  async function effective(now: Instant = NOW) {
    const warnings: string[] = [];
    const log = { info: () => undefined, warn: (text: string) => warnings.push(text), error: () => undefined };
    return { calendar: await effectiveCalendar({ store: store(), log, now }), warnings };
  }

  it("is the built-in one while none is stored", async () => {
    expect(await effective()).toEqual({ calendar: builtInCalendar, warnings: [] });
  });

  it.for([
    { checkedOn: dayAfterCheck(-1), end: "2027-06" },
    { checkedOn: dayAfterCheck(0), end: "2027-06" },
    { checkedOn: dayAfterCheck(1), end: ENDS },
  ])("with one stored that was checked on $checkedOn has 1.36 end on $end", async ({ checkedOn, end }) => {
    await store().calendars.put(file(checkedOn, ENDS), NOW);

    const { calendar, warnings } = await effective();

    expect(calendar.versions.find(({ minor }) => minor === "1.36")?.communityEnd).toBe(end);
    expect(warnings).toEqual([]);
  });

  it("is the built-in one where the stored one is broken, which is said once with path and reason", async () => {
    const broken = { ...file(dayAfterCheck(2)), source: "a friend" };
    await table("shared").upsertEntity(
      { partitionKey: "calendar", rowKey: "support", shape: 1, json: JSON.stringify({ at: NOW, file: broken }) },
      "Replace",
    );

    expect(await effective()).toEqual({
      calendar: builtInCalendar,
      warnings: [
        `Cannot read row support in partition calendar of table shared: source: is not an https address; judged by the built-in calendar of ${dayAfterCheck(0)}`,
      ],
    });
  });

  it("is not guessed when the store does not answer", async () => {
    await table("shared").deleteTable();

    await expect(effective()).rejects.toThrow("Read row support in partition calendar of table shared: storage answered 404 TableNotFound");
  });
});

describe("three nights over a subscription with clusters in two regions", () => {
  let world: TestWorld;
  const endsSoon = async () => (await findingsOf(world, "dated")).filter(({ stamp }) => stamp.rule === "support-ends-soon");
  const warnings = () => world.logged.filter((line) => line.startsWith("warn") && line.includes("calendar"));

  beforeAll(async () => {
    world = await openWorld({ clusters: [clusterOf("dated-1", HEALTHY), clusterOf("dated-2", HEALTHY, { region: "northeurope" })] });
    await world.night(dayAfterCheck(3));
  });
  afterAll(() => world.close());

  it("on the first, by the built-in calendar, 1.36 has months to go", async () => {
    expect(await endsSoon()).toEqual([]);
    expect(warnings()).toEqual([]);
  });

  it("on the second a newer calendar in the store counts, without a new deployment", async () => {
    await world.store.calendars.put(file(dayAfterCheck(3), ENDS), instant(`${dayAfterCheck(3)}T12:00:00Z`));

    await world.night(dayAfterCheck(4));

    const found = await endsSoon();
    expect(found.map(({ state, finding }) => [state, finding.due])).toEqual([
      ["new", ENDS],
      ["new", ENDS],
    ]);
  });

  it("on the third a broken one is passed over, and said once for both regions", async () => {
    const broken = { at: NOW, file: { ...file(dayAfterCheck(4)), checkedOn: "yesterday" } };
    await tableOf(world, "shared").upsertEntity(
      { partitionKey: "calendar", rowKey: "support", shape: 1, json: JSON.stringify(broken) },
      "Replace",
    );

    await world.night(dayAfterCheck(5));

    expect(warnings()).toEqual([expect.stringContaining('checkedOn: "yesterday" is not a day')]);
    expect((await endsSoon()).map(({ state }) => state)).toEqual(["resolved", "resolved"]);
  });
});
