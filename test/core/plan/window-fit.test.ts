import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { HourSlots, MaintenanceTimes } from "../../../src/core/model/maintenance.ts";
import { windowFit } from "../../../src/core/plan/window-fit.ts";
import { cluster, maintenancePlans, maintenanceWindow, NOW, ref, schedule } from "../../support/build.ts";

const MINUTES = { likely: 240, slowest: 241 };
const beside = (times: MaintenanceTimes) =>
  windowFit(cluster(), MINUTES, known(maintenancePlans([schedule("cluster-upgrades", times)]), NOW));
const hours = (...slots: readonly (readonly [HourSlots["hours"][number]["weekday"], number])[]): HourSlots => ({
  kind: "hours",
  hours: slots.map(([weekday, hour]) => ({ weekday, hour })),
  blocked: [],
});
const WEEK = ([1, 2, 3, 4, 5, 6, 7] as const).flatMap((weekday) => Array.from({ length: 24 }, (_, hour) => [weekday, hour] as const));

describe("an upgrade beside its maintenance windows", () => {
  it("takes one window that is just long enough, and two a minute later", () => {
    expect(beside(maintenanceWindow({ durationHours: 4 }))).toMatchObject({ windowMinutes: 240, windows: { likely: 1, slowest: 2 } });
  });

  it.for<{ what: string; times: HourSlots; minutes: number }>([
    { what: "hours in a row", times: hours([6, 1], [6, 2], [6, 3], [2, 9]), minutes: 180 },
    { what: "hours over the end of the week", times: hours([7, 22], [7, 23], [1, 0]), minutes: 180 },
    { what: "hours apart", times: hours([1, 1], [1, 3]), minutes: 60 },
  ])("counts the longest row of $what", ({ times, minutes }) => {
    expect(beside(times)).toMatchObject({ kind: "windows", windowMinutes: minutes });
  });

  it.for<{ what: string; times: HourSlots }>([
    { what: "no hours are named", times: hours() },
    { what: "all hours of the week are", times: hours(...WEEK) },
  ])("may run at any time where $what", ({ times }) => {
    expect(beside(times)).toEqual({ kind: "any-time" });
  });

  it("may run at any time where only other maintenance has a window", () => {
    const plans = known(maintenancePlans([schedule("node-os-upgrades")]), NOW);

    expect(windowFit(cluster(), MINUTES, plans)).toEqual({ kind: "any-time" });
  });

  it("cannot be told where the plan was not read, has another form, or the minutes are not known", () => {
    const why = { cannotTell: missing("absent", "no minutes").missing };

    expect(windowFit(cluster(), MINUTES, missing("throttled", "wait"))).toMatchObject({ cannotTell: { kind: "throttled" } });
    expect(windowFit(cluster(ref("other")), MINUTES, known(maintenancePlans([]), NOW))).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(beside({ kind: "unknown" })).toMatchObject({ cannotTell: { kind: "unsupported" } });
    expect(windowFit(cluster(), why, known(maintenancePlans([schedule("cluster-upgrades")]), NOW))).toEqual(why);
  });
});
