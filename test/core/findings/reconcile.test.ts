import { describe, expect, it } from "vitest";
import { reconcile } from "../../../src/core/findings/reconcile.ts";
import { known, missing } from "../../../src/core/model/absence.ts";
import type { Finding, Outcome, Target } from "../../../src/core/model/finding.ts";
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

describe("the state of a finding", () => {
  it.for<readonly [string, string, readonly Night[]]>([
    ["new when it is found first", "new", [{ round: "r1", outcomes: [found(nodes(10))] }]],
    [
      "still new when its round is run again with newer numbers",
      "new",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r1", outcomes: [found(nodes(30))] },
      ],
    ],
    [
      "open when it is found in the next round",
      "open",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [found(nodes(10))] },
      ],
    ],
    [
      "worse when it grew by more than a tenth and the floor",
      "worsened",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [found(nodes(12))] },
      ],
    ],
    [
      "open when it grew by a tenth exactly",
      "open",
      [
        { round: "r1", outcomes: [found(nodes(20))] },
        { round: "r2", outcomes: [found(nodes(22))] },
      ],
    ],
    [
      "open when it grew by the floor exactly",
      "open",
      [
        { round: "r1", outcomes: [found(nodes(5))] },
        { round: "r2", outcomes: [found(nodes(6))] },
      ],
    ],
    [
      "worse when it is graver, whatever its size",
      "worsened",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [found(nodes(1, { severity: "high" }))] },
      ],
    ],
    [
      "worse when it creeps over the mark in small steps",
      "worsened",
      [10, 11, 12].map((value, index) => ({ round: `r${index}`, outcomes: [found(nodes(value))] })),
    ],
    [
      "worse when it comes back up after it had shrunk",
      "worsened",
      [10, 4, 8].map((value, index) => ({ round: `r${index}`, outcomes: [found(nodes(value))] })),
    ],
    [
      "open again once it stays where it had grown to",
      "open",
      [10, 15, 15].map((value, index) => ({ round: `r${index}`, outcomes: [found(nodes(value))] })),
    ],
    [
      "open when its round is run again and it no longer has grown",
      "open",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [found(nodes(15))] },
        { round: "r2", outcomes: [found(nodes(10))] },
      ],
    ],
    [
      "open when only the days of a dated one grow",
      "open",
      [
        { round: "r1", outcomes: [found(nodes(10, { due: "2026-11-30" as never }))] },
        { round: "r2", outcomes: [found(nodes(50, { due: "2026-11-30" as never }))] },
      ],
    ],
    [
      "resolved as fixed when its rule ran and is silent",
      "resolved: fixed",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome()] },
      ],
    ],
    [
      "regressed when it is found after it was fixed",
      "regressed",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome()] },
        { round: "r3", outcomes: [found(nodes(10))] },
      ],
    ],
    [
      "open in the round after it came back",
      "open",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome()] },
        { round: "r3", outcomes: [found(nodes(40))] },
        { round: "r4", outcomes: [found(nodes(40))] },
      ],
    ],
    [
      "new when it went and came back within its first round",
      "new",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r1", outcomes: [outcome()] },
        { round: "r1", outcomes: [found(nodes(10))] },
      ],
    ],
    [
      "open when it went and came back within a later round",
      "open",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome()] },
        { round: "r2", outcomes: [found(nodes(10))] },
      ],
    ],
    [
      "regressed when it came back, went and came back within a round",
      "regressed",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome()] },
        { round: "r3", outcomes: [found(nodes(10))] },
        { round: "r3", outcomes: [outcome()] },
        { round: "r3", outcomes: [found(nodes(10))] },
      ],
    ],
    [
      "closed as not applicable when the rule does not speak about its pool any more",
      "resolved: not-applicable",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ notApplicable: [{ target: HERE, subject: "apps", why: "spot" }] })] },
      ],
    ],
    [
      "closed as not applicable when the rule does not speak about the cluster",
      "resolved: not-applicable",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ notApplicable: [{ target: HERE, why: "the cluster is stopped" }] })] },
      ],
    ],
    [
      "closed as reclassified when another version of the rule no longer says it",
      "resolved: reclassified",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ stamp: stamp({ version: 2 }) })] },
      ],
    ],
    [
      "open when another version of the rule measures it otherwise",
      "open",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ stamp: stamp({ version: 2 }), findings: [nodes(90, { severity: "critical" })] })] },
      ],
    ],
    [
      "as it was when the rule cannot tell about its pool",
      "new",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ unknown: [{ target: HERE, subject: "apps", reason: THROTTLED }] })] },
      ],
    ],
    [
      "as it was when the rule cannot tell about the cluster",
      "new",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ unknown: [{ target: HERE, reason: THROTTLED }] })] },
      ],
    ],
    [
      "fixed when the rule cannot tell about another pool",
      "resolved: fixed",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ unknown: [{ target: HERE, subject: "system", reason: THROTTLED }] })] },
      ],
    ],
    [
      "as it was when only other rules ran",
      "new",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ stamp: stamp({ id: "another-rule" }) })] },
      ],
    ],
    [
      "as it was when its rule ran about other clusters",
      "new",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome({ covers: [{ target: { kind: "cluster", cluster: ref("other").id }, at: NOW }] })] },
      ],
    ],
    [
      "as it was when no snapshot mentions its cluster",
      "new",
      [
        { round: "r1", outcomes: [found(nodes(10))] },
        { round: "r2", outcomes: [outcome()], snapshots: [] },
      ],
    ],
  ])("is %s", ([, expected, nights]) => {
    expect(states(remember(...nights))).toBe(expected);
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
    const presence = { kind: "not-seen", since: NOW, reason: THROTTLED } as const;
    const unknown = outcome({ unknown: [{ target: HERE, reason: THROTTLED }] });

    expect(states(remember(first, night("r2", { outcomes: [unknown], snapshots: [{ ...judged, presence }] })))).toBe("new");
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
    const { resourceUid: _, ...without } = cluster();

    const [record] = remember(first, night("r2", { outcomes: [found(nodes(10))], snapshots: [snapshot(without, { firstRound: "r0" })] }));

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
    const { subject: _, ...about } = finding({ target: region });
    const regional = outcome({ covers: [{ target: region, at: NOW }], findings: [about] });
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
    const { subject: _, ...about } = finding({ target: region });
    const found = night("r1", { outcomes: [outcome({ covers: [{ target: region, at: NOW }], findings: [about] })] });
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
      { round: "r1", outcomes: [at(minutesAfter(-5), found(nodes(10)))] },
      { round: "r2", outcomes: [at(minutesAfter(55), found(nodes(10)))] },
      { round: "r3", outcomes: [at(minutesAfter(115), outcome())] },
    );

    expect(record).toMatchObject({ firstSeen: minutesAfter(-5), lastSeen: minutesAfter(55), closed: { at: minutesAfter(115) } });
  });

  it("does not count what it cannot tell as seen, and keeps since when it cannot", () => {
    const unknown = (why: string) => at(minutesAfter(300), outcome({ unknown: [{ target: HERE, reason: { kind: "throttled", why } }] }));

    const [record] = remember(
      { round: "r1", outcomes: [found(nodes(10))] },
      { round: "r2", outcomes: [unknown("first")] },
      { round: "r3", outcomes: [unknown("second")] },
    );

    expect(record).toMatchObject({ lastSeen: NOW, unknown: { since: minutesAfter(60), reason: { why: "second" } } });
  });

  it("forgets what it could not tell once it can", () => {
    const unknown: Night = { round: "r2", outcomes: [outcome({ unknown: [{ target: HERE, reason: THROTTLED }] })] };
    const first: Night = { round: "r1", outcomes: [found(nodes(10))] };

    expect(remember(first, unknown, { round: "r3", outcomes: [found(nodes(10))] })[0]).not.toHaveProperty("unknown");
    expect(remember(first, unknown, { round: "r3", outcomes: [outcome()] })[0]).not.toHaveProperty("unknown");
  });

  it("keeps the day it was first seen when it comes back", () => {
    const [record] = remember(
      { round: "r1", outcomes: [found(nodes(10))] },
      { round: "r2", outcomes: [outcome()] },
      { round: "r3", outcomes: [at(minutesAfter(120), found(nodes(10)))] },
    );

    expect(record).toMatchObject({ state: "regressed", firstSeen: NOW, lastSeen: minutesAfter(120) });
    expect(record).not.toHaveProperty("closed");
  });

  it("keeps the graver of two findings with the same identity", () => {
    const [record, ...others] = remember({ round: "r1", outcomes: [found(nodes(3), nodes(1, { severity: "high" }), nodes(2))] });

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
    const records = remember({ round: "r1", outcomes: [found(nodes(10))], snapshots }, { round: "r2", outcomes: [found(nodes(10))] });

    expect(records[0]?.baseline).toBe(baseline);
  });

  it.for([
    { others: [snapshot(cluster(ref("b")))], baseline: true },
    { others: [snapshot(cluster(ref("b")), { firstRound: "r0" })], baseline: false },
    { others: [snapshot(cluster(ref("b")), { firstRound: "r0", presence: { kind: "gone", since: NOW } })], baseline: true },
  ])("$baseline for a region by all of its clusters", ({ others, baseline }) => {
    const { subject: _, ...about } = finding({ target: region });
    const regional = outcome({ covers: [{ target: region, at: NOW }], findings: [about] });

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
  const previous = remember({ round: "r1", outcomes: [found(nodes(10))] });
  const later = { previous, outcomes: [], snapshots: [judged], round: "r2", at: minutesAfter(60) };

  it("closes as reclassified, although nobody speaks about it", () => {
    expect(states(reconcile({ ...later, rules: new Set() }).records)).toBe("resolved: reclassified");
  });

  it("stays while its rule is asked, also where it does not answer", () => {
    expect(reconcile({ ...later, rules: new Set([stamp().rule]) }).changed).toEqual([]);
  });
});
