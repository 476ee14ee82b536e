import { describe, expect, it } from "vitest";
import { subscriptionId } from "../../src/core/model/names.ts";
import { day } from "../../src/core/model/time.ts";
import type { Filter } from "../../src/render/filter.ts";
import { findingBlock } from "../../src/render/finding-block.ts";
import { renderHtml } from "../../src/render/html.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { reportOf } from "../../src/render/report.ts";
import { EUR, managedDisk, on, record, smallerSize, spotCandidate, supportEnds } from "../core/digest/estate.ts";
import { cluster, minutesAfter, ref, SUBSCRIPTION, snapshot, version } from "../support/build.ts";
import { reportInput, scanOf, textOf } from "./estate.ts";

describe("a report", () => {
  it("shows what is open, the gravest first, then the nearest date, then what saves most", () => {
    const report = reportOf(
      reportInput({
        records: [
          managedDisk("prod-weu-1", "b", 1),
          managedDisk("prod-weu-1", "a", 9),
          supportEnds("prod-weu-2"),
          managedDisk("prod-weu-1", "c", 4, { state: "resolved", closed: { at: minutesAfter(0), reason: "fixed" } }),
        ],
      }),
    );

    expect(report.findings.map(({ where }) => where)).toEqual(["prod-weu-2", "prod-weu-1 / a", "prod-weu-1 / b"]);
  });

  it("says in its headline what changed and what is firm, and never adds up to it what is not", () => {
    const { headline, totals } = reportOf(reportInput());

    expect(headline.text).toBe("10 findings in 6 clusters · 10 new · 2 resolved · €826/month · up to €612/month at list price");
    expect(totals).toEqual({
      firm: { amount: expect.closeTo(825.84, 6), currency: EUR },
      upTo: { amount: 612, currency: EUR },
      notPriced: 2,
    });
  });

  it("does not call news what was found with its cluster, and counts nothing as resolved without knowing since when", () => {
    const { since: _, ...input } = reportInput();
    const records = input.records.map((each) => ({ ...each, baseline: true }));

    expect(reportOf({ ...input, records }).headline).toMatchObject({ fresh: 0, worse: 0, resolved: 0 });
  });

  it("counts no money that others of the cluster have, whatever the filter leaves out", () => {
    const records = [smallerSize("batch-neu-2", "burst", 210), spotCandidate({})];
    const whole = reportOf(reportInput({ records }));
    const filtered = reportOf(reportInput({ records, filter: { rules: ["COST-008"] } }));

    expect(whole.totals.upTo.amount).toBe(0);
    expect(filtered.findings).toHaveLength(1);
    expect(filtered.totals.upTo.amount).toBe(0);
    expect(filtered.findings[0]?.standing.kind).toBe("also-possible");
  });

  it("splits what is at stake by kind, firm before up to", () => {
    const { atStake } = reportOf(reportInput());

    expect(atStake.map(({ about, firmness, findings }) => `${about} ${firmness} ${findings}`)).toEqual([
      "disk firm 2",
      "size firm 1",
      "spot up-to 1",
    ]);
  });

  it("says of each finding of a subscription that cannot be read since when, unless it was seen later", () => {
    const reason = { kind: "forbidden", why: "the app may not read it" } as const;
    const failingSince = minutesAfter(1440);
    const closed = { at: minutesAfter(1), reason: "fixed" } as const;
    const own = { since: minutesAfter(60), reason: { kind: "throttled", why: "Azure asked to wait" } } as const;
    const report = reportOf(
      reportInput({
        records: [
          managedDisk("prod-weu-1", "before", 1, { lastSeen: minutesAfter(0) }),
          managedDisk("prod-weu-1", "checked", 1, { lastSeen: minutesAfter(1500) }),
          managedDisk("prod-weu-1", "doubted", 1, { lastSeen: minutesAfter(0), unknown: own }),
          managedDisk("prod-weu-1", "ended", 1, { lastSeen: minutesAfter(0), state: "resolved", closed }),
        ],
        scans: [scanOf({ state: "failed", failure: reason, failingSince })],
        filter: { states: ["new", "open", "resolved"] },
      }),
    );
    const said = report.findings.map((each) => [each.record.finding.subject, each.notChecked, findingBlock(each, report).note]);

    expect(said.toSorted()).toEqual([
      ["before", { since: failingSince, reason }, "Not checked again since 24 Nov 2026: the app may not read it."],
      ["checked", undefined, undefined],
      ["doubted", own, "Not checked again since 23 Nov 2026: Azure asked to wait."],
      ["ended", undefined, "Closed on 23 Nov 2026: fixed."],
    ]);
  });

  it("names a subscription that could not be read, and in whose name what it could not check stands", () => {
    const failed = scanOf({
      subscription: subscriptionId("77777777-7777-7777-7777-777777777777"),
      name: "lost",
      state: "failed",
      failure: { kind: "forbidden", why: "the app may not list it" },
    });
    const { unchecked, couldNotCheck } = reportOf(reportInput({ scans: [...reportInput().scans, failed] }));

    expect(couldNotCheck.map(({ scope }) => scope)).toEqual(["subscription", "subscription", "cluster"]);
    expect(unchecked[0]?.what).toContain("lost");
  });

  it.for<[string, Filter, string[]]>([
    ["subscription", { subscriptions: [SUBSCRIPTION.toUpperCase()] }, ["prod-weu-1 / apps", "prod-weu-2 / etl", "prod-weu-2"]],
    ["another subscription", { subscriptions: ["00000000-0000-0000-0000-000000000000"] }, []],
    ["cluster by name", { clusters: ["PROD-weu-1"] }, ["prod-weu-1 / apps"]],
    ["cluster by id", { clusters: [ref("prod-weu-2").id] }, ["prod-weu-2 / etl", "prod-weu-2"]],
    ["severity and above", { severity: "high" }, ["prod-weu-2"]],
    ["state", { states: ["resolved", "worsened"] }, ["prod-weu-2 / etl", "prod-weu-1 / old"]],
    ["rule by code", { rules: ["cost-004"] }, ["prod-weu-1 / apps"]],
    ["rule by id", { rules: ["fixed-size-pool"] }, ["prod-weu-2 / etl"]],
    ["several at once", { clusters: ["prod-weu-2"], severity: "high" }, ["prod-weu-2"]],
  ])("can be narrowed by %s", ([, filter, where]) => {
    const records = [
      managedDisk("prod-weu-1", "apps", 3),
      record({ state: "worsened", finding: { target: on("prod-weu-2"), subject: "etl", severity: "low" } }),
      supportEnds("prod-weu-2"),
      managedDisk("prod-weu-1", "old", 3, {
        state: "resolved",
        closed: { at: minutesAfter(0), reason: "fixed" },
        finding: { severity: "info" },
      }),
    ];

    const shown = reportOf(reportInput({ records, filter })).findings.map((finding) => finding.where);

    expect(shown.toSorted()).toEqual(where.toSorted());
  });

  it("works out what nodes keep: 650 MiB by 30 pods and 100 MiB of 16 GiB, 140 of 4,000 millicores", () => {
    const { clusters } = reportOf(reportInput());
    const [first] = clusters;

    expect(first?.lost?.memoryShare).toBeCloseTo(750 / 16384, 10);
    expect(first?.lost?.cpuShare).toBeCloseTo(0.035, 10);
  });

  it("says of a cluster that is missing since when and why, keeps what was seen, and leaves out one that is gone", () => {
    const [first] = reportInput().snapshots;
    const reason = { kind: "not-seen", why: "missing from the list" } as const;
    const { clusters } = reportOf(
      reportInput({
        snapshots: [
          { ...(first ?? snapshot()), presence: { kind: "not-seen", since: minutesAfter(-60), reason } },
          { ...snapshot(), ref: ref("gone"), presence: { kind: "gone", since: minutesAfter(0) } },
        ],
      }),
    );

    expect(clusters).toHaveLength(1);
    expect(clusters[0]).toMatchObject({ trouble: { reason }, seen: { cluster: { name: "prod-weu-1" } } });
  });

  it("has a line of support for each version that runs, with its days left", () => {
    const { support } = reportOf(reportInput());

    expect(support?.map(({ minor }) => minor)).toEqual(["1.34", "1.35"]);
    expect(support?.[0]?.lines).toEqual([{ plan: "community", clusters: ["prod-weu-1"], ends: { on: "2026-11-30", daysLeft: 6 } }]);
  });

  it("has the end that Azure told a cluster on a line of its own, wherever support is shown", () => {
    const at = reportInput().at;
    const [told, other] = [
      cluster({ ...ref("told"), version: version("1.34.1") }),
      cluster({ ...ref("other"), version: version("1.34.1") }),
    ];
    const notice = { minor: "1.34", plan: "community", ends: day("2026-12-06"), toldAt: at } as const;
    const report = reportOf(
      reportInput({ records: [], snapshots: [told, other].map((each) => snapshot(each)), endsOfLife: new Map([[told.id, notice]]) }),
    );

    expect(report.support?.[0]?.lines).toEqual([
      { plan: "community", clusters: ["other"], ends: { on: "2026-11-30", daysLeft: 6 } },
      { plan: "community", clusters: ["told"], ends: { on: "2026-12-06", daysLeft: 12 }, isTold: true },
    ]);
    expect(textOf(renderHtml(report))).toContain("last day 6 Dec 2026, in 12 days, by Azure&#39;s own notice · told");
    expect(renderMarkdown(report)).toMatch(/6 Dec 2026, by Azure's own notice/);
    expect(JSON.parse(renderJson(report))).toMatchObject({
      support: [{ lastDay: "2026-11-30" }, { lastDay: "2026-12-06", toldByAzure: true }],
    });
  });

  it("leaves out what it was not given", () => {
    const { at, currency, locale, records, snapshots, summaries, scans } = reportInput();
    const report = reportOf({ at, currency, locale, records, snapshots, summaries, scans });

    expect(report).not.toHaveProperty("support");
    expect(report).not.toHaveProperty("saved");
    expect(report.clusters[0]?.pools[0]).not.toHaveProperty("reserved");
  });
});
