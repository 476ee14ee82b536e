import fc from "fast-check";
import { describe, expect } from "vitest";
import { bookings } from "../../../src/core/findings/bookings.ts";
import { reconcile } from "../../../src/core/findings/reconcile.ts";
import { missing } from "../../../src/core/model/absence.ts";
import type { Outcome, Target } from "../../../src/core/model/finding.ts";
import type { LedgerEntry } from "../../../src/core/model/ledger.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import type { Presence, Snapshot } from "../../../src/core/model/snapshot.ts";
import type { Instant } from "../../../src/core/model/time.ts";
import { cluster, finding, minutesAfter, outcome, pool, ref, snapshot, stamp } from "../../support/build.ts";
import { lawTried } from "../../support/law.ts";
import { best, euros, partsCost, saves, standingIn, type Written, write } from "./booking.ts";

const HERE: Target = { kind: "cluster", cluster: ref().id };
const POOLS = ["apps", "web", "web2"];
const RULES = ["rule-a", "rule-b"];
const THROTTLED = missing("throttled", "asked to wait").missing;

type Said = "healthy" | "unknown" | "not applicable" | { readonly amount: number; readonly isFirm: boolean };

interface Facts {
  readonly said: Readonly<Record<string, readonly Said[]>>;
  readonly pools: readonly string[];
  readonly presence: Presence["kind"];
  readonly uid: string;
  readonly version: number;
  /** What the pools cost tonight. */
  readonly cost: number;
}

const said: fc.Arbitrary<Said> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Said>("healthy") },
  { weight: 1, arbitrary: fc.constantFrom<Said>("unknown", "not applicable") },
  { weight: 4, arbitrary: fc.record({ amount: fc.constantFrom(-5, 40, 60), isFirm: fc.boolean() }) },
);
const saidOfPools = fc.tuple(...POOLS.map(() => said));
const facts: fc.Arbitrary<Facts> = fc.record({
  said: fc.record(Object.fromEntries(RULES.map((rule) => [rule, saidOfPools]))),
  pools: fc.subarray(POOLS, { minLength: 1 }),
  presence: fc.constantFrom<Presence["kind"]>("present", "present", "present", "present", "not-seen", "gone"),
  uid: fc.constantFrom("uid-1", "uid-1", "uid-1", "uid-2"),
  version: fc.constantFrom(1, 1, 1, 1, 2),
  cost: fc.constantFrom(10, 25),
});

/** A round, and where it dies: before the ledger, between ledger and findings, before what ended is written, or not at all. */
interface Night {
  readonly facts: Facts;
  readonly isSameRound: boolean;
  readonly dies: "at once" | "after the ledger" | "after the findings" | "never";
}
const night: fc.Arbitrary<Night> = fc.record({
  facts,
  isSameRound: fc.boolean(),
  dies: fc.constantFrom<Night["dies"]>("at once", "after the ledger", "after the findings", "never", "never"),
});
const nights = fc.array(night, { minLength: 1, maxLength: 7 });

interface Memory {
  readonly records: readonly FindingRecord[];
  readonly ledger: Written;
}
const EMPTY: Memory = { records: [], ledger: new Map() };

function outcomesOf({ said: words, pools, version }: Facts, at: Instant): readonly Outcome[] {
  return RULES.map((rule) => {
    const about = POOLS.flatMap((subject, index) =>
      pools.includes(subject) ? [{ subject, word: words[rule]?.[index] ?? "healthy" }] : [],
    );
    return outcome({
      stamp: stamp({ id: rule, version }),
      covers: [{ target: HERE, at }],
      findings: about.flatMap(({ subject, word }) => {
        if (typeof word === "string") return [];
        const worth = saves({ monthly: euros(word.amount), before: euros(100), firmness: word.isFirm ? "firm" : "up-to" });
        return [finding({ subject, worth })];
      }),
      unknown: about.flatMap(({ subject, word }) => (word === "unknown" ? [{ target: HERE, subject, reason: THROTTLED }] : [])),
      notApplicable: about.flatMap(({ subject, word }) => (word === "not applicable" ? [{ target: HERE, subject, why: "spot" }] : [])),
    });
  });
}

function snapshotsOf({ pools, presence, uid }: Facts, at: Instant): readonly Snapshot[] {
  const of = cluster({ resourceUid: uid, nodePools: pools.map((name) => pool({ name, labels: { app: name.slice(0, 3) } })) });
  const kinds: Readonly<Record<Presence["kind"], Presence>> = {
    present: { kind: "present" },
    "not-seen": { kind: "not-seen", since: at, reason: THROTTLED },
    gone: { kind: "gone", since: at },
  };
  return [snapshot(of, { cluster: { known: of, at }, presence: kinds[presence] })];
}

