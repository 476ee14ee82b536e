import { describe, expect, it } from "vitest";
import { misreadTags, readDecisionTags } from "../../../src/core/findings/decision-tags.ts";
import { decidedOf, setAsideOf } from "../../../src/core/findings/decisions.ts";
import { tagDecisions } from "../../../src/core/findings/tagged.ts";
import type { Tags } from "../../../src/core/model/cluster.ts";
import type { Decision } from "../../../src/core/model/decision.ts";
import { ruleId } from "../../../src/core/model/names.ts";
import { day } from "../../../src/core/model/time.ts";
import { cluster, minutesAfter, NOW, pool, snapshot, systemPool } from "../../support/build.ts";
import { closed, record } from "./booking.ts";

const RULES = new Map(
  [
    ["managed-os-disk", "managed-os-disk"],
    ["cost-001", "managed-os-disk"],
    ["spot-candidate", "spot-candidate"],
  ].map(([name = "", id = ""]) => [name, ruleId(id)] as const),
);
const DISK = ruleId("managed-os-disk");
const read = (tags: Tags) => readDecisionTags(tags, RULES);

describe("a tag", () => {
  it.for([
    { tag: "advisor-snooze", value: "COST-001:2026-12-01", is: { kind: "snoozed", until: "2026-12-01" } },
    { tag: "Advisor-Snooze", value: " cost-001:2026-12-01 ; ", is: { kind: "snoozed", until: "2026-12-01" } },
    { tag: "advisor-plan", value: "managed-os-disk:2027-01-31", is: { kind: "planned", until: "2027-01-31" } },
    { tag: "advisor-accept", value: "Managed-OS-Disk", is: { kind: "accepted" } },
    { tag: "advisor-accept", value: "COST-001:2027-01-31", is: { kind: "accepted", until: "2027-01-31" } },
  ])("$tag of '$value' means $is", ({ tag, value, is }) => {
    expect(read({ [tag]: value })).toEqual({ decisions: new Map([[DISK, { ...is, tag }]]), problems: [] });
  });

  it.for(["COST-001 spot-candidate", "COST-001,spot-candidate", "COST-001;spot-candidate", "COST-001, ;spot-candidate"])(
    "takes several rules: '%s'",
    (value) => {
      expect([...read({ "advisor-accept": value }).decisions.keys()]).toEqual([DISK, "spot-candidate"]);
    },
  );

  it.for([
    { tag: "advisor-snooze", value: "COST-001", says: 'the tag advisor-snooze says no date for "COST-001"; it takes <rule>:2026-12-31' },
    {
      tag: "advisor-plan",
      value: "COST-001:soon",
      says: 'the tag advisor-plan says "COST-001:soon", whose end is no date; it takes <rule>:2026-12-31',
    },
    { tag: "advisor-snooze", value: "COST-001:2026-02-30", says: 'says "COST-001:2026-02-30", whose end is no date' },
    { tag: "advisor-accept", value: "COST-001:", says: "whose end is no date; it takes <rule> or <rule>:2026-12-31" },
    { tag: "advisor-accept", value: "COST-999", says: 'the tag advisor-accept names "COST-999", which is no rule' },
    { tag: "advisor-accept", value: " ; ", says: "the tag advisor-accept names no rule; it takes <rule> or <rule>:2026-12-31" },
    { tag: "advisor-accept", value: "x".repeat(200), says: `names "${"x".repeat(40)}…", which is no rule` },
  ])("$tag of '$value' is wrong", ({ tag, value, says }) => {
    const { decisions, problems } = read({ [tag]: value });

    expect(decisions.size).toBe(0);
    expect(problems).toEqual([expect.stringContaining(says)]);
  });

  it("that is wrong in one word still decides by the others", () => {
    const { decisions, problems } = read({ "advisor-accept": "COST-999 COST-001" });

    expect([...decisions.keys()]).toEqual([DISK]);
    expect(problems).toHaveLength(1);
  });

  it("about the same rule as another one counts in the order accept, plan, snooze, and the other is named", () => {
    const both = read({ "advisor-snooze": "COST-001:2026-12-01", "advisor-accept": "managed-os-disk" });

    expect(both.decisions.get(DISK)?.kind).toBe("accepted");
    expect(both.problems).toEqual([
      'the tag advisor-snooze is about "COST-001:2026-12-01", and advisor-accept about the same rule; that one counts',
    ]);
  });

  it.for(["advisor-off", "advisor-snoozed", "snooze", "owner"])("is none of these as %s", (tag) => {
    expect(read({ [tag]: "COST-001:2026-12-01" })).toEqual({ decisions: new Map(), problems: [] });
  });
});

describe("what cannot be read", () => {
  it("is told of its cluster or pool as a wrong tag, and closes nothing", () => {
    const there = snapshot(
      cluster({ tags: { "advisor-accept": "x" }, nodePools: [systemPool(), pool({ tags: { "advisor-plan": "COST-001" } })] }),
    );

    const [outcome, ...others] = misreadTags([there], RULES);

    expect(others).toEqual([]);
    expect(outcome).toMatchObject({ covers: [], findings: [], notApplicable: [] });
    expect(outcome?.unknown.map(({ subject, reason }) => [subject, reason.kind])).toEqual([
      [undefined, "wrong-tag"],
      ["apps", "wrong-tag"],
    ]);
    expect(misreadTags([snapshot()], RULES)).toEqual([]);
  });
});

