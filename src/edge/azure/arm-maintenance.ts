import { z } from "zod";
import type {
  HourSlots,
  MaintenancePurpose,
  MaintenanceSchedule,
  MaintenanceTimes,
  MaintenanceWindow,
  Recurrence,
  Weekday,
  WeekOfMonth,
} from "../../core/model/maintenance.ts";
import { day, instant } from "../../core/model/time.ts";
import { given } from "../wire/decode.ts";
import { optionalText, word } from "./decode.ts";

const ArmPurpose = word<MaintenancePurpose>({
  default: "aks-releases",
  aksManagedAutoUpgradeSchedule: "cluster-upgrades",
  aksManagedNodeOSUpgradeSchedule: "node-os-upgrades",
});
/** Enough of a configuration to know what it is for. Its name is written in several cases. */
export const ArmMaintenanceName = z.object({ name: ArmPurpose });

const ArmWeekday = word<Weekday>({ Monday: 1, Tuesday: 2, Wednesday: 3, Thursday: 4, Friday: 5, Saturday: 6, Sunday: 7 });
const ArmWeekOfMonth = word<WeekOfMonth>({ First: "first", Second: "second", Third: "third", Fourth: "fourth", Last: "last" });
const interval = z.int().min(1);
const ArmDay = z.iso.date().transform(day);
const ArmInstant = z.iso.datetime({ offset: true }).transform(instant);

/** One and only one of them. */
const ArmSchedule = z
  .object({
    daily: z.object({ intervalDays: interval }).nullish(),
    weekly: z.object({ intervalWeeks: interval, dayOfWeek: ArmWeekday }).nullish(),
    absoluteMonthly: z.object({ intervalMonths: interval, dayOfMonth: z.int().min(1).max(31) }).nullish(),
    relativeMonthly: z.object({ intervalMonths: interval, weekIndex: ArmWeekOfMonth, dayOfWeek: ArmWeekday }).nullish(),
  })
  .transform(({ daily, weekly, absoluteMonthly: absolute, relativeMonthly: relative }, context): Recurrence => {
    const all: Recurrence[] = [];
    if (daily) all.push({ every: "day", interval: daily.intervalDays });
    if (weekly) all.push({ every: "week", interval: weekly.intervalWeeks, weekday: weekly.dayOfWeek });
    if (absolute) all.push({ every: "month", interval: absolute.intervalMonths, dayOfMonth: absolute.dayOfMonth });
    if (relative) {
      all.push({ every: "month", interval: relative.intervalMonths, week: relative.weekIndex, weekday: relative.dayOfWeek });
    }
    const [only] = all;
    if (only && all.length === 1) return only;
    context.addIssue({
      code: "custom",
      message: `expected one of daily, weekly, absoluteMonthly and relativeMonthly, found ${all.length}`,
    });
    return z.NEVER;
  });

const minutesOf = (hours: string, minutes: string): number => Number(hours) * 60 + Number(minutes);

const ArmStartTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a time such as 08:30")
  .transform((text) => minutesOf(text.slice(0, 2), text.slice(3)));

const ArmUtcOffset = optionalText
  .transform((text) => text ?? "+00:00")
  .pipe(z.string().regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, "expected an offset such as +05:30"))
  .transform((text) => (text.startsWith("-") ? -1 : 1) * minutesOf(text.slice(1, 3), text.slice(4)) || 0);

const ArmMaintenanceWindow = z
  .object({
    schedule: ArmSchedule,
    durationHours: z.int().min(1).max(24),
    utcOffset: ArmUtcOffset,
    startDate: ArmDay.nullish(),
    startTime: ArmStartTime,
    notAllowedDates: z.array(z.object({ start: ArmDay, end: ArmDay })).nullish(),
  })
  .transform(
    (arm): MaintenanceWindow => ({
      kind: "window",
      recurs: arm.schedule,
      startMinute: arm.startTime,
      durationHours: arm.durationHours,
      utcOffsetMinutes: arm.utcOffset,
      ...given("startDate", arm.startDate),
      blocked: (arm.notAllowedDates ?? []).map(({ start, end }) => ({ first: start, last: end })),
    }),
  );

const ArmHourSlots = z
  .object({
    timeInWeek: z.array(z.object({ day: ArmWeekday, hourSlots: z.array(z.int().min(0).max(23)) })).nullish(),
    notAllowedTime: z.array(z.object({ start: ArmInstant, end: ArmInstant })).nullish(),
  })
  .transform(
    (arm): HourSlots => ({
      kind: "hours",
      hours: (arm.timeInWeek ?? []).flatMap(({ day: weekday, hourSlots }) => hourSlots.map((hour) => ({ weekday, hour }))),
      blocked: (arm.notAllowedTime ?? []).map(({ start, end }) => ({ from: start, until: end })),
    }),
  );

const ArmMaintenanceTimes = z.unknown().transform((properties, context): MaintenanceTimes => {
  const { maintenanceWindow, timeInWeek, notAllowedTime } = z.record(z.string(), z.unknown()).safeParse(properties).data ?? {};
  const isWindow = maintenanceWindow !== undefined && maintenanceWindow !== null;
  if (!isWindow && !timeInWeek && !notAllowedTime) {
    context.addIssue({ code: "custom", message: "expected maintenanceWindow or timeInWeek" });
    return z.NEVER;
  }
  const times = isWindow ? ArmMaintenanceWindow.safeParse(maintenanceWindow) : ArmHourSlots.safeParse(properties);
  if (times.success) return times.data;
  const at = isWindow ? ["maintenanceWindow"] : [];
  for (const { path, message } of times.error.issues) context.addIssue({ code: "custom", path: [...at, ...path], message });
  return z.NEVER;
});

/** A row of `maintenanceConfigurations.listByManagedCluster`, in either of its two forms. */
export const ArmMaintenanceConfiguration = z
  .object({ name: ArmPurpose, properties: ArmMaintenanceTimes })
  .transform(({ name, properties }): MaintenanceSchedule => ({ purpose: name, times: properties }));
