import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster, NodePool } from "../../../src/core/model/cluster.ts";
import type { MaintenanceSchedule, MaintenanceTimes, Weekday } from "../../../src/core/model/maintenance.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import type { Snapshot } from "../../../src/core/model/snapshot.ts";
import { upgradesShareQuota } from "../../../src/core/rules/upgrades-share-quota.ts";
import { cluster, count, NOW, quota, quotas, ref, regionFacts, regionView, snapshot, surging } from "../../support/build.ts";
import { answersIn, commandsOf, onlyFinding, workingOf } from "./judging.ts";

const FAMILY = vmFamily("standardDDSv5Family");
/** Surges by one node of four vCPUs. */
const one = (change: Partial<NodePool> = {}) => surging(3, count(1), change);
const named = (name: string, change: Partial<Cluster> = {}): Cluster =>
  cluster({ ...ref(name), nodePools: [one()], autoUpgrade: { channel: "patch", nodeOsChannel: "none" }, ...change });
const on = (weekday: Weekday, hour: number, durationHours = 4): MaintenanceTimes => ({
  kind: "window",
  recurs: { every: "week", interval: 1, weekday },
  startMinute: hour * 60,
  durationHours,
  utcOffsetMinutes: 0,
  blocked: [],
});
const upgrades = (times: MaintenanceTimes): MaintenanceSchedule => ({ purpose: "cluster-upgrades", times });
const images = (times: MaintenanceTimes): MaintenanceSchedule => ({ purpose: "node-os-upgrades", times });

/** Clusters with their schedules; without any, they are known to have none. */
const judged = (of: readonly (readonly [Cluster, ...MaintenanceSchedule[]])[], free: number, unread: readonly Snapshot[] = []) => {
  const byCluster = new Map(of.map(([{ id }, ...schedules]) => [id, known(schedules, NOW)] as const));
  const facts = {
    maintenance: known({ byCluster }, NOW),
    quotas: known(quotas({ byFamily: new Map([[FAMILY, quota(200, 200 - free)]]), regional: quota(1000, 24) }), NOW),
  };
  return answersIn(
    upgradesShareQuota,
    regionView({ snapshots: [...of.map(([each]) => snapshot(each)), ...unread], facts: regionFacts(facts) }),
  );
};
const [a, b, c] = [named("a"), named("b"), named("c")] as const;

