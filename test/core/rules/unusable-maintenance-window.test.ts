import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { MaintenancePurpose, MaintenanceTimes, MaintenanceWindow } from "../../../src/core/model/maintenance.ts";
import { day } from "../../../src/core/model/time.ts";
import { noMaintenanceWindow } from "../../../src/core/rules/no-maintenance-window.ts";
import { unusableMaintenanceWindow } from "../../../src/core/rules/unusable-maintenance-window.ts";
import { maintenancePlans, maintenanceWindow, NOW, schedule, version } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT } from "./judging.ts";

/** One window is as given, the other is well. Now is 23 November 2026; 1.34 leaves support on the 30th, a Monday. */
function judged(purpose: MaintenancePurpose, times: MaintenanceTimes, change = {}) {
  const other = purpose === "cluster-upgrades" ? "node-os-upgrades" : "cluster-upgrades";
  const maintenance = known(maintenancePlans([schedule(purpose, times), schedule(other)]), NOW);
  return answersOf(unusableMaintenanceWindow, { of: change, facts: { maintenance } });
}
const withWindow = (purpose: MaintenancePurpose, window: Partial<MaintenanceWindow>, change = {}) =>
  judged(purpose, maintenanceWindow(window), change);
const blocked = (first: string, last: string) => ({ blocked: [{ first: day(first), last: day(last) }] });
const LEAVING = { version: version("1.34.2") };

