import type { Cluster } from "../model/cluster.ts";
import type { MaintenancePurpose, MaintenanceWindow, Recurrence } from "../model/maintenance.ts";
import { azCommand } from "./command.ts";

/** What Azure calls a schedule for this. */
export const SCHEDULE_NAMES = {
  "aks-releases": "default",
  "cluster-upgrades": "aksManagedAutoUpgradeSchedule",
  "node-os-upgrades": "aksManagedNodeOSUpgradeSchedule",
} as const satisfies Record<MaintenancePurpose, string>;

/** Every Sunday from 02:00 to 08:00 UTC. */
const EXAMPLE: MaintenanceWindow = {
  kind: "window",
  recurs: { every: "week", interval: 1, weekday: 7 },
  startMinute: 120,
  durationHours: 6,
  utcOffsetMinutes: 0,
  blocked: [],
};

/** Days that are not allowed cannot be given by flags: an update by this command forgets them. */
export const scheduleCommand = (
  verb: "add" | "update",
  cluster: Cluster,
  purpose: MaintenancePurpose,
  window: MaintenanceWindow = EXAMPLE,
): string =>
  azCommand(
    ...["aks", "maintenanceconfiguration", verb, "-g", cluster.resourceGroup, "--cluster-name", cluster.name],
    ...["--name", SCHEDULE_NAMES[purpose], ...recurrenceWords(window.recurs)],
    ...["--start-time", clock(window.startMinute), "--utc-offset", offset(window.utcOffsetMinutes)],
    ...["--duration", `${window.durationHours}`, ...(window.startDate === undefined ? [] : ["--start-date", window.startDate])],
  );

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const WEEKS = { first: "First", second: "Second", third: "Third", fourth: "Fourth", last: "Last" } as const;

function recurrenceWords(recurs: Recurrence): string[] {
  const { every, interval } = recurs;
  switch (every) {
    case "day":
      return ["--schedule-type", "Daily", "--interval-days", `${interval}`];
    case "week":
      return ["--schedule-type", "Weekly", "--interval-weeks", `${interval}`, "--day-of-week", WEEKDAYS[recurs.weekday - 1] ?? ""];
    case "month": {
      const months = ["--interval-months", `${interval}`];
      if ("dayOfMonth" in recurs) return ["--schedule-type", "AbsoluteMonthly", ...months, "--day-of-month", `${recurs.dayOfMonth}`];
      const on = ["--week-index", WEEKS[recurs.week], "--day-of-week", WEEKDAYS[recurs.weekday - 1] ?? ""];
      return ["--schedule-type", "RelativeMonthly", ...months, ...on];
    }
  }
}

const clock = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
const offset = (minutes: number): string => `${minutes < 0 ? "-" : "+"}${clock(Math.abs(minutes))}`;
const two = (value: number): string => `${value}`.padStart(2, "0");
