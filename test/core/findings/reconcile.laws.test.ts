import fc from "fast-check";
import { describe, expect } from "vitest";
import { type Reconciliation, reconcile } from "../../../src/core/findings/reconcile.ts";
import { missing } from "../../../src/core/model/absence.ts";
import { type Outcome, SEVERITIES, type Target } from "../../../src/core/model/finding.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import type { Presence, Snapshot } from "../../../src/core/model/snapshot.ts";
import { cluster, finding, minutesAfter, NOW, outcome, pool, ref, snapshot, stamp } from "../../support/build.ts";
import { law, lawTried } from "../../support/law.ts";

const CLUSTERS = ["weu-1", "weu-2"];
const POOLS = ["apps", "web"];
const THROTTLED = missing("throttled", "asked to wait").missing;

const targetOf = (name: string): Target => ({ kind: "cluster", cluster: ref(name).id });

type Said = "healthy" | "unknown" | "not applicable" | { readonly severity: number; readonly value: number; readonly detail: string };
type Judged = "not covered" | "unknown" | readonly Said[];

const said: fc.Arbitrary<Said> = fc.oneof(
  fc.constantFrom<Said>("healthy", "unknown", "not applicable"),
  fc.record({ severity: fc.constantFrom(2, 2, 3), value: fc.constantFrom(10, 10, 11, 12, 20), detail: fc.constantFrom("so", "or so") }),
);
const judged: fc.Arbitrary<Judged> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<Judged>("not covered", "unknown") },
  { weight: 5, arbitrary: fc.tuple(...POOLS.map(() => said)) },
);

/** What a rule says about one pool, as the part of an outcome it fills. */
function saidOf(target: Target, subject: string, word: Said): Partial<Outcome> {
  if (word === "healthy") return {};
  if (word === "unknown") return { unknown: [{ target, subject, reason: THROTTLED }] };
  if (word === "not applicable") return { notApplicable: [{ target, subject, why: "spot" }] };
  const severity = SEVERITIES[word.severity] ?? "info";
  return { findings: [finding({ target, subject, severity, magnitude: { value: word.value, unit: "node" }, detail: word.detail })] };
}

function answersOf(answer: Judged, target: Target, time: number): readonly Partial<Outcome>[] {
  if (answer === "not covered") return [];
  const covers = [{ target, at: minutesAfter(time) }];
  if (answer === "unknown") return [{ covers, unknown: [{ target, reason: THROTTLED }] }];
  return [{ covers }, ...answer.map((word, index) => saidOf(target, POOLS[index] ?? "", word))];
}

function outcomeOf(rule: string, version: number, time: number, answers: readonly Judged[]): Outcome {
  const parts = answers.flatMap((answer, index) => answersOf(answer, targetOf(CLUSTERS[index] ?? ""), time));
  return outcome({
    stamp: stamp({ id: rule, version }),
    covers: parts.flatMap(({ covers = [] }) => covers),
    findings: parts.flatMap(({ findings = [] }) => findings),
    unknown: parts.flatMap(({ unknown = [] }) => unknown),
    notApplicable: parts.flatMap(({ notApplicable = [] }) => notApplicable),
  });
}

const presence: fc.Arbitrary<Presence> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Presence>({ kind: "present" }) },
  { weight: 1, arbitrary: fc.constantFrom<Presence>({ kind: "gone", since: NOW }, { kind: "not-seen", since: NOW, reason: THROTTLED }) },
);

const snapshotsOf: fc.Arbitrary<readonly Snapshot[]> = fc
  .tuple(
    ...CLUSTERS.map((name) =>
      fc
        .record({ presence, uid: fc.constantFrom("uid-1", "uid-1", "uid-2"), pools: fc.subarray(POOLS), isJudged: fc.boolean() })
        .map(({ presence: kind, uid, pools, isJudged }) =>
          snapshot(cluster({ ...ref(name), resourceUid: uid, nodePools: pools.map((each) => pool({ name: each })) }), {
            presence: kind,
            ...(isJudged ? { firstRound: "r0" } : {}),
          }),
        ),
    ),
  )
  .chain((both) => fc.subarray(both, { minLength: 0 }));

interface Night {
  readonly round: string;
  readonly outcomes: readonly Outcome[];
  readonly snapshots: readonly Snapshot[];
}

