import { describe, expect, it } from "vitest";
import { type Calendar, versionStanding } from "../../../src/core/model/calendar.ts";
import { withToldEnd } from "../../../src/core/model/calendar-told.ts";
import type { ToldEnd } from "../../../src/core/model/event.ts";
import { day } from "../../../src/core/model/time.ts";
import { supportOf } from "../../../src/core/rules/support.ts";
import { cluster, NOW, version } from "../../support/build.ts";
import { settledCalendar } from "../../support/calendar.ts";

const told = (change: Partial<ToldEnd> = {}): ToldEnd => ({
  minor: "1.35",
  plan: "community",
  ends: day("2026-12-20"),
  toldAt: NOW,
  ...change,
});
const runs = (text: string, supportPlan: "community" | "lts" = "community") => cluster({ version: version(text), supportPlan });
const today = day("2026-11-23");
const rowOf = ({ versions }: Calendar) => versions.find(({ minor }) => minor === "1.35");

describe("the end that Azure told a cluster", () => {
  it("beats the calendar's, and says what that one has", () => {
    const of = runs("1.35.1");
    const calendar = withToldEnd(settledCalendar, told(), of);
    const listed = rowOf(settledCalendar)?.communityEnd;

    expect(supportOf(of, calendar, today)).toMatchObject({
      kind: "in",
      ends: "2026-12-20",
      daysLeft: 27,
      by: { told: { at: NOW, listed } },
    });
    expect(versionStanding(calendar, { version: of.version, plan: "community" }, today)).toMatchObject({ kind: "ends", on: "2026-12-20" });
    expect(rowOf(settledCalendar)).not.toHaveProperty("told");
  });

  it.for([
    { what: "another version than it runs", end: told({ minor: "1.34" }), of: runs("1.35.1") },
    { what: "the plan it is not under", end: told({ plan: "lts" }), of: runs("1.35.1") },
    { what: "a version the calendar does not know", end: told({ minor: "1.99" }), of: runs("1.99.0") },
    { what: "nothing", end: undefined, of: runs("1.35.1") },
  ])("of $what changes nothing", ({ end, of }) => {
    expect(withToldEnd(settledCalendar, end, of)).toBe(settledCalendar);
  });

  it("under long-term support leaves the community's end as it is", () => {
    const of = runs("1.35.1", "lts");
    const row = rowOf(withToldEnd(settledCalendar, told({ plan: "lts" }), of));

    expect(row).toMatchObject({ ltsEnd: "2026-12-20", communityEnd: rowOf(settledCalendar)?.communityEnd });
  });

  it("under long-term support is not said of the community's end", () => {
    const calendar = withToldEnd(settledCalendar, told({ plan: "lts" }), runs("1.35.1", "lts"));

    expect(supportOf(runs("1.35.1", "lts"), calendar, today)).toHaveProperty("by.told");
    expect(supportOf(runs("1.35.1"), calendar, today)).not.toHaveProperty("by.told");
  });
});
