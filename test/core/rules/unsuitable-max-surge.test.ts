import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { NodePool } from "../../../src/core/model/cluster.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import { unsuitableMaxSurge } from "../../../src/core/rules/unsuitable-max-surge.ts";
import { count, NOW, pool, poolSize, quota, quotas, surging, systemPool, version, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { answersOf, answersOn, commandsOf, onlyFinding, SILENT, workingOf } from "./judging.ts";

const surgingBy = (maxSurge: string, nodes: number, change: Partial<NodePool> = {}) => surging(nodes, maxSurge, { zones: [], ...change });
const autoscaled = (maxSurge: string, nodeCount: number, max: number, change: Partial<NodePool> = {}) =>
  surgingBy(maxSurge, nodeCount, { sizes: [poolSize("Standard_D4ds_v5", nodeCount, { min: 1, max })], ...change });
const ZONES = { zones: ["1", "2", "3"] };
const OLD = { version: version("1.31.9") };

describe("unsuitable-max-surge", () => {
  it.for([
    {
      what: "one at a time in 11 nodes",
      nodes: surgingBy("1", 11),
      title: "An upgrade takes 11 waves, 1 node at a time",
      magnitude: [11, "wave"],
    },
    {
      what: "two at a time in 21 nodes",
      nodes: surgingBy("2", 21),
      title: "An upgrade takes 11 waves, 2 nodes at a time",
      magnitude: [11, "wave"],
    },
    { what: "5 % of 40 nodes", nodes: surgingBy("5%", 40), title: "An upgrade takes 20 waves, 2 nodes at a time", magnitude: [20, "wave"] },
    {
      what: "the default before 1.32, which is one node",
      nodes: surgingBy("-", 12, OLD),
      title: "An upgrade takes 12 waves, 1 node at a time",
      magnitude: [12, "wave"],
    },
    {
      what: "4 surge nodes in three zones",
      nodes: surgingBy("4", 12, ZONES),
      title: "4 surge nodes are uneven over 3 zones",
      magnitude: [1, "node"],
    },
    {
      what: "25 % of 20 nodes in three zones",
      nodes: surgingBy("25%", 20, ZONES),
      title: "5 surge nodes are uneven over 3 zones",
      magnitude: [1, "node"],
    },
  ] as const)("finds $what: low, info outside production", ({ nodes, title, magnitude }) => {
    const finding = onlyFinding(answersOn(unsuitableMaxSurge, nodes));

    expect(finding).toMatchObject({ subject: "apps", severity: "low", title, magnitude: { value: magnitude[0], unit: magnitude[1] } });
    expect(onlyFinding(answersOn(unsuitableMaxSurge, nodes, { of: { tags: { env: "dev" } } })).severity).toBe("info");
  });

  it.for([
    { what: "100 % of 4 nodes", nodes: surgingBy("100%", 4), most: 4 },
    { what: "a number of nodes that is all of them", nodes: surgingBy("6", 5), most: 5 },
    { what: "100 % of 2 nodes that may become 20", nodes: autoscaled("100%", 2, 20), most: 20 },
  ])("finds $what: medium, low outside production", ({ nodes, most }) => {
    const finding = onlyFinding(answersOn(unsuitableMaxSurge, nodes));

    expect(finding).toMatchObject({ severity: "medium", magnitude: { value: most, unit: "node" } });
    expect(finding.title).toContain("drains every node at once");
    expect(onlyFinding(answersOn(unsuitableMaxSurge, nodes, { of: { tags: { env: "dev" } } })).severity).toBe("low");
  });

  it.for([
    { what: "one at a time in 10 nodes", nodes: surgingBy("1", 10) },
    { what: "the default before 1.32 in 10 nodes", nodes: surgingBy("-", 10, OLD) },
    { what: "100 % of 3 nodes", nodes: surgingBy("100%", 3, ZONES) },
    { what: "all of few nodes tonight, of a pool that may have more", nodes: autoscaled("4", 4, 20) },
    { what: "three surge nodes in three zones", nodes: surgingBy("3", 20, ZONES) },
    { what: "four surge nodes in one zone", nodes: surgingBy("4", 20, { zones: ["1"] }) },
    { what: "one surge node in three zones", nodes: surgingBy("1", 9, ZONES) },
    { what: "two surge nodes in three zones", nodes: surgingBy("2", 18, ZONES) },
    { what: "33 % of 9 nodes in three zones", nodes: surgingBy("33%", 9, ZONES) },
  ])("is silent about $what", ({ nodes }) => {
    expect(answersOn(unsuitableMaxSurge, nodes)).toMatchObject(SILENT);
  });

  law(
    "never complains of AKS's default of 10 % for being slow or for draining everything, set or not",
    [fc.integer({ min: 1, max: 900 }), fc.constantFrom("10%", "-")],
    (nodes, share) => {
      expect(answersOn(unsuitableMaxSurge, surgingBy(share, nodes)).findings).toEqual([]);
    },
  );

  it.for([
    { what: "a spot pool", nodes: surgingBy("1", 50, { priority: "spot" }) },
    { what: "a stopped pool", nodes: surgingBy("1", 50, { powerState: "stopped" }) },
    { what: "a pool without nodes", nodes: surgingBy("1", 0) },
    {
      what: "nodes that are replaced in place",
      nodes: surgingBy("0", 50, { upgrade: { maxSurge: count(0), maxUnavailable: count(1) } }),
    },
    { what: "settings that AKS refuses", nodes: surgingBy("0", 50) },
  ])("leaves $what alone", ({ nodes }) => {
    expect(answersOn(unsuitableMaxSurge, nodes)).toMatchObject({ findings: [], unknown: [] });
  });

  it("judges every pool, not only the first", () => {
    const nodePools = [systemPool(), pool({ name: "fine" }), surgingBy("1", 40, { name: "slow" })];

    expect(answersOf(unsuitableMaxSurge, { of: { nodePools } }).findings).toMatchObject([{ subject: "slow" }]);
  });

  it("says one thing about a pool, the gravest first", () => {
    expect(onlyFinding(answersOn(unsuitableMaxSurge, surgingBy("100%", 20, ZONES))).severity).toBe("medium");
    expect(onlyFinding(answersOn(unsuitableMaxSurge, surgingBy("4", 50, ZONES))).title).toContain("13 waves");
  });

  it.for([
    { what: "33 % without zones", nodes: surgingBy("1", 20), set: "33%", now: "3 h 20 min", better: "7 nodes, 30 min" },
    { what: "a number the zones divide", nodes: surgingBy("1", 20, ZONES), set: "6", now: "3 h 20 min", better: "6 nodes, 40 min" },
    { what: "the nearest even number", nodes: surgingBy("4", 12, ZONES), set: "3", now: "30 min", better: "3 nodes, 40 min" },
    { what: "33 % in place of everything", nodes: surgingBy("100%", 20), set: "33%", now: "10 min", better: "7 nodes, 30 min" },
  ])("advises $what", ({ nodes, set, now, better }) => {
    const finding = onlyFinding(answersOn(unsuitableMaxSurge, nodes));

    expect(commandsOf(finding)).toEqual([`az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge ${set}`]);
    expect(finding.remedy.bicep).toContain(`'${set}'`);
    expect(workingOf(finding, "likely time")).toBe(now);
    expect(workingOf(finding, `with max surge ${set}`)).toBe(better);
  });

  it.for([
    { measured: {}, at: "3 h 20 min at 10 minutes a wave, and", now: "3 h 20 min", better: "7 nodes, 30 min" },
    { measured: { other: 4 }, at: "3 h 20 min at 10 minutes a wave, and", now: "3 h 20 min", better: "7 nodes, 30 min" },
    { measured: { apps: 4.5 }, at: "1 h 30 min at 4.5 minutes a wave, as measured, and", now: "1 h 30 min", better: "7 nodes, 14 min" },
  ])("goes by the minutes that were measured: $measured", ({ measured, at, now, better }) => {
    const finding = onlyFinding(answersOn(unsuitableMaxSurge, surgingBy("1", 20), { measured }));

    expect(finding.detail).toContain(at);
    expect(workingOf(finding, "likely time")).toBe(now);
    expect(workingOf(finding, "with max surge 33%")).toBe(better);
  });

  const family = (free: number) => ({
    quotas: known(quotas({ byFamily: new Map([[vmFamily("standardDDSv5Family"), quota(100, 100 - free)]]) }), NOW),
  });

  it("advises no more than has room with all pools at once", () => {
    // One system node surges beside it: 4 vCPUs of 16, so three of four nodes are left.
    const nodePools = [systemPool(), surgingBy("1", 20)];
    const finding = onlyFinding(answersOf(unsuitableMaxSurge, { of: { nodePools }, facts: family(16) }));

    expect(commandsOf(finding)[0]).toContain("--max-surge 15%");
    expect(finding.first.join()).not.toContain("no room");
  });

  it("says for how many surge nodes to ask where there is room for no more than today", () => {
    const finding = onlyFinding(answersOn(unsuitableMaxSurge, surgingBy("1", 20), { facts: family(4) }));

    expect(finding.first).toEqual([expect.stringContaining("ask for room for 7")]);
    expect(commandsOf(finding)[0]).toContain("--max-surge 33%");
  });

  it("says what it could not compare with", () => {
    const finding = onlyFinding(
      answersOn(unsuitableMaxSurge, surgingBy("1", 20), { facts: { quotas: missing("forbidden", "the app may not read it") } }),
    );

    expect(finding.notKnown).toContainEqual("whether quota and addresses have room: the app may not read it");
  });

  it("cannot tell where nothing says how many surge", () => {
    expect(answersOn(unsuitableMaxSurge, without(surgingBy("-", 20), "version"))).toMatchObject({
      findings: [],
      unknown: [{ subject: "apps", reason: { kind: "absent" } }],
    });
  });

  it("calls as many waves slow as people say", () => {
    expect(answersOn(unsuitableMaxSurge, surgingBy("1", 10), { thresholds: { waves: 9 } }).findings).toHaveLength(1);
  });

  it("waits in motion and does not apply while stopped", () => {
    const nodePools = [surgingBy("1", 50)];

    expect(answersOf(unsuitableMaxSurge, { of: { nodePools, provisioningState: "Upgrading" } }).unknown).toHaveLength(1);
    expect(answersOf(unsuitableMaxSurge, { of: { nodePools, powerState: "stopped" } }).notApplicable).toHaveLength(1);
  });
});