describe("unusable-maintenance-window", () => {
  it.for([
    {
      what: "a window that begins in 32 days",
      purpose: "cluster-upgrades",
      window: { startDate: day("2026-12-25") },
      change: {},
      days: 32,
    },
    { what: "the same for node images", purpose: "node-os-upgrades", window: { startDate: day("2026-12-25") }, change: {}, days: 32 },
    {
      what: "node images once a quarter",
      purpose: "node-os-upgrades",
      window: { recurs: { every: "month", interval: 3, dayOfMonth: 1 } },
      change: {},
      days: 93,
    },
    {
      what: "node images that are blocked for 90 days",
      purpose: "node-os-upgrades",
      window: blocked("2026-11-01", "2027-02-28"),
      change: {},
      days: 90,
    },
    {
      what: "no window before support ends, by a freeze",
      purpose: "cluster-upgrades",
      window: blocked("2026-11-20", "2027-01-06"),
      change: LEAVING,
      days: 41,
    },
    {
      what: "no window before support ends, by its month",
      purpose: "cluster-upgrades",
      window: { recurs: { every: "month", interval: 1, dayOfMonth: 10 } },
      change: LEAVING,
      days: 10,
    },
  ] as const)("finds $what", ({ purpose, window, change, days }) => {
    const finding = onlyFinding(withWindow(purpose, window, change));

    expect(finding).toMatchObject({ severity: "medium", magnitude: { value: days, unit: "day" } });
    expect(finding.subject).toBe(purpose === "cluster-upgrades" ? "aksManagedAutoUpgradeSchedule" : "aksManagedNodeOSUpgradeSchedule");
  });

  it.for([
    { what: "a window that begins in 31 days", purpose: "cluster-upgrades", window: { startDate: day("2026-12-24") }, change: {} },
    { what: "a window that has begun", purpose: "node-os-upgrades", window: { startDate: day("2020-01-01") }, change: {} },
    {
      what: "node images every second month",
      purpose: "node-os-upgrades",
      window: { recurs: { every: "month", interval: 2, dayOfMonth: 1 } },
      change: {},
    },
    {
      what: "Kubernetes upgrades twice a year",
      purpose: "cluster-upgrades",
      window: { recurs: { every: "month", interval: 6, dayOfMonth: 1 } },
      change: {},
    },
    {
      what: "a freeze that leaves one Sunday before support ends",
      purpose: "cluster-upgrades",
      window: blocked("2026-11-30", "2027-01-06"),
      change: LEAVING,
    },
    { what: "a freeze while support lasts", purpose: "cluster-upgrades", window: blocked("2026-11-20", "2027-01-06"), change: {} },
    {
      what: "a freeze that outlasts support which is far away",
      purpose: "cluster-upgrades",
      window: blocked("2026-11-20", "2027-04-30"),
      change: {},
    },
    {
      what: "a freeze of node images while Kubernetes may still be upgraded",
      purpose: "node-os-upgrades",
      window: blocked("2026-11-20", "2027-01-06"),
      change: LEAVING,
    },
    {
      what: "a freeze of node images for some weeks",
      purpose: "node-os-upgrades",
      window: blocked("2026-11-20", "2027-02-13"),
      change: {},
    },
    {
      what: "a freeze after support has ended",
      purpose: "cluster-upgrades",
      window: blocked("2026-11-20", "2027-01-06"),
      change: { version: version("1.33.2") },
    },
  ] as const)("is silent about $what", ({ purpose, window, change }) => {
    expect(withWindow(purpose, window, change)).toMatchObject(SILENT);
  });

  it("does not apply to a window of a channel that is off, nor to any where all are: nothing is mended by that", () => {
    const upgrades = { subject: "aksManagedAutoUpgradeSchedule" };
    const images = { subject: "aksManagedNodeOSUpgradeSchedule" };
    const answersWith = (channel: "none", nodeOsChannel: "none" | "node-image") =>
      withWindow("cluster-upgrades", { startDate: day("2030-01-01") }, { autoUpgrade: { channel, nodeOsChannel } });

    expect(answersWith("none", "node-image")).toMatchObject({ findings: [], unknown: [], notApplicable: [upgrades] });
    expect(answersWith("none", "none")).toMatchObject({ findings: [], unknown: [], notApplicable: [upgrades, images] });
  });

  it("leaves a window that is not there to its own rule, and does not take it for mended", () => {
    const facts = { maintenance: known(maintenancePlans([]), NOW) };

    expect(answersOf(unusableMaintenanceWindow, { facts })).toMatchObject({ findings: [], unknown: [], notApplicable: [{}, {}] });
    expect(answersOf(noMaintenanceWindow, { facts }).findings).toHaveLength(1);
  });

  it("says when the window opens at the earliest, and that it holds nothing back before its start", () => {
    expect(onlyFinding(withWindow("cluster-upgrades", blocked("2026-11-20", "2027-01-06"), LEAVING)).detail).toContain(
      "10 Jan 2027 at the earliest",
    );
    expect(onlyFinding(withWindow("cluster-upgrades", { startDate: day("2027-03-01") })).detail).toContain("at any time");
  });

  it("gives it a window that opens weekly", () => {
    expect(commandsOf(onlyFinding(withWindow("node-os-upgrades", { startDate: day("2027-03-01") })))[0]).toMatch(
      /^az aks maintenanceconfiguration update .* --name aksManagedNodeOSUpgradeSchedule --schedule-type Weekly /,
    );
  });

  it("cannot tell about a schedule of another form, and about one that was not read yet", () => {
    expect(judged("node-os-upgrades", { kind: "unknown" })).toMatchObject({
      findings: [],
      unknown: [{ subject: "aksManagedNodeOSUpgradeSchedule", reason: { kind: "unreadable" } }],
    });
    expect(answersOf(unusableMaintenanceWindow, { facts: { maintenance: known({ byCluster: new Map() }, NOW) } }).unknown).toMatchObject([
      { reason: { kind: "absent" } },
    ]);
  });

  it("is milder outside production, and judges a cluster that is stopped or in motion", () => {
    const late = { startDate: day("2027-03-01") };

    expect(onlyFinding(withWindow("cluster-upgrades", late, { tags: { env: "dev" } })).severity).toBe("low");
    expect(withWindow("cluster-upgrades", late, { powerState: "stopped" }).findings).toHaveLength(1);
    expect(withWindow("cluster-upgrades", late, { provisioningState: "Updating" }).findings).toHaveLength(1);
  });
});
