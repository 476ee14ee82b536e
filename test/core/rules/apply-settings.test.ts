import { describe, expect, it } from "vitest";
import { missing } from "../../../src/core/model/absence.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import type { Outcome } from "../../../src/core/model/finding.ts";
import { ruleId } from "../../../src/core/model/names.ts";
import type { JudgeSettings, RuleSetting } from "../../../src/core/model/rule-settings.ts";
import { withSettings } from "../../../src/core/rules/apply-settings.ts";
import { judge } from "../../../src/core/rules/index.ts";
import type { Rule } from "../../../src/core/rules/rule.ts";
import { withTheirSettings } from "../../../src/core/rules/view-settings.ts";
import { cluster, outcome, pool, poolSize, ref, regionView, SUBSCRIPTION, snapshot, systemPool, WESTEUROPE } from "../../support/build.ts";
import { directory, leftoverPool, plainRule, regionWide } from "./setting-examples.ts";

const CLUSTER = { kind: "cluster", cluster: ref().id } as const;
const REGION = { kind: "region", subscription: SUBSCRIPTION, region: WESTEUROPE } as const;
const forAll = (rule: Rule, setting: RuleSetting): JudgeSettings => ({ rules: new Map([[rule.stamp.rule, setting]]) });

/** As `judge` asks one rule about one cluster. */
function heard(rule: Rule, of: Partial<Cluster> = {}, settings: JudgeSettings = {}): Outcome {
  const { view } = withTheirSettings(regionView({ snapshots: [snapshot(cluster(of))], settings }), directory);
  return withSettings(rule.judge(view), view.settings);
}

describe("a rule that is silenced", () => {
  it("for the whole app answers with the reason about everything it covers", () => {
    const { covers, findings, notApplicable } = heard(leftoverPool, {}, forAll(leftoverPool, { off: "switched off by the setting RULES" }));

    expect(findings).toEqual([]);
    expect(notApplicable).toEqual([{ target: CLUSTER, why: "switched off by the setting RULES" }]);
    expect(covers).toHaveLength(1);
  });

  it("for the whole app is silent about the region too", () => {
    const { findings, notApplicable } = heard(regionWide, {}, forAll(regionWide, { off: "not wanted" }));

    expect(findings).toEqual([]);
    expect(notApplicable.map(({ target }) => target)).toEqual([CLUSTER, REGION]);
  });

  it("on a cluster goes on speaking about the region it shares", () => {
    const { findings, notApplicable } = heard(regionWide, { tags: { "advisor-UPG-011": "off" } });

    expect(findings.map(({ target }) => target)).toEqual([REGION]);
    expect(notApplicable).toEqual([{ target: CLUSTER, why: "switched off by the tag advisor-UPG-011" }]);
  });

  it("on a pool is not applicable there, found or not, and speaks about the others", () => {
    const nodePools = [systemPool(), pool({ tags: { "advisor-COST-049": "fixed on purpose: waits for the audit" } })];

    const { findings, notApplicable } = heard(leftoverPool, { nodePools });

    expect(findings.map(({ subject }) => subject)).toEqual(["system"]);
    expect(notApplicable).toEqual([
      { target: CLUSTER, subject: "apps", why: "fixed on purpose: waits for the audit (tag advisor-COST-049)" },
    ]);
  });

  it("speaks where a nearer tag lets it", () => {
    const off = forAll(leftoverPool, { off: "switched off by the setting RULES" });
    const nodePools = [systemPool(), pool({ tags: { "advisor-COST-049": "on" } })];

    expect(heard(leftoverPool, { tags: { "advisor-COST-049": "on" } }, off).findings).toHaveLength(2);
    expect(heard(leftoverPool, { nodePools }, off).findings.map(({ subject }) => subject)).toEqual(["apps"]);
  });

  it("no longer says what it cannot tell", () => {
    const reason = missing("absent", "no quota").missing;
    const untold = outcome({
      stamp: leftoverPool.stamp,
      unknown: [
        { target: CLUSTER, reason },
        { target: CLUSTER, subject: "apps", reason },
      ],
    });

    expect(withSettings(untold, forAll(leftoverPool, { off: "not wanted" })).unknown).toEqual([]);
    expect(withSettings(untold, forAll(plainRule, { off: "not wanted" }))).toBe(untold);
  });
});

