import { describe, expect, it } from "vitest";
import { reconcile } from "../../../src/core/findings/reconcile.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Finding, Outcome, Target, Thresholds } from "../../../src/core/model/finding.ts";
import { region as regionOf, subscriptionId } from "../../../src/core/model/names.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import type { Snapshot } from "../../../src/core/model/snapshot.ts";
import type { Instant } from "../../../src/core/model/time.ts";
import {
  cluster,
  finding,
  minutesAfter,
  NOW,
  outcome,
  pool,
  ref,
  SUBSCRIPTION,
  snapshot,
  stamp,
  systemPool,
  WESTEUROPE,
  without,
} from "../../support/build.ts";

const HERE: Target = { kind: "cluster", cluster: ref().id };
const THROTTLED = missing("throttled", "asked to wait").missing;
const NOT_SEEN = { kind: "not-seen", since: NOW, reason: THROTTLED } as const;

const nodes = (value: number, change: Partial<Finding> = {}): Finding => finding({ magnitude: { value, unit: "node" }, ...change });
const found = (...findings: Finding[]): Outcome => outcome({ findings });
const at = (time: Instant, of: Outcome): Outcome => ({ ...of, covers: of.covers.map(({ target }) => ({ target, at: time })) });
const judged: Snapshot = snapshot(cluster(), { firstRound: "r0" });

interface Night {
  readonly round: string;
  readonly outcomes: readonly Outcome[];
  readonly snapshots?: readonly Snapshot[];
}

/** Runs rounds one after another, each an hour later. */
function remember(...nights: readonly Night[]): readonly FindingRecord[] {
  let records: readonly FindingRecord[] = [];
  for (const [index, { round, outcomes, snapshots = [judged] }] of nights.entries()) {
    records = reconcile({ previous: records, outcomes, snapshots, round, at: minutesAfter(60 * index) }).records;
  }
  return records;
}

const states = (records: readonly FindingRecord[]) =>
  records.map(({ state, closed }) => (closed ? `${state}: ${closed.reason}` : state)).join(", ");

/** What a round found; with the number of the one before it is that round, run again. */
const r = (round: number, of: Outcome, snapshots = [judged]): Night => ({ round: `r${round}`, outcomes: [of], snapshots });