describe("upgrades-share-quota", () => {
  it.for([
    { what: "the same window", second: on(7, 2), free: 7, finds: ["standardDDSv5Family"] },
    { what: "the same window", second: on(7, 2), free: 8, finds: [] },
    { what: "windows that overlap by an hour", second: on(7, 5), free: 7, finds: ["standardDDSv5Family"] },
    { what: "windows that touch", second: on(7, 6), free: 7, finds: [] },
    { what: "windows of other days", second: on(3, 2), free: 7, finds: [] },
  ])("two clusters in $what with $free vCPUs free: $finds", ({ second, free, finds }) => {
    const outcome = judged(
      [
        [a, upgrades(on(7, 2))],
        [b, upgrades(second)],
      ],
      free,
    );

    expect(outcome.findings.map(({ subject }) => subject)).toEqual(finds);
    expect(outcome.unknown).toEqual([]);
  });

  it("says when they meet, what each takes, and what to ask for", () => {
    const three = [
      [a, upgrades(on(7, 2))],
      [b, upgrades(on(7, 4))],
      [c, upgrades(on(1, 2))],
    ] as const;
    const finding = onlyFinding(judged(three, 7));

    expect(finding).toMatchObject({ target: { kind: "region" }, severity: "low", magnitude: { value: 1, unit: "vCPU" } });
    expect(finding.detail).toBe(
      "2 clusters may be upgraded on Sunday from 04:00 to 06:00 UTC. Each has room alone; together their surge nodes take 8 vCPUs, " +
        "and 7 are free (limit 200, used 193).",
    );
    expect(workingOf(finding, "rg-prod/b")).toBe("4 vCPUs");
    expect(workingOf(finding, "rg-prod/c")).toBeUndefined();
    expect(commandsOf(finding)[0]).toContain("--resource-name standardDDSv5Family");
    expect(commandsOf(finding)[0]).toContain("value=201");
  });

  it("counts a cluster without a schedule at any time, and node images as well as versions", () => {
    const both = named("b", { autoUpgrade: { channel: "patch", nodeOsChannel: "node-image" } });

    expect(judged([[a], [b]], 7).findings[0]?.detail).toContain("at any time");
    expect(
      judged(
        [
          [a, upgrades(on(7, 2))],
          [both, upgrades(on(3, 2)), images(on(7, 2))],
        ],
        7,
      ).findings,
    ).toHaveLength(1);
    expect(
      judged(
        [
          [a, upgrades(on(7, 2))],
          [both, upgrades(on(3, 2))],
        ],
        7,
      ).findings,
    ).toHaveLength(1);
  });

  it.for([
    { what: "is upgraded by hand alone", change: { autoUpgrade: { channel: "none", nodeOsChannel: "none" } } },
    { what: "is stopped", change: { powerState: "stopped" } },
    { what: "surges on spot nodes alone", change: { nodePools: [one({ priority: "spot" })] } },
    { what: "has its capacity reserved", change: { nodePools: [one({ capacityReservationGroupId: "/crg" })] } },
  ] as const)("leaves out a cluster that $what", ({ change }) => {
    expect(judged([[a], [named("b", change)]], 7)).toMatchObject({ findings: [], unknown: [] });
  });

  it("does not apply where one has no room by itself", () => {
    expect(judged([[a], [b]], 3)).toMatchObject({ findings: [], notApplicable: [{ subject: "standardDDSv5Family" }] });
  });

  it("judges the regional quota too", () => {
    const facts = { quotas: known(quotas({ regional: quota(31, 24) }), NOW) };
    const view = regionView({ snapshots: [a, b].map((each) => snapshot(each)), facts: regionFacts(facts) });
    const plans = known({ byCluster: new Map([a, b].map(({ id }) => [id, known([], NOW)] as const)) }, NOW);
    const finding = onlyFinding(answersIn(upgradesShareQuota, { ...view, facts: { ...view.facts, maintenance: plans } }));

    expect(finding).toMatchObject({ subject: "regional vCPUs", title: "Clusters upgraded at once have no room in the regional quota" });
    expect(commandsOf(finding)[0]).toContain("--resource-name cores");
  });

  describe("cannot tell", () => {
    it("where it depends on a schedule that was not read; without it enough is enough", () => {
      const plans = { byCluster: new Map([[a.id, known([upgrades(on(7, 2))], NOW)]]) };
      const of = (free: number) =>
        answersIn(
          upgradesShareQuota,
          regionView({
            snapshots: [snapshot(a), snapshot(b)],
            facts: regionFacts({
              maintenance: known(plans, NOW),
              quotas: known(quotas({ byFamily: new Map([[FAMILY, quota(200, 200 - free)]]) }), NOW),
            }),
          }),
        );

      expect(of(7)).toMatchObject({ findings: [], unknown: [{ subject: "standardDDSv5Family", reason: { kind: "absent" } }] });
      expect(of(8)).toMatchObject({ findings: [], unknown: [] });
    });

    it("of a shortage while nodes of the family come or go, nor of room beside a cluster as it was last seen", () => {
      const moving = snapshot(named("m", { provisioningState: "Upgrading", autoUpgrade: { channel: "none", nodeOsChannel: "none" } }));
      const reason = missing("forbidden", "the app may not read it").missing;
      const unread = { ...snapshot(named("u")), readFailed: { since: NOW, reason } };
      const about = ({ unknown }: ReturnType<typeof judged>) => unknown.filter(({ target }) => target.kind === "region");

      expect(about(judged([[a], [b]], 7, [moving]))).toMatchObject([{ subject: "standardDDSv5Family", reason: { kind: "in-motion" } }]);
      expect(about(judged([[a]], 100, [unread]))).toMatchObject([{ reason }, { reason }]);
    });

    it("without the plans at all", () => {
      const view = regionView({ facts: regionFacts({ maintenance: missing("forbidden", "the app may not read them") }) });

      expect(answersIn(upgradesShareQuota, view).unknown).toHaveLength(2);
    });
  });
});
