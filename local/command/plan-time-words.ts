import { moneyText } from "../../src/core/digest/amount.ts";
import type { MaintenanceTimes, Recurrence } from "../../src/core/model/maintenance.ts";
import type { HopRun } from "../../src/core/plan/hop-run.ts";
import type { WindowFit } from "../../src/core/plan/window-fit.ts";
import { LOCALE } from "./words.ts";

/** `1:57` */
export const clockText = (minutes: number): string =>
  `${Math.floor(Math.ceil(minutes) / 60)}:${String(Math.ceil(minutes) % 60).padStart(2, "0")}`;

export function minutesText({ minutes }: HopRun): string {
  if ("cannotTell" in minutes) return `cannot tell: ${minutes.cannotTell.why}`;
  const { oneAfterAnother: apart, together } = minutes;
  const all = `likely ${clockText(apart.likely)}, slowest ${clockText(apart.slowest)} with one pool after another`;
  return apart.likely === together.likely && apart.slowest === together.slowest
    ? `likely ${clockText(apart.likely)}, slowest ${clockText(apart.slowest)}`
    : `${all}; ${clockText(together.likely)} and ${clockText(together.slowest)} together`;
}

/** How the waves were timed. */
export function waveText({ pools }: HopRun): string {
  const measured = pools.filter(({ wave }) => wave.isMeasured);
  const guessed = pools.some(({ wave }) => !wave.isMeasured);
  const parts = [
    ...measured.map(({ pool, wave }) => `${pool} ${wave.minutes} min a wave, measured`),
    ...(guessed ? [`${measured.length > 0 ? "others " : ""}10 min a wave, not measured`] : []),
  ];
  return `${parts.join("; ")}; slowest is the drain timeout in every wave, past it the upgrade stops`;
}

export function windowText(window: WindowFit): string {
  if ("cannotTell" in window) return `cannot tell: ${window.cannotTell.why}`;
  if (window.kind === "any-time") return "none set for Kubernetes upgrades: any time";
  const { likely, slowest } = window.windows;
  const says = (windows: number): string => (windows <= 1 ? "has room" : `takes ${windows} windows`);
  const fit = likely === slowest ? `likely and slowest: ${says(likely)}` : `likely ${says(likely)}, slowest ${says(slowest)}`;
  return `${timesText(window.times)}: ${fit} (it binds only upgrades that AKS starts)`;
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

function timesText(times: Exclude<MaintenanceTimes, { kind: "unknown" }>): string {
  if (times.kind !== "window") return "the hours that are set";
  const { startMinute, durationHours, utcOffsetMinutes, recurs } = times;
  const offset = utcOffsetMinutes === 0 ? "UTC" : `UTC${utcOffsetMinutes < 0 ? "−" : "+"}${clockText(Math.abs(utcOffsetMinutes))}`;
  const end = (startMinute + durationHours * 60) % 1440;
  return `${recurrenceText(recurs)} ${clockText(startMinute).padStart(5, "0")}–${clockText(end).padStart(5, "0")} ${offset}`;
}

function recurrenceText(recurs: Recurrence): string {
  const every = recurs.interval === 1 ? "" : `every ${recurs.interval} ${recurs.every}s `;
  if (recurs.every === "day") return `${every || "daily "}`.trim();
  if (recurs.every === "week") return `${every}${WEEKDAYS[recurs.weekday - 1] ?? ""}`;
  return "dayOfMonth" in recurs
    ? `${every}day ${recurs.dayOfMonth} of the month`
    : `${every}${recurs.week} ${WEEKDAYS[recurs.weekday - 1] ?? ""} of the month`;
}

export const costText = ({ cost }: HopRun): string =>
  "notPriced" in cost ? `not priced: ${cost.notPriced}` : `${moneyText(cost.cost, LOCALE)} once at list price, for the surge nodes`;
