import { expect, it } from "vitest";
import type { ArmBody } from "../../../local/arm/index.ts";
import { thrownBy } from "../../support/thrown-by.ts";
import { armCluster, armClusterId, azureOn, refTo, SUB } from "./stand-in.ts";

const CLUSTER = armClusterId("prod").toLowerCase();
const WHOSE = `the planned maintenance of cluster rg-Prod/prod of subscription ${SUB}`;
const configuration = (name: unknown, properties: unknown): ArmBody => ({
  id: `${CLUSTER}/maintenanceConfigurations/${name}`,
  name,
  properties,
});

const WEEKLY = { weekly: { intervalWeeks: 1, dayOfWeek: "Sunday" } };
const window = (schedule: unknown, change: ArmBody = {}): ArmBody => ({
  maintenanceWindow: { schedule, durationHours: 4, utcOffset: "+00:00", startTime: "00:00", ...change },
});

async function read(...rows: readonly ArmBody[]) {
  const { azure, odd } = await azureOn({ clusters: [armCluster()], maintenance: { [CLUSTER]: [...rows] } });
  return { schedules: await azure.readMaintenance(refTo("prod")), odd };
}

it.for([
  ["default", "aks-releases"],
  ["aksManagedAutoUpgradeSchedule", "cluster-upgrades"],
  ["aksmanagedautoupgradeschedule", "cluster-upgrades"],
  ["aksManagedNodeOSUpgradeSchedule", "node-os-upgrades"],
] as const)("knows by the name %s what it is for", async ([name, purpose]) => {
  const { schedules } = await read(configuration(name, window(WEEKLY)));

  expect(schedules).toEqual([
    {
      purpose,
      times: {
        kind: "window",
        recurs: { every: "week", interval: 1, weekday: 7 },
        startMinute: 0,
        durationHours: 4,
        utcOffsetMinutes: 0,
        blocked: [],
      },
    },
  ]);
});

it.for([
  [{ daily: { intervalDays: 5 } }, { every: "day", interval: 5 }],
  [
    { daily: null, weekly: { intervalWeeks: 3, dayOfWeek: "friday" } },
    { every: "week", interval: 3, weekday: 5 },
  ],
  [{ absoluteMonthly: { intervalMonths: 3, dayOfMonth: 15 } }, { every: "month", interval: 3, dayOfMonth: 15 }],
  [
    { relativeMonthly: { intervalMonths: 1, weekIndex: "Last", dayOfWeek: "Monday" } },
    { every: "month", interval: 1, week: "last", weekday: 1 },
  ],
] as const)("reads when %j comes back", async ([schedule, recurs]) => {
  const { schedules, odd } = await read(configuration("default", window(schedule)));

  expect(schedules).toMatchObject([{ times: { kind: "window", recurs } }]);
  expect(odd).toEqual([]);
});

it.for([
  ["00:00", "+00:00", 0, 0],
  ["23:59", "-00:00", 1439, 0],
  ["08:30", "+05:30", 510, 330],
  ["13:30", "-07:00", 810, -420],
  ["02:00", null, 120, 0],
] as const)("reads %s at %s", async ([startTime, utcOffset, startMinute, utcOffsetMinutes]) => {
  const { schedules } = await read(configuration("default", window(WEEKLY, { startTime, utcOffset })));

  expect(schedules).toMatchObject([{ times: { startMinute, utcOffsetMinutes } }]);
});

it("reads from when it is used and when not", async () => {
  const notAllowedDates = [{ start: "2026-12-23", end: "2027-01-05" }];
  const { schedules } = await read(configuration("default", window(WEEKLY, { startDate: "2026-12-01", notAllowedDates })));

  expect(schedules).toMatchObject([{ times: { startDate: "2026-12-01", blocked: [{ first: "2026-12-23", last: "2027-01-05" }] } }]);
});