const tagged = (tags: Tags, ofPool: Tags = {}, at = minutesAfter(0)) => {
  const there = snapshot(cluster({ tags, nodePools: [systemPool(), pool({ name: "apps", tags: ofPool }), pool({ name: "web" })] }));
  return "known" in there.cluster ? { ...there, cluster: { ...there.cluster, at } } : there;
};
const apps = record();
const web = record({ subject: "web" });
const decide = (snapshots: ReturnType<typeof tagged>, stood: readonly Decision[] = [], records = [apps, web]) =>
  tagDecisions(records, [snapshots], stood, RULES);

describe("tags decide", () => {
  it("on a cluster about all findings of the rule in it, on a pool about that pool's", () => {
    expect(decide(tagged({ "advisor-accept": "COST-001" })).map(({ finding }) => finding)).toEqual([apps.key, web.key]);
    expect(decide(tagged({}, { "advisor-accept": "COST-001" })).map(({ finding }) => finding)).toEqual([apps.key]);
    expect(decide(tagged({ "advisor-accept": "spot-candidate" }))).toEqual([]);
  });

  it("with where the finding stands, when the tag was read, and whose tag it is", () => {
    expect(decide(tagged({}, { "Advisor-Snooze": "COST-001:2026-12-01" }))).toEqual([
      {
        id: "tag advisor-snooze 2026-12-01",
        subscription: apps.subscription,
        finding: apps.key,
        kind: "snoozed",
        at: NOW,
        by: { kind: "tag", tag: "Advisor-Snooze", on: "prod-weu-1 / apps" },
        why: "",
        until: "2026-12-01",
        reference: { severity: apps.finding.severity, magnitude: apps.finding.magnitude },
      },
    ]);
  });

  it("once: the same round again, or another with the same tag, writes nothing new", () => {
    const there = tagged({ "advisor-accept": "COST-001" });
    const first = decide(there);

    expect(decide(there)).toEqual(first);
    expect(decide(there, first)).toEqual([]);
    expect(decide(tagged({ "advisor-accept": "COST-001" }, {}, minutesAfter(1440)), first)).toEqual([]);
  });

  it("anew where the tag says something else, and about a pool by its own tag before its cluster's", () => {
    const first = decide(tagged({ "advisor-snooze": "COST-001:2026-12-01" }), [], [apps]);
    const later = decide(tagged({ "advisor-snooze": "COST-001:2026-12-24" }, {}, minutesAfter(1440)), first, [apps]);
    const own = decide(
      tagged({ "advisor-snooze": "COST-001:2026-12-24" }, { "advisor-accept": "COST-001" }, minutesAfter(2880)),
      [...first, ...later],
      [apps],
    );

    expect(later).toMatchObject([{ kind: "snoozed", until: "2026-12-24", at: minutesAfter(1440) }]);
    expect(own).toMatchObject([{ kind: "accepted", by: { on: "prod-weu-1 / apps" } }]);
  });

  it("nothing with a day that had passed before anybody read it", () => {
    expect(decide(tagged({ "advisor-snooze": "COST-001:2026-11-22" }))).toEqual([]);
    expect(decide(tagged({ "advisor-snooze": "COST-001:2026-11-23" }))).toHaveLength(2);
  });

  it("nothing about closed findings, or where the cluster was never read", () => {
    expect(decide(tagged({ "advisor-accept": "COST-001" }), [], [closed("fixed")])).toEqual([]);
    expect(tagDecisions([apps], [], decide(tagged({ "advisor-accept": "COST-001" })), RULES)).toEqual([]);
  });
});

describe("a tag that went", () => {
  const first = decide(tagged({ "advisor-accept": "COST-001" }), [], [apps]);
  const gone = decide(tagged({}, {}, minutesAfter(1440)), first, [apps]);

  it("is taken back, once", () => {
    expect(gone).toMatchObject([{ kind: "withdrawn", at: minutesAfter(1440), by: { kind: "tag", tag: "advisor-accept" } }]);
    expect(decide(tagged({}, {}, minutesAfter(2880)), [...first, ...gone], [apps])).toEqual([]);
    expect(setAsideOf(decidedOf([apps], [...first, ...gone], minutesAfter(2880))).size).toBe(0);
  });

  it("and came again decides again", () => {
    const again = decide(tagged({ "advisor-accept": "COST-001" }, {}, minutesAfter(2880)), [...first, ...gone], [apps]);

    expect(again).toMatchObject([{ kind: "accepted", at: minutesAfter(2880) }]);
  });

  it("leaves what a person has decided since", () => {
    const byHand: Decision = {
      ...(first[0] as Decision),
      ...{ id: "d-9", kind: "planned", at: minutesAfter(60), until: day("2026-12-24"), by: { kind: "person", id: "p", name: "Ada" } },
    };

    expect(decide(tagged({}, {}, minutesAfter(1440)), [...first, byHand], [apps])).toEqual([]);
  });

  it("does not undo that a person took its decision back", () => {
    const takenBack: Decision = {
      ...(first[0] as Decision),
      ...{ id: "d-9", kind: "withdrawn", at: minutesAfter(60), by: { kind: "person", id: "p", name: "Ada" } },
    };

    expect(decide(tagged({ "advisor-accept": "COST-001" }, {}, minutesAfter(1440)), [...first, takenBack], [apps])).toEqual([]);
  });
});