describe("the state of a finding", () => {
  const ten = found(nodes(10));
  const silent = outcome();
  const unsure = (subject?: string) => outcome({ unknown: [{ target: HERE, ...(subject ? { subject } : {}), reason: THROTTLED }] });
  const notApplicable = (subject?: string) => outcome({ notApplicable: [{ target: HERE, ...(subject ? { subject } : {}), why: "spot" }] });
  const dated = (value: number) => found(nodes(value, { due: "2026-11-30" as never }));
  const inVersion2 = (...findings: Finding[]) => outcome({ stamp: stamp({ version: 2 }), findings });
  const under = (thresholds: Thresholds, ...findings: Finding[]) => {
    const [covered = expect.fail("nothing is covered")] = silent.covers;
    return outcome({ covers: [{ ...covered, thresholds }], findings });
  };
  const ofOthers = outcome({ covers: [{ target: { kind: "cluster", cluster: ref("other").id }, at: NOW }] });
  const sized = (...values: number[]) => values.map((value, index) => r(index, found(nodes(value))));

  it.for<readonly [what: string, state: string, nights: readonly Night[]]>([
    ["new when it is found first", "new", sized(10)],
    ["still new when its round is run again with newer numbers", "new", [r(1, ten), r(1, found(nodes(30)))]],
    ["open when it is found in the next round", "open", sized(10, 10)],
    ["worse when it grew by more than a tenth and the floor", "worsened", sized(10, 12)],
    ["open when it grew by a tenth exactly", "open", sized(20, 22)],
    ["open when it grew by the floor exactly", "open", sized(5, 6)],
    ["worse when it is graver, whatever its size", "worsened", [r(1, ten), r(2, found(nodes(1, { severity: "high" })))]],
    ["worse when it creeps over the mark in small steps", "worsened", sized(10, 11, 12)],
    ["worse when it comes back up after it had shrunk", "worsened", sized(10, 4, 8)],
    ["open again once it stays where it had grown to", "open", sized(10, 15, 15)],
    ["open when its round is run again and it no longer has grown", "open", [r(1, ten), r(2, found(nodes(15))), r(2, ten)]],
    ["open when only the days of a dated one grow", "open", [r(1, dated(10)), r(2, dated(50))]],
    ["resolved as fixed when its rule ran and is silent", "resolved: fixed", [r(1, ten), r(2, silent)]],
    ["regressed when it is found after it was fixed", "regressed", [r(1, ten), r(2, silent), r(3, ten)]],
    ["open in the round after it came back", "open", [r(1, ten), r(2, silent), r(3, found(nodes(40))), r(4, found(nodes(40)))]],
    ["new when it went and came back within its first round", "new", [r(1, ten), r(1, silent), r(1, ten)]],
    ["open when it went and came back within a later round", "open", [r(1, ten), r(2, silent), r(2, ten)]],
    [
      "regressed when it came back, went and came back within a round",
      "regressed",
      [r(1, ten), r(2, silent), r(3, ten), r(3, silent), r(3, ten)],
    ],
    [
      "closed as not applicable when the rule does not speak about its pool any more",
      "resolved: not-applicable",
      [r(1, ten), r(2, notApplicable("apps"))],
    ],
    [
      "closed as not applicable when the rule does not speak about the cluster",
      "resolved: not-applicable",
      [r(1, ten), r(2, notApplicable())],
    ],
    [
      "closed as reclassified when another version of the rule no longer says it",
      "resolved: reclassified",
      [r(1, ten), r(2, inVersion2())],
    ],
    [
      "closed as reclassified when people changed a threshold since, and it no longer says it",
      "resolved: reclassified",
      [r(1, under({}, nodes(10))), r(2, under({ nodes: 20 }))],
    ],
    [
      "closed as reclassified when a threshold is what it was before people had changed it",
      "resolved: reclassified",
      [r(1, under({ nodes: 5 }, nodes(10))), r(2, under({}))],
    ],
    [
      "resolved as fixed when nothing is known of the thresholds it was found under",
      "resolved: fixed",
      [r(1, ten), r(2, under({ nodes: 5 }))],
    ],
    [
      "resolved as fixed when it was found under the same threshold",
      "resolved: fixed",
      [r(1, ten), r(2, under({ nodes: 5 }, nodes(10))), r(3, under({ nodes: 5 }))],
    ],
    [
      "resolved as fixed when it was found again since a threshold was taken back",
      "resolved: fixed",
      [r(1, under({ nodes: 5 }, nodes(10))), r(2, under({}, nodes(10))), r(3, under({}))],
    ],
    [
      "open when another version of the rule measures it otherwise",
      "open",
      [r(1, ten), r(2, inVersion2(nodes(90, { severity: "critical" })))],
    ],
    ["as it was when the rule cannot tell about its pool", "new", [r(1, ten), r(2, unsure("apps"))]],
    ["as it was when the rule cannot tell about the cluster", "new", [r(1, ten), r(2, unsure())]],
    ["fixed when the rule cannot tell about another pool", "resolved: fixed", [r(1, ten), r(2, unsure("system"))]],
    ["as it was when only other rules ran", "new", [r(1, ten), r(2, outcome({ stamp: stamp({ id: "another-rule" }) }))]],
    ["as it was when its rule ran about other clusters", "new", [r(1, ten), r(2, ofOthers)]],
    ["as it was when no snapshot mentions its cluster", "new", [r(1, ten), r(2, silent, [])]],
  ])("is %s", ([, state, nights]) => {
    expect(states(remember(...nights))).toBe(state);
  });
});

