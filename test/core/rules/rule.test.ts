import { describe, expect, it } from "vitest";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import { type ClusterId, clusterRef, ruleId, subnetId } from "../../../src/core/model/names.ts";
import type { RegionFacts, RegionView, Snapshot } from "../../../src/core/model/snapshot.ts";
import {
  type ClusterView,
  defineRegionRule,
  defineRule,
  IN_MOTION,
  type RegionAnswer,
  type RegionWideView,
  type RuleMeta,
} from "../../../src/core/rules/rule.ts";
import {
  cluster,
  minutesAfter,
  NOW,
  pool,
  ref,
  regionFacts,
  regionView,
  SUBSCRIPTION,
  snapshot,
  subnets,
  subnetUse,
  systemPool,
  WESTEUROPE,
} from "../../support/build.ts";

const META = {
  id: "example",
  code: "UPG-000",
  version: 3,
  category: "upgrade",
  summary: "An example.",
  severities: ["low", "low"],
  source: "https://example.com",
  needs: [],
  uses: [],
  needsRest: false,
  floor: 2,
  changes: [],
} as const satisfies RuleMeta<never, never>;

const FOUND = {
  severity: "low",
  magnitude: { value: 1, unit: "node" },
  title: "Something",
  detail: "Something is so.",
  workings: [],
  first: [],
  remedy: { steps: [], restarts: "nothing" },
  notKnown: [],
  worth: { kind: "none" },
} as const;

/** Finds something about every cluster it is asked about. */
const always = (meta: Partial<RuleMeta> = {}) => defineRule({ ...META, ...meta }, () => [FOUND]);
const view = (snapshots: readonly Snapshot[], facts: Partial<RegionFacts> = {}) => regionView({ snapshots, facts: regionFacts(facts) });
const named = (name: string, change: Partial<Cluster> = {}) => cluster({ ...ref(name), ...change });
const about = (id: ClusterId) => ({ kind: "cluster", cluster: id }) as const;
const REGION = { kind: "region", subscription: SUBSCRIPTION, region: WESTEUROPE } as const;
const hours = (count: number) => minutesAfter(count * 60);

describe("a rule about clusters", () => {
  it("files each answer under the cluster it was asked about", () => {
    const a = named("a");
    const b = named("b");

    const outcome = always().judge(view([snapshot(a), snapshot(b)]));

    expect(outcome.findings).toEqual([
      { target: about(a.id), ...FOUND },
      { target: about(b.id), ...FOUND },
    ]);
    expect(outcome).toMatchObject({ unknown: [], notApplicable: [] });
  });

  it("tells its three answers and what does not apply apart, with their subjects", () => {
    const rule = defineRule(META, () => [
      { subject: "one", ...FOUND },
      { subject: "two", cannotTell: { kind: "absent", why: "it is not there" } },
      { subject: "three", notApplicable: "it is stopped" },
    ]);

    const outcome = rule.judge(view([snapshot()]));

    expect(outcome.findings).toMatchObject([{ subject: "one" }]);
    expect(outcome.unknown).toMatchObject([{ subject: "two", reason: { kind: "absent" } }]);
    expect(outcome.notApplicable).toMatchObject([{ subject: "three", why: "it is stopped" }]);
  });

  it("stamps what it found with what must be readable without it", () => {
    expect(always().judge(view([])).stamp).toEqual({
      rule: "example",
      code: "UPG-000",
      version: 3,
      category: "upgrade",
      source: "https://example.com",
      floor: 2,
    });
  });

  const refused = missing("forbidden", "the app may not read it").missing;
  it.for([
    { what: "is not seen", change: { presence: { kind: "not-seen", since: NOW, reason: refused } }, kind: "forbidden" },
    { what: "could not be read last", change: { readFailed: { since: NOW, reason: refused } }, kind: "forbidden" },
    { what: "was never read", change: { cluster: missing("unavailable", "Azure did not answer") }, kind: "unavailable" },
    { what: "was read 36 hours and a minute ago", change: { cluster: known(cluster(), minutesAfter(-(36 * 60 + 1))) }, kind: "stale" },
  ] as const)("cannot tell about a cluster that $what", ({ change, kind }) => {
    const outcome = always().judge(view([snapshot(cluster(), change)]));

    expect(outcome.findings).toEqual([]);
    expect(outcome.unknown).toMatchObject([{ target: about(cluster().id), reason: { kind } }]);
    expect(outcome.unknown[0]).not.toHaveProperty("subject");
  });

  it("still judges a cluster that was read 36 hours ago", () => {
    const outcome = always().judge(view([snapshot(cluster(), { cluster: known(cluster(), hours(-36)) })]));

    expect(outcome.findings).toHaveLength(1);
  });
});