const night = (answers: fc.Arbitrary<Judged> = judged, estate = snapshotsOf): fc.Arbitrary<Night> =>
  fc
    .record({
      round: fc.constantFrom("r1", "r2", "r3"),
      version: fc.constantFrom(1, 1, 1, 2),
      time: fc.nat(600),
      a: fc.tuple(...CLUSTERS.map(() => answers)),
      b: fc.tuple(...CLUSTERS.map(() => answers)),
      again: fc.option(fc.tuple(...CLUSTERS.map(() => answers)), { nil: undefined }),
      snapshots: estate,
    })
    .map(({ round, version, time, a, b, again, snapshots }) => ({
      round,
      snapshots,
      outcomes: [
        outcomeOf("rule-a", version, time, a),
        outcomeOf("rule-b", version, time, b),
        ...(again ? [outcomeOf("rule-a", version, time, again)] : []),
      ],
    }));

const nights = fc.array(night(), { minLength: 1, maxLength: 5 });
const run = (previous: readonly FindingRecord[], each: Night): ReturnType<typeof reconcile> => {
  const input: Reconciliation = { previous, ...each, at: minutesAfter(700) };
  return reconcile(input);
};
const history = (all: readonly Night[]): readonly FindingRecord[] =>
  all.reduce<readonly FindingRecord[]>((records, each) => run(records, each).records, []);

describe("reconcile, whatever the nights were", () => {
  lawTried(500)("changes nothing when it is run again with the same facts", [nights, night()], (before, tonight) => {
    const once = run(history(before), tonight);

    expect(run(once.records, tonight).changed).toEqual([]);
  });

  const poolless = fc.constant(CLUSTERS.map((name) => snapshot(cluster({ ...ref(name), nodePools: [] }))));
  const blind = night(fc.constantFrom<Judged>("unknown", "not covered"), poolless);

  lawTried(500)(
    "resolves nothing when every outcome is unknown",
    [fc.array(night(judged, poolless), { minLength: 1, maxLength: 4 }), blind],
    (before, tonight) => {
      const records = history(before);

      const open = (all: readonly FindingRecord[]) => all.filter(({ closed }) => !closed).map(({ key }) => key);
      expect(open(run(records, tonight).records)).toEqual(open(records));
    },
  );

  const turned = (each: Night): Night => ({
    ...each,
    snapshots: each.snapshots.toReversed(),
    outcomes: each.outcomes.toReversed().map((of) => ({
      ...of,
      covers: of.covers.toReversed(),
      findings: of.findings.toReversed(),
      unknown: of.unknown.toReversed(),
    })),
  });

  law("does not care in which order outcomes, findings, records and snapshots come", [nights, night()], (before, tonight) => {
    const records = history(before);

    expect(run(records.toReversed(), turned(tonight))).toEqual(run(records, tonight));
  });

  law("loses no record, and has none twice", [nights, night()], (before, tonight) => {
    const records = history(before);
    const keys = run(records, tonight).records.map(({ key }) => key);

    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining(records.map(({ key }) => key)));
  });

  law("never lets a cannot tell move when something was last seen", [nights, night()], (before, tonight) => {
    const records = history(before);
    const seen = new Map(records.map(({ key, lastSeen }) => [key, lastSeen]));

    const unsure = run(records, tonight).records.filter(({ unknown }) => unknown);
    expect(unsure.map(({ lastSeen }) => lastSeen)).toEqual(unsure.map(({ key }) => seen.get(key)));
  });

  const sure = fc.tuple(...POOLS.map(() => said.filter((word) => word !== "unknown")));
  const standing = fc.constant(
    CLUSTERS.map((name) => snapshot(cluster({ ...ref(name), nodePools: POOLS.map((each) => pool({ name: each })) }))),
  );
  const steady = (each: Night, round: string): Night => ({
    ...each,
    round,
    outcomes: each.outcomes.map((of) => ({ ...of, stamp: { ...of.stamp, version: 1 } })),
  });
  const any = night(sure, standing);

  lawTried(500)(
    "ends in the same states when a round is run with older facts first",
    [fc.array(any, { maxLength: 3 }), any, any],
    (before, older, newer) => {
      const records = history(before.map((each, index) => steady(each, `before-${index}`)));
      const openOf = (all: readonly FindingRecord[]) =>
        all.filter(({ closed }) => !closed).map(({ key, state, reference }) => ({ key, state, reference }));

      const twice = run(run(records, steady(older, "tonight")).records, steady(newer, "tonight"));
      expect(openOf(twice.records)).toEqual(openOf(run(records, steady(newer, "tonight")).records));
    },
  );
});
