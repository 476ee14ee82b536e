import { describe, expect, it } from "vitest";
import { bookings, type CostAsked } from "../../../src/core/findings/bookings.ts";
import type { SavingClaim } from "../../../src/core/findings/closed-savings.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import type { Snapshot } from "../../../src/core/model/snapshot.ts";
import { cluster, finding, minutesAfter, NOW, pool, ref, SUBSCRIPTION, snapshot, WESTEUROPE, without } from "../../support/build.ts";
import { best, booking, closed, euros, partsCost, record, saves, withPools } from "./booking.ts";

const UP_TO = saves({ about: "spot", firmness: "up-to", monthly: euros(300), before: euros(400) });
const DAY = 1440;

/** The ledger after one round. */
const standing = (records: readonly FindingRecord[], change: Parameters<typeof booking>[0] = {}) =>
  bookings(booking({ records, ...change })).standing;

/** What is there costs so much; and what was asked about. */
function costing(amount: number | ((what: CostAsked) => number)) {
  const asked: CostAsked[] = [];
  const costOf = (what: CostAsked) => {
    asked.push(what);
    return partsCost(typeof amount === "number" ? amount : amount(what));
  };
  return { asked, costOf };
}

describe("a finding that was fixed", () => {
  it("is booked from the night it was seen to be, as it was predicted", () => {
    expect(standing([closed("fixed")])).toEqual([
      {
        key: closed("fixed").key,
        subscription: SUBSCRIPTION,
        cluster: ref().id,
        pool: "apps",
        code: "CODE-managed-os-disk",
        about: "disk",
        reason: "fixed",
        from: NOW,
        predicted: euros(60),
        firmness: "firm",
        realised: { money: euros(60) },
      },
    ]);
  });

  it("and saves up to an amount is measured: what that part of the bill cost, less what it costs since", () => {
    const { asked, costOf } = costing(130);

    const [entry] = standing([closed("fixed", { worth: UP_TO })], { costOf });

    // 400 before, 130 now.
    expect(entry).toMatchObject({ predicted: euros(300), firmness: "up-to", realised: { money: euros(270), since: partsCost(130) } });
    expect(asked).toEqual([{ cluster: ref().id, pool: "apps", about: "spot", since: NOW }]);
  });

  it("is measured below nothing where it costs more now", () => {
    expect(standing([closed("fixed", { worth: UP_TO })], { costOf: () => partsCost(450) })).toMatchObject([
      { realised: { money: euros(-50) } },
    ]);
  });

  it.for([
    { what: "cannot be priced", now: { missing: { kind: "absent", why: "no retail row" } }, why: "no retail row" },
    {
      what: "is in another currency",
      now: { money: { ...euros(1), currency: "USD" } },
      why: "it cost EUR before and costs USD now: currencies are not compared",
    },
  ])("is booked without an amount, and says why, where what is there $what", ({ now, why }) => {
    const costOf = () => now as ReturnType<ReturnType<typeof booking>["costOf"]>;

    expect(standing([closed("fixed", { worth: UP_TO })], { costOf })).toMatchObject([{ realised: { missing: { why } } }]);
  });

  it("and is about the size of its nodes is measured, also where it is firm: what is asked of a size may change, too", () => {
    const worth = saves({ about: "size", before: euros(500) });

    // A limit was raised: nobody has moved a node.
    expect(standing([closed("fixed", { worth })], { costOf: () => partsCost(500) })).toMatchObject([
      { predicted: euros(60), firmness: "firm", realised: { money: euros(0) } },
    ]);
  });

  it("is not measured where what it was about is but a part of that bill", () => {
    const worth = saves({ about: "size", firmness: "up-to", isOfPart: true });

    expect(standing([closed("fixed", { worth })])).toMatchObject([
      { predicted: euros(60), realised: { missing: { why: "it was about a part of that bill, which is not known by itself" } } },
    ]);
  });

  it("and is about the whole cluster is measured on the whole cluster", () => {
    const { asked, costOf } = costing(1);

    const [entry] = standing([without(closed("fixed", { subject: "all pools", worth: UP_TO }), "pool")], { costOf });

    expect(entry).not.toHaveProperty("pool");
    expect(asked).toEqual([{ cluster: ref().id, about: "spot", since: NOW }]);
  });
});