describe("a rule's needs and uses", () => {
  it.for([
    { fact: "skus", value: missing("forbidden", "the app may not read it"), kind: "forbidden" },
    { fact: "quotas", value: missing("throttled", "Azure asked to wait"), kind: "throttled" },
    { fact: "quotas", value: known({ byFamily: new Map() }, hours(-37)), kind: "stale" },
  ] as const)("cannot tell about any cluster while $fact is $kind", ({ fact, value, kind }) => {
    const rule = defineRule({ ...META, needs: ["skus", "quotas"] }, () => [FOUND]);

    const outcome = rule.judge(view([snapshot(named("a")), snapshot(named("b"))], { [fact]: value }));

    expect(outcome.findings).toEqual([]);
    expect(outcome.unknown).toHaveLength(2);
    expect(outcome.unknown).toMatchObject([{ reason: { kind } }, { reason: { kind } }]);
    expect(outcome.covers).toHaveLength(2);
  });

  it("hands over a needed fact with the time it was read, and a used one as it is", () => {
    const seen: ClusterView<"quotas", "skus">[] = [];
    const rule = defineRule({ ...META, needs: ["quotas"], uses: ["skus"] }, (each: ClusterView<"quotas", "skus">) => {
      seen.push(each);
      return [];
    });
    const quotas = { byFamily: new Map() };

    rule.judge(view([snapshot()], { quotas: known(quotas, hours(-1)), skus: missing("forbidden", "the app may not read it") }));

    expect(seen).toMatchObject([{ quotas, readAt: { quotas: hours(-1) }, skus: { missing: { kind: "forbidden" } } }]);
  });

  it("hands over a used fact that is too old as missing, and each subnet by its own age", () => {
    const seen: ClusterView<never, "skus" | "subnets">[] = [];
    const rule = defineRule({ ...META, uses: ["skus", "subnets"] }, (each: ClusterView<never, "skus" | "subnets">) => {
      seen.push(each);
      return [];
    });
    const uses = subnets({ old: known(subnetUse(251, 1), hours(-37)), new: known(subnetUse(251, 2), hours(-35)) });

    rule.judge(view([snapshot()], { skus: known({ byKey: new Map() }, hours(-37)), subnets: known(uses, NOW) }));

    expect(seen[0]?.skus).toMatchObject({ missing: { kind: "stale" } });
    const read = seen[0]?.subnets;
    const byId = read && "known" in read ? read.known.byId : new Map();
    expect(byId.get(subnetId("old"))).toMatchObject({ missing: { kind: "stale" } });
    expect(byId.get(subnetId("new"))).toMatchObject({ known: { used: 2 } });
  });
});

describe("a rule that needs rest", () => {
  const rests = always({ needsRest: true });

  it.for([
    { what: "a cluster that is being upgraded", change: { provisioningState: "Upgrading" } },
    { what: "a pool that is being scaled", change: { nodePools: [systemPool(), pool({ provisioningState: "Scaling" })] } },
  ])("cannot tell about $what", ({ change }) => {
    const outcome = rests.judge(view([snapshot(cluster(change))]));

    expect(outcome.findings).toEqual([]);
    expect(outcome.unknown).toMatchObject([{ reason: IN_MOTION }]);
  });

  it("does not apply to a cluster that is stopped", () => {
    const outcome = rests.judge(view([snapshot(cluster({ powerState: "stopped" }))]));

    expect(outcome).toMatchObject({ findings: [], unknown: [], notApplicable: [{ target: about(cluster().id) }] });
  });

  it.for(["Succeeded", "Failed", "Canceled"])("judges a cluster whose last change ended as %s", (provisioningState) => {
    expect(rests.judge(view([snapshot(cluster({ provisioningState }))])).findings).toHaveLength(1);
  });

  it("is the only kind that waits: others judge a cluster in motion, and one that is stopped", () => {
    const moving = named("a", { provisioningState: "Upgrading" });
    const stopped = named("b", { powerState: "stopped" });

    expect(always().judge(view([snapshot(moving), snapshot(stopped)])).findings).toHaveLength(2);
  });

  it("is told who else in the region is in motion", () => {
    const movers: string[][] = [];
    const rule = defineRule({ ...META, needsRest: true }, (each) => {
      movers.push(each.movers.map(({ name }) => name));
      return [];
    });

    rule.judge(view([snapshot(named("a")), snapshot(named("b", { provisioningState: "Upgrading" })), snapshot(named("c"))]));

    expect(movers).toEqual([["b"], ["b"]]);
  });
});

