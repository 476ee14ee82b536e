import { describe, expect, it } from "vitest";
import { gone, judgedIn, notSeen, seen, unread } from "../../../src/core/findings/observe.ts";
import { known, type Missing, missing } from "../../../src/core/model/absence.ts";
import { scanId } from "../../../src/core/model/names.ts";
import { cluster, minutesAfter, NOW, ref, snapshot, without } from "../../support/build.ts";

const FORBIDDEN: Missing = missing("forbidden", "the app may not read it").missing;
const THROTTLED: Missing = missing("throttled", "asked to wait").missing;
const LATER = minutesAfter(60);
const TONIGHT = scanId("2026-11-23");

function clusterWithoutUid() {
  return without(cluster(), "resourceUid");
}

describe("a cluster that is seen", () => {
  it("starts a snapshot that is present and was never judged", () => {
    expect(seen(undefined, cluster(), NOW, TONIGHT)).toEqual({
      ref: ref(),
      cluster: known(cluster(), NOW),
      presence: { kind: "present" },
      lastScan: TONIGHT,
    });
  });

  it("clears a failure and an absence, and stays judged", () => {
    const before = snapshot(cluster(), {
      readFailed: { since: NOW, reason: THROTTLED },
      presence: { kind: "not-seen", since: NOW, reason: FORBIDDEN },
      firstRound: "2026-11-20",
      lastScan: scanId("2026-11-22"),
    });

    const after = seen(before, cluster({ tier: "premium" }), LATER);

    expect(after).toEqual({
      ref: ref(),
      cluster: known(cluster({ tier: "premium" }), LATER),
      presence: { kind: "present" },
      firstRound: "2026-11-20",
      lastScan: "2026-11-22",
    });
  });

  it("keeps the resource uid once seen where an answer leaves it out", () => {
    const after = seen(snapshot(), clusterWithoutUid(), LATER);

    expect(after.cluster).toEqual(known(cluster(), LATER));
  });

  it.for([
    { what: "has another uid", before: snapshot(cluster(), { firstRound: "r1" }), now: cluster({ resourceUid: "uid-2" }) },
    {
      what: "comes without a uid after it was gone",
      before: snapshot(cluster(), { firstRound: "r1", presence: { kind: "gone", since: NOW } }),
      now: clusterWithoutUid(),
    },
  ])("is judged anew when it $what", ({ before, now }) => {
    const after = seen(before, now, LATER);

    expect(after).not.toHaveProperty("firstRound");
    expect(after.cluster).toEqual(known(now, LATER));
  });

  it("is the same one when it comes back with its uid after it was taken for gone", () => {
    const before = snapshot(cluster(), { firstRound: "r1", presence: { kind: "gone", since: NOW } });

    expect(seen(before, cluster(), LATER)).toMatchObject({ firstRound: "r1", presence: { kind: "present" } });
  });

  it("never replaces what was read later, but counts as read by the scan", () => {
    const before = { ...seen(undefined, cluster({ tier: "premium" }), LATER), lastScan: scanId("2026-11-22") };

    expect(seen(before, cluster(), NOW, TONIGHT)).toEqual({ ...before, lastScan: TONIGHT });
  });

  it("leaves what was noticed after it was read: gone stays gone, a failure stays a failure", () => {
    const deleted = gone(snapshot(cluster(), { cluster: known(cluster(), minutesAfter(-60)) }), LATER);
    const failed = unread(snapshot(cluster(), { cluster: known(cluster(), minutesAfter(-60)) }), ref(), THROTTLED, LATER);

    expect(seen(deleted, cluster(), NOW).presence).toEqual({ kind: "gone", since: LATER });
    expect(seen(failed, cluster(), NOW).readFailed).toEqual({ since: LATER, reason: THROTTLED });
  });

  it("does not go back to an earlier scan", () => {
    const before = snapshot(cluster(), { lastScan: TONIGHT });

    expect(seen(before, cluster(), LATER, scanId("2026-11-22")).lastScan).toBe(TONIGHT);
  });
});

describe("a cluster that cannot be read", () => {
  it("is known by name alone when it never was", () => {
    expect(unread(undefined, ref(), FORBIDDEN, NOW, TONIGHT)).toEqual({
      ref: ref(),
      cluster: { missing: FORBIDDEN },
      presence: { kind: "present" },
      readFailed: { since: NOW, reason: FORBIDDEN },
      lastScan: TONIGHT,
    });
  });

  it("keeps what was known and the time of the first failure, with the newest reason", () => {
    const once = unread(snapshot(), ref(), THROTTLED, LATER);
    const twice = unread(once, ref(), FORBIDDEN, minutesAfter(120));

    expect(twice.cluster).toEqual(known(cluster(), NOW));
    expect(twice.readFailed).toEqual({ since: LATER, reason: FORBIDDEN });
  });

  it("is another one when its predecessor was gone: nothing is known of it", () => {
    const before = gone(snapshot(cluster(), { firstRound: "r1" }), LATER);

    const after = unread(before, ref(), THROTTLED, minutesAfter(120));

    expect(after).toMatchObject({ cluster: { missing: THROTTLED }, presence: { kind: "present" } });
    expect(after).not.toHaveProperty("firstRound");
  });

  it("changes nothing when it was read since", () => {
    expect(unread(snapshot(), ref(), THROTTLED, minutesAfter(-1))).toEqual(snapshot());
  });
});

describe("a cluster that is missing from a list", () => {
  it("is not seen since the first time, for the newest reason", () => {
    const once = notSeen(snapshot(), FORBIDDEN, LATER, TONIGHT);
    const twice = notSeen(once, THROTTLED, minutesAfter(120));

    expect(once.lastScan).toBe(TONIGHT);
    expect(twice.presence).toEqual({ kind: "not-seen", since: LATER, reason: THROTTLED });
    expect(twice.cluster).toEqual(known(cluster(), NOW));
  });

  it("stays gone when it was gone, and present when it was read since", () => {
    const deleted = gone(snapshot(), LATER);

    expect(notSeen(deleted, FORBIDDEN, minutesAfter(120))).toEqual(deleted);
    expect(notSeen(snapshot(), FORBIDDEN, minutesAfter(-1)).presence).toEqual({ kind: "present" });
  });

  it("is gone since the first answer that said so", () => {
    const once = gone(unread(snapshot(), ref(), THROTTLED, LATER), minutesAfter(120));

    expect(once).not.toHaveProperty("readFailed");
    expect(gone(once, minutesAfter(180)).presence).toEqual({ kind: "gone", since: minutesAfter(120) });
    expect(gone(snapshot(), minutesAfter(-1))).toEqual(snapshot());
  });
});

describe("the first judgement", () => {
  it("is the first round that could judge", () => {
    const judged = judgedIn(snapshot(), "r1");

    expect(judged.firstRound).toBe("r1");
    expect(judgedIn(judged, "r2")).toBe(judged);
  });

  it.for([
    ["never read", unread(undefined, ref(), FORBIDDEN, NOW)],
    ["not read tonight", unread(snapshot(), ref(), THROTTLED, LATER)],
    ["not seen", notSeen(snapshot(), FORBIDDEN, LATER)],
    ["gone", gone(snapshot(), LATER)],
  ] as const)("does not count a cluster that is %s", ([, unjudged]) => {
    expect(judgedIn(unjudged, "r1")).toBe(unjudged);
  });
});