describe("the end of a cluster or a pool", () => {
  const night = (round: string, change: Partial<Night> = {}): Night => ({ round, outcomes: [outcome()], ...change });
  const first = night("r1", { outcomes: [found(nodes(10))] });
  const withPools = (...pools: Parameters<typeof pool>[0][]): Snapshot[] => [
    snapshot(cluster({ nodePools: [systemPool(), ...pools.map((change) => pool(change))] }), { firstRound: "r0" }),
  ];

  it("closes as gone when the cluster is gone, without any rule, at the time it was gone", () => {
    const since = minutesAfter(50);

    const [record] = remember(first, night("r2", { outcomes: [], snapshots: [{ ...judged, presence: { kind: "gone", since } }] }));

    expect(record?.closed).toEqual({ at: since, reason: "gone" });
  });

  it("stays when the cluster is not seen", () => {
    const unknown = outcome({ unknown: [{ target: HERE, reason: THROTTLED }] });

    expect(states(remember(first, night("r2", { outcomes: [unknown], snapshots: [{ ...judged, presence: NOT_SEEN }] })))).toBe("new");
  });

  it("closes as gone when the cluster was made again", () => {
    const again = snapshot(cluster({ resourceUid: "uid-2" }));

    expect(states(remember(first, night("r2", { snapshots: [again] })))).toBe("resolved: gone");
  });

  it("starts clean in a cluster that was made again: new, baseline, first seen now", () => {
    const again = snapshot(cluster({ resourceUid: "uid-2" }));

    const records = remember(first, night("r2", { outcomes: [at(minutesAfter(60), found(nodes(40)))], snapshots: [again] }));

    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ state: "new", baseline: true, firstSeen: minutesAfter(60), resourceUid: "uid-2" });
  });

  it("changes nothing when the uid is absent", () => {
    const [record] = remember(
      first,
      night("r2", { outcomes: [found(nodes(10))], snapshots: [snapshot(without(cluster(), "resourceUid"), { firstRound: "r0" })] }),
    );

    expect(record).toMatchObject({ state: "open", resourceUid: "uid-1" });
  });

  it.for([
    { pools: [], expected: { reason: "gone" } },
    { pools: [{ name: "apps2" }], expected: { reason: "moved", successor: "apps2" } },
    { pools: [{ name: "apps2", labels: { team: "a" } }], expected: { reason: "gone" } },
    { pools: [{ name: "apps2", taints: ["dedicated=batch:NoSchedule"] }], expected: { reason: "gone" } },
    {
      pools: [
        {
          name: "spot1",
          labels: { "kubernetes.azure.com/scalesetpriority": "spot" },
          taints: ["kubernetes.azure.com/scalesetpriority=spot:NoSchedule"],
        },
      ],
      expected: { reason: "moved", successor: "spot1" },
    },
    { pools: [{ name: "web" }, { name: "batch" }], expected: { reason: "moved", successor: "batch" } },
  ])("closes a finding of a deleted pool by what stands there instead: $pools", ({ pools, expected }) => {
    const [record] = remember(first, night("r2", { snapshots: withPools(...pools) }));

    expect(record?.closed).toMatchObject(expected);
  });

  it("takes no pool for a successor that stood beside it before", () => {
    const beside = withPools({}, { name: "web" });

    const [record] = remember({ ...first, snapshots: beside }, night("r2", { snapshots: withPools({ name: "web" }) }));

    expect(record?.closed?.reason).toBe("gone");
  });

  it("closes a finding of a deleted pool although its own rule cannot tell, when another rule could judge the cluster", () => {
    const unknown = outcome({ unknown: [{ target: HERE, reason: THROTTLED }] });
    const other = outcome({ stamp: stamp({ id: "another-rule" }) });

    expect(states(remember(first, night("r2", { outcomes: [unknown, other], snapshots: withPools() })))).toBe("resolved: gone");
    expect(states(remember(first, night("r2", { outcomes: [unknown], snapshots: withPools() })))).toBe("new");
  });

  it("starts clean when a deleted pool is made again", () => {
    const records = remember(first, night("r2", { snapshots: withPools() }), night("r3", { outcomes: [found(nodes(10))] }));

    expect(states(records)).toBe("new");
  });

  it("keeps a region's finding while one cluster is left, and closes it as gone with the last", () => {
    const region: Target = { kind: "region", subscription: SUBSCRIPTION, region: WESTEUROPE };
    const regional = outcome({ covers: [{ target: region, at: NOW }], findings: [without(finding({ target: region }), "subject")] });
    const other = snapshot(cluster({ ...ref("other") }), { firstRound: "r0" });
    const goneSince = (snapshotOf: Snapshot, minutes: number): Snapshot => ({
      ...snapshotOf,
      presence: { kind: "gone", since: minutesAfter(minutes) },
    });

    const one = remember(
      { round: "r1", outcomes: [regional], snapshots: [judged, other] },
      { round: "r2", outcomes: [], snapshots: [goneSince(judged, 5), other] },
    );
    const none = remember(
      { round: "r1", outcomes: [regional], snapshots: [judged, other] },
      { round: "r2", outcomes: [], snapshots: [goneSince(judged, 5), goneSince(other, 7)] },
    );

    expect(states(one)).toBe("new");
    expect(none[0]?.closed).toEqual({ at: minutesAfter(7), reason: "gone" });
  });

  describe("of a region whose clusters were made again in another one", () => {
    const region: Target = { kind: "region", subscription: SUBSCRIPTION, region: WESTEUROPE };
    const found = night("r1", {
      outcomes: [outcome({ covers: [{ target: region, at: NOW }], findings: [without(finding({ target: region }), "subject")] })],
    });
    const made = (name: string, minutes: number): Snapshot => {
      const again = cluster({ ...ref(name), region: regionOf("northeurope"), resourceUid: "uid-2" });
      return snapshot(again, { cluster: known(again, minutesAfter(minutes)) });
    };
    const never: Snapshot = { ...snapshot(cluster(ref("odd"))), cluster: { missing: THROTTLED } };
    const second = (...snapshots: Snapshot[]) => remember(found, night("r2", { snapshots }));

    it("closes it as gone, at the time the last of them was read there", () => {
      expect(second(made(ref().name, 55), made("other", 50))[0]?.closed).toEqual({ at: minutesAfter(55), reason: "gone" });
      expect(second(made(ref().name, 55), { ...never, presence: { kind: "gone", since: NOW } })[0]?.closed?.reason).toBe("gone");
    });

    it.for([
      { what: "one of them is left", snapshots: [made("other", 50), judged] },
      { what: "one of them is not seen", snapshots: [made("other", 50), { ...judged, presence: NOT_SEEN }] },
      { what: "one was never read, and may be there", snapshots: [made("other", 50), never] },
      {
        what: "one is gone and another was never read",
        snapshots: [{ ...judged, presence: { kind: "gone", since: NOW } as const }, never],
      },
      { what: "no cluster of the subscription is known", snapshots: [] },
      {
        what: "only another subscription is known",
        snapshots: [snapshot(cluster({ ...ref("other", "rg", subscriptionId("2")), region: regionOf("northeurope") }))],
      },
    ])("stays where $what", ({ snapshots }) => {
      expect(states(second(...snapshots))).toBe("new");
    });
  });
});