describe("what a rule covers", () => {
  it("is every cluster of the view, also those it cannot judge", () => {
    const reason = missing("not-seen", "it is missing from the list").missing;
    const snapshots = [snapshot(named("a")), snapshot(named("b"), { presence: { kind: "not-seen", since: NOW, reason } })];

    expect(
      always()
        .judge(view(snapshots))
        .covers.map(({ target }) => target),
    ).toEqual([about(named("a").id), about(named("b").id)]);
  });

  it("has the time of the youngest fact the answer rests on", () => {
    const read = snapshot(cluster(), { cluster: known(cluster(), hours(-5)) });
    const facts = { skus: known({ byKey: new Map() }, hours(-3)), quotas: known({ byFamily: new Map() }, hours(-1)) };

    expect(always().judge(view([read], facts)).covers).toMatchObject([{ at: hours(-5) }]);
    expect(always({ needs: ["skus"] }).judge(view([read], facts)).covers).toMatchObject([{ at: hours(-3) }]);
    expect(always({ needs: ["skus"], uses: ["quotas"] }).judge(view([read], facts)).covers).toMatchObject([{ at: hours(-1) }]);
  });

  it("has the time of the judging where nothing was ever read", () => {
    const never = snapshot(cluster(), { cluster: missing("unavailable", "Azure did not answer") });

    expect(always().judge(view([never])).covers).toMatchObject([{ at: NOW }]);
  });
});

