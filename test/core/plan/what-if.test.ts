import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { NodeShare } from "../../../src/core/model/cluster.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import type { PlanOptions } from "../../../src/core/plan/input.ts";
import { cluster, count, NOW, percent, poolSize, quota, quotas, regionFacts, subnets, subnetUse } from "../../support/build.ts";
import { CATALOGUE, hopOf, needFor, plan, poolOf, poolOfRun, SUBNET } from "./planning.ts";

const DDSV5 = vmFamily("standardDDSv5Family");
/** Ten nodes of 4 vCPUs at 50 %: 5 surge nodes, 20 vCPUs of 12. */
const APPS = poolOf("apps", "Standard_D4ds_v5", 10, percent(50), { nodeSubnet: SUBNET });
const CLUSTER = cluster({ nodePools: [APPS] });
const FACTS = regionFacts({
  versions: known(CATALOGUE, NOW),
  quotas: known(quotas({ byFamily: new Map([[DDSV5, quota(52, 40)]]), regional: quota(100, 40) }), NOW),
  subnets: known(subnets({ [SUBNET]: known(subnetUse(59, 40), NOW) }), NOW),
});
const asked = (options: PlanOptions) => plan({ cluster: CLUSTER, facts: FACTS, options });

describe("what if", () => {
  it("nothing is asked: 20 vCPUs of 12, and AKS goes on with one node", () => {
    const { verdict, assumptions } = asked({});

    expect(verdict).toEqual({ kind: "falls-back", hop: 0 });
    expect(assumptions).toEqual([]);
  });

  it("the family had 60 vCPUs: 60 − 40 = 20 are free", () => {
    const { hops, verdict, assumptions } = asked({ whatIf: { familyLimits: new Map([[DDSV5, 60]]) } });

    expect(verdict).toEqual({ kind: "as-set", hop: 0 });
    expect(hops[0] && needFor(hops[0].asSet.needs.together, "family-quota")).toEqual({ needed: 20, free: 20, short: 0 });
    expect(assumptions).toEqual([{ kind: "family-limit", family: DDSV5, limit: 60, instead: 52 }]);
  });

  it("the region had 50: 50 − 40 = 10 are free, and the region is short too", () => {
    const { hops, assumptions } = asked({ whatIf: { regionalLimit: 50 } });

    expect(hops[0] && needFor(hops[0].asSet.needs.together, "regional-quota")).toEqual({ needed: 20, free: 10, short: 10 });
    expect(assumptions).toEqual([{ kind: "regional-limit", limit: 50, instead: 100 }]);
  });

  it("max surge were another one: the first command sets it", () => {
    const whole = asked({ maxSurge: { all: percent(30) } });
    const own = asked({ maxSurge: { all: percent(100), byPool: new Map([["apps", count(2)]]) } });

    // ceil(30 × 10 / 100) = 3 × 4 = 12 of 12
    expect(whole.verdict).toEqual({ kind: "as-set", hop: 0 });
    expect(whole.assumptions).toEqual([{ kind: "max-surge", pool: "apps", share: percent(30), instead: percent(50), isSet: false }]);
    expect(hopOf(whole).steps.upgrade[0]?.command?.args).toEqual(expect.arrayContaining(["update", "--max-surge", "30%"]));
    expect(poolOfRun(hopOf(own).asSet, "apps").surge).toBe(2);
  });

  it("max surge were what it is: nothing is set", () => {
    const same = asked({ maxSurge: { all: percent(50) }, whatIf: { familyLimits: new Map([[DDSV5, 100]]) } });

    expect(hopOf(same).steps.upgrade[0]?.command?.args).toContain("--control-plane-only");
  });

  it("max surge had no room: the lower one is set, and not both", () => {
    const sets = hopOf(asked({ maxSurge: { all: percent(100) } })).steps.upgrade.filter(({ command }) =>
      command?.args.includes("--max-surge"),
    );

    // 12 / 4 = 3 nodes = 30 %
    expect(sets.map(({ command }) => command?.args.at(-1))).toEqual(["30%"]);
  });

  it("the pool had 12 nodes: they use 8 vCPUs and 2 addresses more", () => {
    const { hops, assumptions } = asked({ whatIf: { nodes: new Map([["apps", 12]]) } });
    const needs = hops[0]?.asSet.needs.together ?? [];

    // ceil(50 × 12 / 100) = 6 × 4 = 24 of 12 − 2 × 4 = 4; 6 addresses of 19 − 2
    expect(needFor(needs, "family-quota")).toEqual({ needed: 24, free: 4, short: 20 });
    expect(needFor(needs, "regional-quota")).toEqual({ needed: 24, free: 52, short: 0 });
    expect(needFor(needs, "subnet")).toEqual({ needed: 6, free: 17, short: 0 });
    expect(assumptions).toEqual([{ kind: "nodes", pool: "apps", nodes: 12, instead: 10 }]);
  });

  it("the pool had 4 nodes: 24 vCPUs come free", () => {
    const needs = hopOf(asked({ whatIf: { nodes: new Map([["apps", 4]]) } })).asSet.needs.together;

    expect(needFor(needs, "family-quota")).toEqual({ needed: 8, free: 36, short: 0 });
  });

  it("nodes of a capacity reservation and spot nodes were more: the quota stays", () => {
    const reserved = { ...APPS, name: "reserved", capacityReservationGroupId: "/group" };
    const spot = { ...APPS, name: "burst", priority: "spot" as const };
    const of = cluster({ nodePools: [APPS, reserved, spot] });
    const options = {
      whatIf: {
        nodes: new Map([
          ["reserved", 12],
          ["burst", 12],
        ]),
      },
      maxSurge: { byPool: new Map([["burst", count(3)]]) },
    };
    const made = plan({ cluster: of, facts: FACTS, options });

    expect(needFor(hopOf(made).asSet.needs.together, "family-quota")).toMatchObject({ needed: 20, free: 12 });
    expect(made.assumptions.map(({ kind }) => kind)).toEqual(["nodes", "nodes"]);
  });

  it("passes over what means nothing, and says so", () => {
    const several = {
      ...APPS,
      name: "mixed",
      kind: "virtual-machines" as const,
      sizes: ["Standard_D4ds_v5", "Standard_D2ds_v5"].map((size) => poolSize(size, 1)),
      nodeCount: 2,
    };
    const options: PlanOptions = {
      maxSurge: {
        byPool: new Map<string, NodeShare>([
          ["nope", count(1)],
          ["apps", percent(101)],
        ]),
      },
      whatIf: {
        nodes: new Map([
          ["mixed", 5],
          ["apps", -1],
        ]),
        familyLimits: new Map([[vmFamily("other"), 1]]),
      },
    };
    const { assumptions } = plan({ cluster: cluster({ nodePools: [APPS, several] }), facts: FACTS, options });

    expect(assumptions).toEqual([
      { kind: "passed-over", what: "apps", why: "max surge is a whole number of nodes, or 0 to 100 %" },
      { kind: "passed-over", what: "nope", why: "the cluster has no pool of that name" },
      { kind: "passed-over", what: "apps", why: "no pool has -1 nodes" },
      { kind: "passed-over", what: "mixed", why: "it has several VM sizes, and how many nodes of each is not said" },
      { kind: "passed-over", what: "other", why: "the family is not in the usage list of the region" },
    ]);
  });

  it("measured minutes are those of a wave", () => {
    const apps = poolOfRun(
      hopOf(plan({ cluster: CLUSTER, facts: FACTS, options: { maxSurge: { all: count(2) } }, measured: new Map([["apps", 7]]) })).asSet,
      "apps",
    );

    // 10 / 2 = 5 waves × 7
    expect(apps).toMatchObject({ minutes: { likely: 35 }, wave: { minutes: 7, isMeasured: true } });
  });
});