describe("what a record keeps", () => {
  it("takes its times from the facts", () => {
    const [record] = remember(
      r(1, at(minutesAfter(-5), found(nodes(10)))),
      r(2, at(minutesAfter(55), found(nodes(10)))),
      r(3, at(minutesAfter(115), outcome())),
    );

    expect(record).toMatchObject({ firstSeen: minutesAfter(-5), lastSeen: minutesAfter(55), closed: { at: minutesAfter(115) } });
  });

  it("does not count what it cannot tell as seen, and keeps since when it cannot", () => {
    const unknown = (why: string) => at(minutesAfter(300), outcome({ unknown: [{ target: HERE, reason: { kind: "throttled", why } }] }));

    const [record] = remember(r(1, found(nodes(10))), r(2, unknown("first")), r(3, unknown("second")));

    expect(record).toMatchObject({ lastSeen: NOW, unknown: { since: minutesAfter(60), reason: { why: "second" } } });
  });

  it("forgets what it could not tell once it can", () => {
    const unknown: Night = r(2, outcome({ unknown: [{ target: HERE, reason: THROTTLED }] }));
    const first: Night = r(1, found(nodes(10)));

    expect(remember(first, unknown, r(3, found(nodes(10))))[0]).not.toHaveProperty("unknown");
    expect(remember(first, unknown, r(3, outcome()))[0]).not.toHaveProperty("unknown");
  });

  it("keeps the day it was first seen when it comes back", () => {
    const [record] = remember(r(1, found(nodes(10))), r(2, outcome()), r(3, at(minutesAfter(120), found(nodes(10)))));

    expect(record).toMatchObject({ state: "regressed", firstSeen: NOW, lastSeen: minutesAfter(120) });
    expect(record).not.toHaveProperty("closed");
  });

  it("keeps the graver of two findings with the same identity", () => {
    const [record, ...others] = remember(r(1, found(nodes(3), nodes(1, { severity: "high" }), nodes(2))));

    expect(record?.finding).toEqual(nodes(1, { severity: "high" }));
    expect(others).toEqual([]);
  });
});