describe("a rule about a region", () => {
  const wide = (answers: (seen: RegionWideView) => Iterable<RegionAnswer>, meta: Partial<RuleMeta> = {}) =>
    defineRegionRule({ ...META, ...meta } as RuleMeta<never, never>, answers);

  it("files answers that name a cluster under it, and the others under the region", () => {
    const a = named("a");
    const rule = wide(() => [
      { on: a.id, subject: "apps", ...FOUND },
      { subject: "vnet/nodes", ...FOUND },
    ]);

    const outcome = rule.judge(view([snapshot(a)]));

    expect(outcome.findings).toEqual([
      { target: about(a.id), subject: "apps", ...FOUND },
      { target: REGION, subject: "vnet/nodes", ...FOUND },
    ]);
    expect(outcome.covers.map(({ target }) => target)).toEqual([about(a.id), REGION]);
  });

  it("drops answers about clusters that have a reason already, and keeps those in sight", () => {
    const reason = missing("forbidden", "the app may not read it").missing;
    const moving = named("moving", { provisioningState: "Upgrading" });
    const stopped = named("stopped", { powerState: "stopped" });
    const unread = named("unread");
    const fine = named("fine");
    const seen: RegionWideView["clusters"][number][] = [];
    const rule = wide(
      ({ clusters }) => {
        seen.push(...clusters);
        return clusters.map(({ cluster: { id } }) => ({ on: id, ...FOUND }));
      },
      { needsRest: true },
    );

    const outcome = rule.judge(
      view([snapshot(moving), snapshot(stopped), snapshot(unread, { readFailed: { since: NOW, reason } }), snapshot(fine)]),
    );

    expect(outcome.findings).toMatchObject([{ target: about(fine.id) }]);
    expect(outcome.unknown).toMatchObject([{ target: about(moving.id) }, { target: about(unread.id), reason }]);
    expect(outcome.notApplicable).toMatchObject([{ target: about(stopped.id) }]);
    expect(seen.map(({ cluster: { name }, isAnswerable, unsure }) => [name, isAnswerable, unsure?.kind])).toEqual([
      ["moving", false, "in-motion"],
      ["stopped", false, undefined],
      ["unread", false, "forbidden"],
      ["fine", true, undefined],
    ]);
  });

  it("leaves out clusters that were never read", () => {
    const seen: string[] = [];
    const rule = wide(({ clusters }) => {
      seen.push(...clusters.map(({ cluster: { name } }) => name));
      return [];
    });

    rule.judge(view([snapshot(named("never"), { cluster: missing("unavailable", "Azure did not answer") }), snapshot(named("read"))]));

    expect(seen).toEqual(["read"]);
  });

  it("cannot tell about what is shared while a cluster was never read, which may be there; what it found stands", () => {
    const reason = missing("unreadable", "its description could not be read").missing;
    const never = snapshot(named("never"), { cluster: { missing: reason }, readFailed: { since: NOW, reason } });
    const rule = wide(() => [{ subject: "vnet/nodes", ...FOUND }]);

    const outcome = rule.judge(view([never, snapshot(named("read")), never]));

    expect(outcome.findings).toMatchObject([{ target: REGION, subject: "vnet/nodes" }]);
    expect(outcome.unknown.filter(({ target }) => target.kind === "region")).toEqual([{ target: REGION, reason }]);
  });

  it("gives its own reason where it cannot be asked, whatever was never read", () => {
    const never = snapshot(named("never"), { cluster: missing("unreadable", "its description could not be read") });

    const outcome = wide(() => [], { needs: ["subnets"] }).judge(view([never], { subnets: missing("throttled", "Azure asked to wait") }));

    expect(outcome.unknown.filter(({ target }) => target.kind === "region")).toMatchObject([{ reason: { kind: "throttled" } }]);
  });

  it("cannot tell about the region and all its clusters while a need is missing, and is not asked", () => {
    const rule = defineRegionRule({ ...META, needs: ["subnets"] }, () => {
      throw new Error("asked all the same");
    });

    const outcome = rule.judge(view([snapshot()], { subnets: missing("throttled", "Azure asked to wait") }));

    expect(outcome.unknown).toMatchObject([
      { target: about(cluster().id), reason: { kind: "throttled" } },
      { target: REGION, reason: { kind: "throttled" } },
    ]);
  });

  it("covers the region at the time of the youngest fact of all", () => {
    const rule = defineRegionRule({ ...META, needs: ["subnets"] }, () => []);
    const read = [
      snapshot(named("a"), { cluster: known(named("a"), hours(-5)) }),
      snapshot(named("b"), { cluster: known(named("b"), hours(-2)) }),
    ];

    const outcome = rule.judge(view(read, { subnets: known(subnets(), hours(-3)) }));

    expect(outcome.covers).toMatchObject([{ at: hours(-3) }, { at: hours(-2) }, { target: REGION, at: hours(-2) }]);
  });
});

describe("the thresholds people set", () => {
  const limited = { ...META, thresholds: { nodes: { standard: 3, min: 1, max: 9, unit: "nodes", says: "it is large" } } } as const;
  const [here, there] = [ref("here"), ref("there")];
  const rules = new Map([[ruleId(META.id), { thresholds: { nodes: 5 } }]]);
  const byCluster = new Map([[there.id, new Map([[ruleId(META.id), { thresholds: { nodes: 3 } }]])]]);
  const of = (settings: RegionView["settings"], rule = defineRule(limited, () => [FOUND])) =>
    rule
      .judge({ ...view([here, there].map((each) => snapshot(cluster(each)))), ...(settings ? { settings } : {}) })
      .covers.map(({ target, thresholds }) => [target.kind === "cluster" ? clusterRef(target.cluster)?.name : target.kind, thresholds]);

  it("go with the answer about each cluster where they are otherwise than the rule has them", () => {
    expect(of(undefined)).toEqual([
      ["here", {}],
      ["there", {}],
    ]);
    expect(of(undefined, always())).toEqual([
      ["here", undefined],
      ["there", undefined],
    ]);
    expect(of({ rules, byCluster })).toEqual([
      ["here", { nodes: 5 }],
      ["there", {}],
    ]);
  });

  it("are those of the whole app for a rule about a region", () => {
    expect(
      of(
        { rules, byCluster },
        defineRegionRule(limited, () => []),
      ),
    ).toEqual([
      ["here", { nodes: 5 }],
      ["there", { nodes: 5 }],
      ["region", { nodes: 5 }],
    ]);
  });
});