function run(before: Memory, of: Facts, round: string, minutes: number, dies: Night["dies"] = "never", turned = false): Memory {
  const at = minutesAfter(minutes);
  const isJudged = of.presence === "present";
  const outcomes = isJudged ? outcomesOf(of, at) : [];
  const snapshots = snapshotsOf(of, at);
  const { records } = reconcile({ previous: before.records, outcomes, snapshots, round, at });
  const booked = bookings({
    records: turned ? records.toReversed() : records,
    snapshots,
    standing: turned ? standingIn(before.ledger).toReversed() : standingIn(before.ledger),
    round,
    at,
    choose: best,
    costOf: () => partsCost(of.cost),
  });
  if (dies === "at once") return before;
  const ledger = write(before.ledger, booked.standing);
  if (dies === "after the ledger") return { records: before.records, ledger };
  return dies === "after the findings" ? { records, ledger } : { records, ledger: write(ledger, booked.ended) };
}

/** Each night is an hour after the one before, whether or not it is the same round. */
function live(all: readonly Night[]): { readonly memory: Memory; readonly round: string; readonly minutes: number } {
  let memory = EMPTY;
  let round = 0;
  for (const [index, { facts: of, isSameRound, dies }] of all.entries()) {
    if (!isSameRound) round += 1;
    memory = run(memory, of, `r${round}`, 60 * index, dies);
  }
  return { memory, round: `r${round}`, minutes: 60 * all.length };
}

const entriesOf = ({ ledger }: Memory): readonly LedgerEntry[] =>
  [...ledger.values()].sort((a, b) => (a.key + a.from < b.key + b.from ? -1 : 1));

describe("the ledger, whatever the nights were and wherever they died", () => {
  lawTried(2000)(
    "has a standing entry for no finding but one that is closed as fixed or moved, and one for each at most",
    [nights, facts],
    (before, tonight) => {
      const { memory, round, minutes } = live(before);

      const { records, ledger } = run(memory, tonight, round, minutes);

      const standing = standingIn(ledger);
      const reasons = new Map(records.map(({ key, closed }) => [key, closed?.reason]));
      expect(standing.map(({ key, reason }) => [key, reason])).toEqual(standing.map(({ key }) => [key, reasons.get(key)]));
      expect(new Set(standing.map(({ key }) => key)).size).toBe(standing.length);
      expect(standing.every(({ reason }) => reason === "fixed" || reason === "moved")).toBe(true);
    },
  );

  lawTried(1000)(
    "says the same when a round is run again with the same facts, wherever it died before",
    [nights, facts, fc.constantFrom<Night["dies"]>("at once", "after the ledger", "after the findings", "never")],
    (before, tonight, dies) => {
      const { memory, minutes } = live(before);
      const once = run(memory, tonight, "tonight", minutes);

      const again = run(run(memory, tonight, "tonight", minutes, dies), tonight, "tonight", minutes);

      expect(entriesOf(again)).toEqual(entriesOf(once));
      expect(again.records).toEqual(once.records);
    },
  );

  lawTried(500)("does not care in which order records and entries come", [nights, facts], (before, tonight) => {
    const { memory, minutes } = live(before);

    expect(run(memory, tonight, "tonight", minutes, "never", true)).toEqual(run(memory, tonight, "tonight", minutes));
  });

  lawTried(500)("never books more than was predicted where it was firm and fixed, and never what costs", [nights], (before) => {
    for (const { predicted, realised, reason, firmness, from, until } of entriesOf(live(before).memory)) {
      expect(predicted.amount).toBeGreaterThan(0);
      if (reason === "fixed" && firmness === "firm") expect(realised).toEqual({ money: predicted });
      if (until !== undefined) expect(until >= from).toBe(true);
    }
  });

  lawTried(500)("saves nothing from the moment a finding is back, in a life without deaths", [nights, facts], (before, tonight) => {
    const { memory, minutes } = live(before.map((each) => ({ ...each, dies: "never" })));

    const { records, ledger } = run(memory, tonight, "tonight", minutes);

    const open = new Set(records.filter(({ closed }) => !closed).map(({ key }) => key));
    const ofOpen = [...ledger.values()].filter(({ key }) => open.has(key));
    expect(ofOpen.filter(({ until }) => until === undefined || until > minutesAfter(minutes))).toEqual([]);
  });
});