describe("what is not booked", () => {
  it.for<[string, FindingRecord]>([
    ["open", record({ round: "r1" })],
    ["gone", closed("gone")],
    ["reclassified", closed("reclassified")],
    ["not applicable", closed("not-applicable")],
    ["not told any more, while nobody can tell", record({ unknown: { since: NOW, reason: { kind: "forbidden", why: "403" } } })],
    ["fixed and not about money", closed("fixed", { worth: { kind: "none" } })],
    ["fixed and not priced", closed("fixed", { worth: { kind: "not-priced", why: "no row" } })],
    ["fixed and costs once", closed("fixed", { worth: { kind: "once", cost: euros(9), prices: [], workings: [] } })],
    ["fixed and saved nothing", closed("fixed", { worth: saves({ monthly: euros(0) }) })],
    ["fixed and cost more", closed("fixed", { worth: saves({ monthly: euros(-5) }) })],
    ["fixed in an earlier round", closed("fixed", { round: "r0" })],
    [
      "fixed in a region",
      closed("fixed", { finding: finding({ target: { kind: "region", subscription: SUBSCRIPTION, region: WESTEUROPE }, worth: saves() }) }),
    ],
  ])("is a finding that is %s", ([, one]) => {
    expect(bookings(booking({ records: [one] }))).toEqual({ standing: [], ended: [] });
  });
});

describe("a pool that moved", () => {
  it("is booked as what its successor costs less, on the part of the bill the finding was about", () => {
    const { asked, costOf } = costing(({ about }) => (about === "disk" ? 0 : 90));
    const moved = [closed("moved"), closed("moved", { id: "spot-candidate", worth: UP_TO })];

    const entries = standing(moved, { costOf, snapshots: [withPools("apps2")] });

    // Disks 60 − 0 = 60, nodes 400 − 90 = 310: no part of the bill is in both.
    expect(entries).toMatchObject([
      { about: "disk", reason: "moved", pool: "apps", successor: "apps2", predicted: euros(60), realised: { money: euros(60) } },
      { about: "spot", reason: "moved", pool: "apps", successor: "apps2", predicted: euros(300), realised: { money: euros(310) } },
    ]);
    expect(asked).toEqual([
      { cluster: ref().id, pool: "apps2", about: "disk", since: NOW },
      { cluster: ref().id, pool: "apps2", about: "spot", since: NOW },
    ]);
  });

  it("is measured also where the saving was firm", () => {
    const entries = standing([closed("moved")], { costOf: () => partsCost(25) });

    expect(entries).toMatchObject([{ firmness: "firm", predicted: euros(60), realised: { money: euros(35) } }]);
  });

  it("is not measured where several pools took over: what each of them does is not known", () => {
    const [entry] = standing([closed("moved")], { snapshots: [withPools("apps2", "apps3")] });

    expect(entry).toMatchObject({ predicted: euros(60), realised: { missing: { why: "2 pools took over from it: apps2, apps3" } } });
  });

  it("is not measured where its successor took over from another pool, too: its cost would count twice", () => {
    const other = closed("moved", { subject: "batch" });

    const entries = standing([closed("moved"), other], { snapshots: [withPools("apps2")] });

    expect(entries.map(({ realised }) => realised)).toEqual(
      ["batch", "apps"].map((pool) => ({ missing: { kind: "unsupported", why: `apps2 took over from ${pool}, too` } })),
    );
  });

  it("is measured no more once a second pool took over", () => {
    const moved = closed("moved");
    const first = standing([moved], { snapshots: [withPools("apps2")] });

    const { standing: later } = bookings(
      booking({ records: [moved], standing: first, round: "r2", at: minutesAfter(DAY), snapshots: [withPools("apps2", "apps3")] }),
    );

    expect(first).toMatchObject([{ realised: { money: euros(35) } }]);
    expect(later).toMatchObject([{ realised: { missing: { why: "2 pools took over from it: apps2, apps3" } } }]);
  });

  it("books nothing of what is said of its successor, too: that advice was not followed", () => {
    const again = record({ subject: "apps2", round: "r1", state: "new" });

    expect(standing([closed("moved"), again])).toEqual([]);
    expect(standing([closed("moved"), { ...again, closed: { at: NOW, reason: "fixed" }, round: "r0" }])).toHaveLength(1);
    expect(standing([closed("moved"), record({ subject: "apps2", id: "another-rule" })])).toHaveLength(1);
  });
});

