import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import type { MaintenanceWindow } from "../../../src/core/model/maintenance.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import { day } from "../../../src/core/model/time.ts";
import { upgradeExceedsWindow } from "../../../src/core/rules/upgrade-exceeds-window.ts";
import { count, maintenancePlans, maintenanceWindow, NOW, quota, quotas, schedule, surging, systemPool } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

/** So many nodes, one after another. */
const singly = (nodeCount: number, change: Partial<NodePool> = {}) => surging(nodeCount, count(1), { zones: [], ...change });
/** Two windows: of so many hours for Kubernetes, and of the others for node images. */
function judged(nodePools: readonly NodePool[], hours: number, change = {}, window: Partial<MaintenanceWindow> = {}, facts = {}) {
  const plans = maintenancePlans([
    schedule("cluster-upgrades", maintenanceWindow({ durationHours: hours, ...window })),
    schedule("node-os-upgrades", maintenanceWindow({ durationHours: 24 })),
  ]);
  return answersOf(upgradeExceedsWindow, { of: { nodePools, ...change }, facts: { maintenance: known(plans, NOW), ...facts } });
}

describe("upgrade-exceeds-window", () => {
  it.for([
    { nodes: 25, hours: 4, likely: "4 h 10 min", over: 1 },
    { nodes: 30, hours: 4, likely: "5 h", over: 1 },
    { nodes: 31, hours: 4, likely: "5 h 10 min", over: 2 },
    { nodes: 145, hours: 24, likely: "24 h 10 min", over: 1 },
  ])("finds $nodes nodes, $likely, in a window of $hours hours", ({ nodes, hours, likely, over }) => {
    const finding = onlyFinding(judged([singly(nodes)], hours));

    expect(finding).toMatchObject({ severity: "medium", magnitude: { value: over, unit: "hour" } });
    expect(finding.title).toBe(`An upgrade takes about ${likely}, its window has ${hours} hours`);
  });

  it("adds the pools up, as a channel upgrades them one after another", () => {
    const nodePools = [systemPool(), singly(12), singly(12, { name: "other" })];

    expect(workingOf(onlyFinding(judged(nodePools, 4)), "likely, pools one after another")).toBe("4 h 30 min");
    expect(judged([systemPool(), singly(12)], 4).findings).toEqual([]);
  });

  it.for([
    { what: "an upgrade that just fits", nodes: 24, hours: 4, change: {} },
    {
      what: "a window of a channel that is off, beside one that is long enough",
      nodes: 50,
      hours: 4,
      change: { autoUpgrade: { channel: "none", nodeOsChannel: "node-image" } },
    },
  ] as const)("is silent about $what", ({ nodes, hours, change }) => {
    expect(judged([singly(nodes)], hours, change)).toMatchObject(SILENT);
  });

  it("does not apply where a window or its channel is taken away: neither makes it long enough", () => {
    const facts = { maintenance: known(maintenancePlans([]), NOW) };
    const off = { autoUpgrade: { channel: "none", nodeOsChannel: "none" } };
    const none = { findings: [], unknown: [], notApplicable: [{}] };

    expect(answersOf(upgradeExceedsWindow, { of: { nodePools: [singly(50)] }, facts })).toMatchObject(none);
    expect(judged([singly(50)], 4, off)).toMatchObject(none);
  });

  it("raises the surge of the pool that takes longest, or gives the window more hours as it is", () => {
    const finding = onlyFinding(judged([singly(10, { name: "short" }), singly(30)], 4));

    expect(commandsOf(finding)).toEqual([
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 33%",
      "az aks maintenanceconfiguration update -g rg-prod --cluster-name prod-weu-1 --name aksManagedAutoUpgradeSchedule --schedule-type Weekly --interval-weeks 1 --day-of-week Sunday --start-time 02:00 --utc-offset +00:00 --duration 7",
    ]);
  });

  it.for([
    { recurs: { every: "day", interval: 2 }, words: "--schedule-type Daily --interval-days 2" },
    {
      recurs: { every: "month", interval: 1, dayOfMonth: 5 },
      words: "--schedule-type AbsoluteMonthly --interval-months 1 --day-of-month 5",
    },
    {
      recurs: { every: "month", interval: 2, week: "last", weekday: 6 },
      words: "--schedule-type RelativeMonthly --interval-months 2 --week-index Last --day-of-week Saturday",
    },
  ] as const)("keeps everything else of the window: $words", ({ recurs, words }) => {
    const window = { recurs, startMinute: 23 * 60 + 5, utcOffsetMinutes: -210, startDate: day("2026-01-01") };
    const command = commandsOf(onlyFinding(judged([singly(30)], 4, {}, window))).at(-1);

    expect(command).toContain(`${words} --start-time 23:05 --utc-offset -03:30 --duration 5 --start-date 2026-01-01`);
  });

  it("gives no command that would forget the days which are not allowed", () => {
    const finding = onlyFinding(judged([singly(30)], 4, {}, { blocked: [{ first: day("2026-12-20"), last: day("2027-01-06") }] }));

    expect(commandsOf(finding).join()).not.toContain("maintenanceconfiguration");
  });

  it("does not ask for a window of more than a day, nor for surge that has no room", () => {
    const none = { quotas: known(quotas({ byFamily: new Map([[vmFamily("standardDDSv5Family"), quota(100, 96)]]) }), NOW) };
    const { remedy } = onlyFinding(judged([singly(150)], 24, {}, {}, none));

    expect(remedy.steps).toEqual([{ text: expect.stringContaining("split") }]);
  });

  it("names the spot pools whose time it does not know", () => {
    const nodePools = [singly(30), singly(50, { name: "burst", priority: "spot" })];

    expect(onlyFinding(judged(nodePools, 4)).notKnown).toContainEqual(expect.stringContaining("burst"));
  });

  it("cannot tell where AKS refuses the upgrade, and where the window was not read yet", () => {
    const refused = singly(30, { upgrade: { maxSurge: count(0) } });
    const notRead = { maintenance: known({ byCluster: new Map() }, NOW) };

    expect(judged([refused], 4)).toMatchObject({ findings: [], unknown: [{ reason: { kind: "unsupported" } }] });
    expect(answersOf(upgradeExceedsWindow, { facts: notRead })).toMatchObject({ findings: [], unknown: [{ reason: { kind: "absent" } }] });
  });

  it("is milder outside production, waits in motion and does not apply while stopped", () => {
    expect(onlyFinding(judged([singly(30)], 4, { tags: { env: "dev" } })).severity).toBe("low");
    expect(judged([singly(30)], 4, { provisioningState: "Upgrading" }).unknown).toHaveLength(1);
    expect(judged([singly(30)], 4, { powerState: "stopped" }).notApplicable).toHaveLength(1);
  });
});