describe("the baseline", () => {
  const region: Target = { kind: "region", subscription: SUBSCRIPTION, region: WESTEUROPE };

  it.for([
    { what: "was never judged", snapshots: [snapshot()], baseline: true },
    { what: "is judged by this round for the first time", snapshots: [snapshot(cluster(), { firstRound: "r1" })], baseline: true },
    { what: "was judged before", snapshots: [judged], baseline: false },
  ])("$baseline for a cluster that $what", ({ snapshots, baseline }) => {
    const records = remember({ round: "r1", outcomes: [found(nodes(10))], snapshots }, r(2, found(nodes(10))));

    expect(records[0]?.baseline).toBe(baseline);
  });

  it.for([
    { others: [snapshot(cluster(ref("b")))], baseline: true },
    { others: [snapshot(cluster(ref("b")), { firstRound: "r0" })], baseline: false },
    { others: [snapshot(cluster(ref("b")), { firstRound: "r0", presence: { kind: "gone", since: NOW } })], baseline: true },
  ])("$baseline for a region by all of its clusters", ({ others, baseline }) => {
    const regional = outcome({ covers: [{ target: region, at: NOW }], findings: [without(finding({ target: region }), "subject")] });

    const records = remember({ round: "r1", outcomes: [regional], snapshots: [snapshot(), ...others] });

    expect(records[0]).toMatchObject({ baseline, region: WESTEUROPE, subscription: SUBSCRIPTION });
  });
});

describe("a round that is run again", () => {
  it("changes nothing with the same facts", () => {
    const outcomes = [found(nodes(10)), outcome({ stamp: stamp({ id: "b" }), unknown: [{ target: HERE, reason: THROTTLED }] })];
    const input = { outcomes, snapshots: [judged], round: "r2", at: NOW };
    const previous = remember({ round: "r1", outcomes: [found(nodes(5)), outcome({ stamp: stamp({ id: "b" }), findings: [nodes(3)] })] });

    const once = reconcile({ ...input, previous });
    const twice = reconcile({ ...input, previous: once.records, at: minutesAfter(30) });

    expect(once.changed).toHaveLength(2);
    expect(twice.changed).toEqual([]);
  });
});

describe("a finding of a rule that is none any more", () => {
  const previous = remember(r(1, found(nodes(10))));
  const later = { previous, outcomes: [], snapshots: [judged], round: "r2", at: minutesAfter(60) };

  it("closes as reclassified, although nobody speaks about it", () => {
    expect(states(reconcile({ ...later, rules: new Set() }).records)).toBe("resolved: reclassified");
  });

  it("stays while its rule is asked, also where it does not answer", () => {
    expect(reconcile({ ...later, rules: new Set([stamp().rule]) }).changed).toEqual([]);
  });
});