describe("findings that end together", () => {
  const disk = closed("fixed");
  const spot = closed("fixed", { id: "spot-candidate", worth: UP_TO });

  it("are booked where they count, and not where the same money counts for another", () => {
    expect(standing([disk, spot], { choose: best }).map(({ about }) => about)).toEqual(["spot"]);
  });

  it("are chosen from cluster by cluster, and pools are named", () => {
    const other = finding({ target: { kind: "cluster", cluster: ref("other").id }, worth: saves() });
    const whole = without(closed("fixed", { id: "stopped", subject: "all pools" }), "pool");
    const asked: (readonly SavingClaim[])[] = [];

    standing([disk, whole, { ...spot, key: closed("fixed", { id: "x" }).key, finding: other }], {
      choose: (claims) => {
        asked.push(claims);
        return { counted: [] };
      },
    });

    expect(asked.map((claims) => claims.map(({ id, pool }) => [id, pool]))).toEqual([
      [
        [disk.key, "apps"],
        [whole.key, undefined],
      ],
      [[closed("fixed", { id: "x" }).key, "apps"]],
    ]);
  });

  it("are not chosen from together with what ended in an earlier round, is open, or was not followed", () => {
    const asked: string[] = [];
    const moved = closed("moved", { id: "moved-rule" });
    const records = [closed("fixed", { round: "r0" }), record({ id: "open" }), moved, record({ id: "moved-rule", subject: "apps2" }), spot];

    standing(records, {
      choose: (claims) => {
        asked.push(...claims.map(({ id }) => id));
        return { counted: claims };
      },
    });

    expect(asked).toEqual([spot.key]);
  });
});

describe("an entry", () => {
  const first = closed("fixed");
  const [entry] = standing([first]);
  if (!entry) throw new Error("nothing was booked");
  const later = (minutes: number, records: readonly FindingRecord[], change: Parameters<typeof booking>[0] = {}) =>
    bookings(booking({ records, standing: [entry], round: "r2", at: minutesAfter(minutes), ...change }));

  it("stands while its finding stays closed", () => {
    expect(later(DAY, [first])).toEqual({ standing: [], ended: [] });
  });

  it("stands where its finding was last seen at the very moment it was done", () => {
    expect(later(DAY, [{ ...first, lastSeen: NOW }]).ended).toEqual([]);
  });

  it("stands when its finding is forgotten, and when its cluster is", () => {
    expect(later(DAY, [])).toEqual({ standing: [], ended: [] });
    expect(later(DAY, [first], { snapshots: [] })).toEqual({ standing: [], ended: [] });
  });

  it("ends the night the finding is back", () => {
    const back = record({ state: "regressed", round: "r2", lastSeen: minutesAfter(DAY) });

    expect(later(DAY, [back])).toEqual({ standing: [], ended: [{ ...entry, until: minutesAfter(DAY) }] });
  });

  it("ends where it was seen in between, and what was done since is another", () => {
    const again = closed("fixed", { round: "r2", lastSeen: minutesAfter(60), closed: { at: minutesAfter(90), reason: "fixed" } });

    expect(later(90, [again])).toEqual({
      standing: [{ ...entry, from: minutesAfter(90) }],
      ended: [{ ...entry, until: minutesAfter(60) }],
    });
  });

  it.for<[string, Snapshot, number]>([
    ["its cluster is gone", snapshot(cluster(), { presence: { kind: "gone", since: minutesAfter(500) } }), 500],
    [
      "its cluster was made again",
      { ...snapshot(cluster({ resourceUid: "uid-2" })), cluster: seenAt(cluster({ resourceUid: "uid-2" })) },
      600,
    ],
    ["its pool is gone", { ...withPools(), cluster: seenAt(cluster({ nodePools: [] })) }, 600],
  ])("ends when %s: nothing would be spent there without the advice either", ([, there, minutes]) => {
    expect(later(DAY, [first], { snapshots: [there] }).ended).toEqual([{ ...entry, until: minutesAfter(minutes) }]);
  });

  it.for<[string, Snapshot]>([
    ["not seen", snapshot(cluster(), { presence: { kind: "not-seen", since: NOW, reason: { kind: "forbidden", why: "403" } } })],
    ["not read", { ...snapshot(), cluster: { missing: { kind: "throttled", why: "asked to wait" } } }],
    ["there with another pool that took over labels and taints", withPools("apps2")],
  ])("stands while its cluster is %s", ([, there]) => {
    expect(later(DAY, [first], { snapshots: [there] }).ended).toEqual([]);
  });

  it("ends where its round, run again, closes the finding for another reason, or counts another", () => {
    const gone = closed("gone", { closed: { at: minutesAfter(30), reason: "gone" } });
    const spot = closed("fixed", { id: "spot-candidate", worth: UP_TO });

    expect(later(30, [gone], { round: "r1" })).toEqual({ standing: [], ended: [{ ...entry, until: minutesAfter(30) }] });
    const { standing: now, ended } = later(30, [first, spot], { round: "r1", choose: best });
    expect(ended).toEqual([{ ...entry, until: NOW }]);
    expect(now.map(({ about }) => about)).toEqual(["spot"]);
  });

  it("is the same one when its round is run again with newer facts", () => {
    const again = closed("fixed", { closed: { at: minutesAfter(30), reason: "fixed" } });

    expect(later(30, [again], { round: "r1" })).toEqual({ standing: [], ended: [] });
  });

  it("stands once: a second one of the finding is taken back", () => {
    const second = { ...entry, from: minutesAfter(10) };

    expect(later(DAY, [first], { standing: [second, entry] }).ended).toEqual([{ ...second, until: second.from }]);
  });

  it("of a pool that moved ends when the rule says the same of the pool that took over, or that pool is gone", () => {
    const moved = closed("moved");
    const [ofMoved] = standing([moved], { snapshots: [withPools("apps2")] });
    if (!ofMoved) throw new Error("nothing was booked");
    const said = record({ subject: "apps2", state: "new", lastSeen: minutesAfter(DAY) });
    const ended = (records: readonly FindingRecord[], ...pools: readonly string[]) =>
      later(DAY, records, { standing: [ofMoved], snapshots: [withPools(...pools)] }).ended;

    expect(ended([moved, said], "apps2")).toEqual([{ ...ofMoved, until: minutesAfter(DAY) }]);
    expect(ended([moved])).toEqual([{ ...ofMoved, until: NOW }]);
    expect(ended([moved], "apps2")).toEqual([]);
    expect(ended([moved], "apps3")).toEqual([]);
    const relabelled = snapshot(cluster({ nodePools: [pool({ name: "apps2", labels: { team: "a" } })] }));
    expect(later(DAY, [moved], { standing: [ofMoved], snapshots: [relabelled] }).ended).toEqual([]);
  });
});