describe("a severity that is set", () => {
  it.for([
    { all: undefined, onCluster: undefined, onPool: undefined, gives: "medium" },
    { all: "info", onCluster: undefined, onPool: undefined, gives: "info" },
    { all: "info", onCluster: "high", onPool: undefined, gives: "high" },
    { all: "info", onCluster: "high", onPool: "critical", gives: "critical" },
    { all: undefined, onCluster: undefined, onPool: "low", gives: "low" },
  ] as const)("$all for all, $onCluster on the cluster, $onPool on the pool: $gives", ({ all, onCluster, onPool, gives }) => {
    const tag = (severity: string | undefined) => (severity === undefined ? {} : { "advisor-COST-049": severity });
    const of = { tags: tag(onCluster), nodePools: [pool({ tags: tag(onPool) })] };

    const { findings } = heard(leftoverPool, of, all ? forAll(leftoverPool, { severity: all }) : {});

    expect(findings.map(({ severity }) => severity)).toEqual([gives]);
  });
});

describe("a threshold", () => {
  it.for([
    { settings: {}, tags: {}, days: "60 days." },
    { settings: forAll(leftoverPool, { thresholds: { days: 90 } }), tags: {}, days: "90 days." },
    { settings: forAll(leftoverPool, { thresholds: { days: 90 } }), tags: { "advisor-COST-049": "days=7" }, days: "7 days." },
    { settings: forAll(leftoverPool, { thresholds: { days: 90 } }), tags: { "advisor-COST-049": "low" }, days: "90 days." },
  ])("reaches the rule: $days", ({ settings, tags, days }) => {
    expect(heard(leftoverPool, { tags, nodePools: [pool()] }, settings).findings[0]?.detail).toBe(days);
  });

  it("of a region-wide rule is set for the whole app", () => {
    const of = { tags: { "advisor-UPG-011": "share=0.1" } };

    expect(heard(regionWide, of, forAll(regionWide, { thresholds: { share: 0.9 } })).findings[0]?.detail).toBe("0.9 of the addresses.");
  });
});

describe("tags that say nothing known", () => {
  it("are told as what they are, by no rule, and hinder none", () => {
    const nodePools = [systemPool(), pool({ tags: { "advisor-COST-14": "off" } })];
    const of = cluster({ tags: { "advisor-sport-candidate": "off" }, nodePools });

    const outcomes = judge(regionView({ snapshots: [snapshot(of)] }));

    const [misread] = outcomes.slice(-1);
    expect(misread).toMatchObject({ covers: [], findings: [], notApplicable: [] });
    expect(misread?.unknown).toEqual([
      {
        target: CLUSTER,
        reason: { kind: "wrong-tag", why: "the tag advisor-sport-candidate names no rule; did you mean spot-candidate?" },
      },
      {
        target: CLUSTER,
        subject: "apps",
        reason: { kind: "wrong-tag", why: expect.stringContaining("the tag advisor-COST-14 names no rule") },
      },
    ]);
    expect(outcomes.slice(0, -1).flatMap(({ unknown }) => unknown)).toEqual([]);
  });

  it("are not looked for where a cluster was never read", () => {
    const stranger = snapshot(cluster(), { cluster: missing("forbidden", "the app may not read it") });

    expect(withTheirSettings(regionView({ snapshots: [stranger] }), directory).misread).toEqual([]);
  });
});

it("what a real rule finds is silenced by its pool's tag", () => {
  const fixed = { sizes: pool().sizes.map(({ vmSize, nodeCount }) => poolSize(vmSize, nodeCount)) };
  const nodePools = [systemPool(), pool({ ...fixed, name: "a" }), pool({ ...fixed, name: "b", tags: { "advisor-COST-014": "off" } })];

  const outcomes = judge(regionView({ snapshots: [snapshot(cluster({ nodePools }))] }));

  const { findings, notApplicable } = outcomes.find(({ stamp }) => stamp.rule === ruleId("fixed-size-pool")) ?? outcome();
  expect(findings.map(({ subject }) => subject)).toEqual(["a"]);
  expect(notApplicable).toEqual([{ target: CLUSTER, subject: "b", why: "switched off by the tag advisor-COST-014" }]);
});