it("reads the older form as hours of the week in UTC", async () => {
  const timeInWeek = [
    { day: "Tuesday", hourSlots: [1, 2] },
    { day: "Sunday", hourSlots: [23] },
  ];
  const notAllowedTime = [{ start: "2026-12-24T03:00:00Z", end: "2026-12-26T12:00:00Z" }];
  const { schedules } = await read(configuration("default", { timeInWeek, notAllowedTime }));

  expect(schedules).toEqual([
    {
      purpose: "aks-releases",
      times: {
        kind: "hours",
        hours: [
          { weekday: 2, hour: 1 },
          { weekday: 2, hour: 2 },
          { weekday: 7, hour: 23 },
        ],
        blocked: [{ from: "2026-12-24T03:00:00.000Z", until: "2026-12-26T12:00:00.000Z" }],
      },
    },
  ]);
});

it("takes times that are only forbidden as free otherwise", async () => {
  const notAllowedTime = [{ start: "2026-12-24T03:00:00Z", end: "2026-12-26T12:00:00Z" }];

  const { schedules } = await read(configuration("default", { notAllowedTime }));

  expect(schedules).toMatchObject([{ times: { kind: "hours", hours: [], blocked: [{}] } }]);
});

const AT = "properties.maintenanceWindow";

it.for([
  [
    "a schedule of a new kind",
    window({ yearly: {} }),
    `${AT}.schedule: expected one of daily, weekly, absoluteMonthly and relativeMonthly, found 0`,
  ],
  [
    "two schedules",
    window({ ...WEEKLY, daily: { intervalDays: 1 } }),
    `${AT}.schedule: expected one of daily, weekly, absoluteMonthly and relativeMonthly, found 2`,
  ],
  [
    "a day that is none",
    window({ weekly: { intervalWeeks: 1, dayOfWeek: "Someday" } }),
    `${AT}.schedule.weekly.dayOfWeek: Someday is not a word we know`,
  ],
  ["a start at 24 o'clock", window(WEEKLY, { startTime: "24:00" }), `${AT}.startTime: expected a time such as 08:30`],
  ["a zone by name", window(WEEKLY, { utcOffset: "CET" }), `${AT}.utcOffset: expected an offset such as +05:30`],
  ["more than a day", window(WEEKLY, { durationHours: 25 }), `${AT}.durationHours: Too big: expected number to be <=24`],
  [
    "hour 24",
    { timeInWeek: [{ day: "Monday", hourSlots: [24] }] },
    "properties.timeInWeek.0.hourSlots.0: Too big: expected number to be <=23",
  ],
  ["nothing in it", {}, "properties: expected maintenanceWindow or timeInWeek"],
  ["no properties", null, "properties: expected maintenanceWindow or timeInWeek"],
] as const)("keeps a schedule with %s as one of unknown times, and tells of it", async ([, properties, problem]) => {
  const { schedules, odd } = await read(
    configuration("aksManagedAutoUpgradeSchedule", properties),
    configuration("aksManagedNodeOSUpgradeSchedule", window(WEEKLY)),
  );

  expect(schedules.map(({ purpose, times }) => [purpose, times.kind])).toEqual([
    ["cluster-upgrades", "unknown"],
    ["node-os-upgrades", "window"],
  ]);
  expect(odd).toEqual([{ id: `aksManagedAutoUpgradeSchedule of ${WHOSE}`, problem }]);
});

it("tells of a schedule whose purpose it does not know", async () => {
  const { schedules, odd } = await read(configuration("aksManagedSomethingSchedule", window(WEEKLY)));

  expect(schedules).toEqual([]);
  expect(odd).toEqual([
    { id: `aksManagedSomethingSchedule of ${WHOSE}`, problem: "name: aksManagedSomethingSchedule is not a word we know" },
  ]);
});

it("has none where the cluster has none, and says that a cluster is gone", async () => {
  const { azure } = await azureOn({ clusters: [armCluster()] });

  expect(await azure.readMaintenance(refTo("prod"))).toEqual([]);
  expect(await thrownBy(azure.readMaintenance(refTo("gone")))).toMatchObject({ name: "AzureRefusal", meansGone: true });
});