describe("what was measured", () => {
  const spot = closed("fixed", { worth: UP_TO });
  const measured = (costs: number) => standing([spot], { costOf: () => partsCost(costs) });
  const again = (minutes: number, costOf: ReturnType<typeof booking>["costOf"], before = measured(380)) =>
    standing([spot], { standing: before, round: "r2", at: minutesAfter(minutes), costOf });

  it("is measured again for 28 days, since the night it was done, and then stands", () => {
    const { asked, costOf } = costing(120);

    // 400 − 380 = 20 on the first night, 400 − 120 = 280 later.
    expect(measured(380)).toMatchObject([{ realised: { money: euros(20) } }]);
    expect(again(28 * DAY, costOf)).toEqual([{ ...measured(380)[0], realised: { money: euros(280), since: partsCost(120) } }]);
    expect(asked).toEqual([{ cluster: ref().id, pool: "apps", about: "spot", since: NOW }]);
    expect(again(28 * DAY + 1, costOf)).toEqual([]);
  });

  it("is measured from the night it was first seen to be done, also where its round is run again with newer facts", () => {
    const { asked, costOf } = costing(100);
    const newer = closed("fixed", { worth: UP_TO, closed: { at: minutesAfter(30), reason: "fixed" } });

    const entries = standing([newer], { standing: measured(380), costOf });

    expect(entries).toMatchObject([{ from: NOW, realised: { money: euros(300) } }]);
    expect(asked.map(({ since }) => since)).toEqual([NOW]);
  });

  it("is not written again where nothing changed, nor lost where it cannot be priced tonight", () => {
    const missing = () => ({ missing: { kind: "stale", why: "too old" } }) as const;

    expect(again(DAY, () => partsCost(380))).toEqual([]);
    expect(again(DAY, missing)).toEqual([]);
  });

  it("gets its amount later where it could not be priced at first", () => {
    const before = standing([spot], { costOf: () => ({ missing: { kind: "absent", why: "no row" } }) });

    expect(again(DAY, () => partsCost(100), before)).toMatchObject([{ realised: { money: euros(300) } }]);
  });

  it("is never what was firm and fixed: that stays as predicted", () => {
    expect(again(DAY, () => partsCost(0), standing([closed("fixed")]))).toEqual([]);
  });
});

function seenAt(of: ReturnType<typeof cluster>): Snapshot["cluster"] {
  return { known: of, at: minutesAfter(600) };
}
