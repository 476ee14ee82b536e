import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { AutoUpgrade, Cluster } from "../../../src/core/model/cluster.ts";
import type { MaintenancePurpose } from "../../../src/core/model/maintenance.ts";
import { noMaintenanceWindow } from "../../../src/core/rules/no-maintenance-window.ts";
import { maintenancePlans, NOW, ref, schedule } from "../../support/build.ts";
import { answersOf, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const judged = (autoUpgrade: AutoUpgrade, purposes: readonly MaintenancePurpose[], change: Partial<Cluster> = {}) =>
  answersOf(noMaintenanceWindow, {
    of: { autoUpgrade, ...change },
    facts: { maintenance: known(maintenancePlans(purposes.map((purpose) => schedule(purpose))), NOW) },
  });

const ALL = { channel: "patch", nodeOsChannel: "node-image" } as const;

describe("no-maintenance-window", () => {
  it.for([
    { channels: ALL, there: [], title: "Kubernetes upgrades and node images", commands: 2 },
    { channels: ALL, there: ["cluster-upgrades"], title: "node images", commands: 1 },
    { channels: ALL, there: ["node-os-upgrades"], title: "Kubernetes upgrades", commands: 1 },
    { channels: ALL, there: ["aks-releases"], title: "Kubernetes upgrades and node images", commands: 2 },
    { channels: { channel: "none", nodeOsChannel: "security-patch" }, there: ["cluster-upgrades"], title: "node images", commands: 1 },
    { channels: { channel: "rapid" }, there: [], title: "Kubernetes upgrades", commands: 1 },
    { channels: { channel: "node-image" }, there: [], title: "node images", commands: 1 },
  ] as const)("finds that $title have none, with $channels and $there", ({ channels, there, title, commands }) => {
    const finding = onlyFinding(judged(channels, there));

    expect(finding).toMatchObject({ severity: "low", title: `No maintenance window for ${title}`, magnitude: { value: 2, unit: "pool" } });
    expect(commandsOf(finding)).toHaveLength(commands);
  });

  it.for([
    { what: "both windows", channels: ALL, there: ["cluster-upgrades", "node-os-upgrades"] },
    { what: "the one window that is needed", channels: { channel: "none", nodeOsChannel: "node-image" }, there: ["node-os-upgrades"] },
  ] as const)("is silent about $what", ({ channels, there }) => {
    expect(judged(channels, there)).toMatchObject(SILENT);
  });

  it.for([
    { what: "no channel", channels: { channel: "none", nodeOsChannel: "none" } },
    { what: "patches that AKS has no hand in", channels: { channel: "none", nodeOsChannel: "unmanaged" } },
  ] as const)("does not apply with $what: who switches a channel off has given no window", ({ channels }) => {
    expect(judged(channels, [])).toMatchObject({ findings: [], unknown: [], notApplicable: [{}] });
  });

  it("gives an example of a window, and shows which are there", () => {
    const finding = onlyFinding(judged(ALL, ["cluster-upgrades"]));

    expect(commandsOf(finding)).toEqual([
      "az aks maintenanceconfiguration add -g rg-prod --cluster-name prod-weu-1 --name aksManagedNodeOSUpgradeSchedule --schedule-type Weekly --interval-weeks 1 --day-of-week Sunday --start-time 02:00 --utc-offset +00:00 --duration 6",
    ]);
    expect(workingOf(finding, "aksManagedAutoUpgradeSchedule")).toBe("there");
    expect(workingOf(finding, "aksManagedNodeOSUpgradeSchedule")).toBe("not there");
  });

  it.for([
    { what: "whose turn has not come", plan: undefined, kind: "absent" },
    { what: "whose schedules may not be read", plan: missing("forbidden", "the app may not read it"), kind: "forbidden" },
    { what: "whose schedules were read too long ago", plan: { known: [], at: "2026-10-01T00:00:00.000Z" }, kind: "stale" },
  ])("cannot tell about a cluster $what", ({ plan, kind }) => {
    const byCluster = new Map(plan ? [[ref().id, plan as ReturnType<typeof missing>]] : []);

    expect(answersOf(noMaintenanceWindow, { facts: { maintenance: known({ byCluster }, NOW) } })).toMatchObject({
      findings: [],
      unknown: [{ reason: { kind } }],
    });
  });

  it("cannot tell about a cluster that was stored before channels were read, and needs no schedule where there is no channel", () => {
    const facts = { maintenance: known({ byCluster: new Map() }, NOW) };

    expect(answersOf(noMaintenanceWindow, { lacks: "autoUpgrade" }).unknown).toMatchObject([{ reason: { kind: "absent" } }]);
    expect(answersOf(noMaintenanceWindow, { of: { autoUpgrade: { channel: "none" } }, facts })).toMatchObject({
      findings: [],
      unknown: [],
    });
  });

  it("is milder outside production, and judges a cluster that is stopped or in motion", () => {
    expect(onlyFinding(judged(ALL, [], { tags: { env: "dev" } })).severity).toBe("info");
    expect(judged(ALL, [], { powerState: "stopped" }).findings).toHaveLength(1);
    expect(judged(ALL, [], { provisioningState: "Updating" }).findings).toHaveLength(1);
  });
});
