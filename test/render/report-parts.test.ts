import { describe, expect, it } from "vitest";
import { missing } from "../../src/core/model/absence.ts";
import { currency } from "../../src/core/model/money.ts";
import { subscriptionId } from "../../src/core/model/names.ts";
import { barWithMark } from "../../src/render/bars.ts";
import type { Coverage } from "../../src/render/coverage.ts";
import type { Filter, ShownState } from "../../src/render/filter.ts";
import { renderFindingPage, renderHtml } from "../../src/render/html.ts";
import type { Links } from "../../src/render/links.ts";
import { type Report, reportOf } from "../../src/render/report.ts";
import { roomText } from "../../src/render/room-words.ts";
import { managedDisk, measured, PLATFORM_DEV, record, saves } from "../core/digest/estate.ts";
import { minutesAfter, ref, SUBSCRIPTION } from "../support/build.ts";
import { textOf } from "./estate.ts";
import { DECISIONS, wholeInput } from "./whole.ts";

const LINKS: Links = { filtered: (filter) => `/report?${JSON.stringify(filter)}`, finding: () => "/finding" };
const report = reportOf(wholeInput());

describe("what is set aside", () => {
  const without = reportOf(wholeInput({ records: wholeInput().records.filter(({ key }) => !wholeInput().setAside?.has(key)) }));

  it("counts in no headline, no sum, no bar and no cluster", () => {
    expect(report.headline).toEqual(without.headline);
    expect(report.totals).toEqual(without.totals);
    expect(report.atStake).toEqual(without.atStake);
    expect(report.clusters.map(({ counts }) => counts)).toEqual(without.clusters.map(({ counts }) => counts));
    expect(report.aside.map(({ setAside }) => setAside?.kind)).toEqual(["accepted", "planned", "snoozed"]);
  });

  it("lets another saving of the same pool count, and says what its own would be", () => {
    const disk = managedDisk("prod-weu-1", "apps", 3, { finding: { worth: saves(100) } });
    const better = record({ rule: "other", finding: { ...disk.finding, worth: saves(200) } });
    const [decision] = DECISIONS;
    if (!decision || decision.kind === "withdrawn") expect.fail();
    const setAside = new Map([[better.key, { ...decision, kind: "accepted" as const, finding: better.key }]]);
    const both = reportOf(wholeInput({ records: [disk, better], setAside: new Map(), decisions: [] }));
    const one = reportOf(wholeInput({ records: [disk, better], setAside, decisions: [] }));

    expect(both.totals.firm.amount).toBe(200);
    expect(one.totals.firm.amount).toBe(100);
    expect(one.aside[0]?.standing).toMatchObject({ kind: "counted", saving: { monthly: { amount: 200 } } });
  });

  it.for<[ShownState, number, number]>([
    ["snoozed", 0, 1],
    ["accepted", 0, 1],
    ["planned", 0, 1],
    ["new", 11, 0],
    ["open", 0, 0],
  ])("is shown under state=%s: %i that count, %i set aside", ([state, counting, aside]) => {
    const shown = reportOf(wholeInput({ filter: { states: [state] } }));

    expect([shown.findings.length, shown.aside.length]).toEqual([counting, aside]);
  });

  it("is open again once its finding is closed", () => {
    const records = wholeInput().records.map((each) =>
      each.key === DECISIONS[0]?.finding
        ? { ...each, state: "resolved" as const, closed: { at: minutesAfter(1), reason: "fixed" as const } }
        : each,
    );

    expect(reportOf(wholeInput({ records, filter: { states: ["resolved"] } })).findings.map(({ setAside }) => setAside)).toContain(
      undefined,
    );
    expect(reportOf(wholeInput({ records })).aside).toHaveLength(2);
  });

  it("has the history of its decisions on its page, the newest first", () => {
    const key = report.aside.find(({ setAside }) => setAside?.kind === "planned")?.record.key ?? expect.fail();
    const text = textOf(renderFindingPage(report, key, LINKS) ?? "");

    expect(text).toMatch(
      /planned until 10 Dec 2026 by Ada Lovelace, 22 Nov 2026: sprint 12 · holds.*withdrawn by Ada Lovelace, 22 Nov 2026/,
    );
  });
});

describe("surge room on the page", () => {
  const places = (of: Report) =>
    of.rooms?.rows.map(({ subscriptionName, region, family = "all" }) => `${subscriptionName} ${region} ${family}`);

  it("has what is short first, the mildest reading before the others, then what has room, the tightest first", () => {
    expect(report.rooms?.rows.map(({ verdict }) => (verdict.kind === "short" ? verdict.reading : verdict.kind))).toEqual([
      "onePool",
      "oneCluster",
      "allAtOnce",
      "has-room",
      "has-room",
      "has-room",
      "has-room",
      "has-room",
    ]);
    expect(places(report)?.slice(0, 3)).toEqual([
      "prod westeurope standardDDSv5Family",
      "platform-dev westeurope standardDDSv5Family",
      "prod northeurope standardDDSv5Family",
    ]);
    expect(places(report)?.at(-1)).toBe("prod swedencentral standardDDSv5Family");
  });

  it.for<[string, Filter, number, number]>([
    ["a subscription", { subscriptions: [PLATFORM_DEV] }, 2, 1],
    ["a cluster: the regions it is in", { clusters: [ref("prod-weu-1").id] }, 2, 0],
    ["another subscription", { subscriptions: ["00000000-0000-0000-0000-000000000000"] }, 0, 0],
  ])("is narrowed by %s", ([, filter, rows, unknown]) => {
    const { rooms } = reportOf(wholeInput({ filter }));

    expect([rooms?.rows.length, rooms?.unknown.length]).toEqual([rows, unknown]);
  });

  it("cannot be told from what was read more than 36 hours ago", () => {
    const { rooms } = reportOf(wholeInput({ at: minutesAfter(1440 + 37 * 60) }));

    expect(new Set(rooms?.rows.map(({ verdict }) => verdict.kind))).toEqual(new Set(["cannot-tell"]));
    expect(rooms?.rows[0] && roomText(rooms.rows[0])).toContain("more than 36 hours ago");
  });

  it("is not in the page where it was not read", () => {
    const { rooms: _, ...input } = wholeInput();

    expect(renderHtml(reportOf(input))).not.toContain("Surge room");
  });
});

describe("the score", () => {
  it("compares only what was measured, firm and up to apart, and names what was not and why", () => {
    const sums = report.score?.measured.map(({ firmness, entries, predicted, realised }) => [
      firmness,
      entries,
      predicted.amount,
      realised.amount,
    ]);

    expect(sums).toEqual([
      ["firm", 2, 500, 383],
      ["up-to", 1, 612, 540],
    ]);
    expect(report.score).toMatchObject({
      entries: 5,
      asSaid: { entries: 1, predicted: { amount: 128 } },
      notMeasured: [{ why: "several pools took over from it", entries: 1 }],
    });
    expect(report.score?.each.map(({ pool }) => pool)).toEqual(["jobs", "burst", "web"]);
  });

  it("says how much of what was predicted came true", () => {
    expect(textOf(renderHtml(report))).toContain("€500/month predicted, €383/month realised, of 2 measured savings: 77 %");
  });

  it("does not take amounts of another currency for its own", () => {
    const { ledger = [] } = wholeInput();
    const [, web] = ledger;
    if (!web) expect.fail();
    const dollars = { ...web, predicted: { amount: 410, currency: currency("USD") }, realised: measured(395, "USD") };
    const { score } = reportOf(wholeInput({ ledger: [dollars] }));

    expect(score?.measured).toEqual([]);
    expect(score?.notMeasured).toEqual([{ why: "its amounts are in USD, from before the currency was changed to EUR", entries: 1 }]);
  });

  it("says of an empty ledger that nothing was followed yet, and nothing of one that was not read", () => {
    const { ledger: _, ...unread } = wholeInput();

    expect(textOf(renderHtml(reportOf(wholeInput({ ledger: [] }))))).toContain("No advice that saves money has been followed yet");
    expect(renderHtml(reportOf(unread))).not.toContain("The score");
  });
});

describe("where changes come from", () => {
  const many: readonly Coverage[] = Array.from({ length: 200 }, (_, index) => ({
    subscription: subscriptionId(`00000000-0000-4000-8000-${String(index).padStart(12, "0")}`),
    name: `team-${index}`,
    by: index < 50 ? [] : index < 120 ? ["event-grid"] : ["change-feed", "event-grid"],
  }));

  it("is three lines for two hundred subscriptions, the least covered first", () => {
    const { coverage } = reportOf(wholeInput({ coverage: many }));
    const text = textOf(renderHtml(reportOf(wholeInput({ coverage: many }))));

    expect(coverage?.map(({ by, subscriptions }) => [by.length, subscriptions.length])).toEqual([
      [0, 50],
      [1, 70],
      [2, 80],
    ]);
    expect(text).toContain("50 subscriptions by the nightly scan alone");
    expect(text).toContain(
      "80 subscriptions by Event Grid, minutes after a change (something came in the last 7 days), and the change feed",
    );
  });

  it("is narrowed by subscription", () => {
    const coverage = [...many, { subscription: SUBSCRIPTION, name: "prod", by: [] }];

    expect(reportOf(wholeInput({ coverage, filter: { subscriptions: [SUBSCRIPTION] } })).coverage).toEqual([
      { by: [], subscriptions: [{ subscription: SUBSCRIPTION, name: "prod", by: [] }] },
    ]);
  });
});

describe("filter links", () => {
  it("lead to subscription, cluster, severity, state and rule, within what is shown already", () => {
    const page = renderHtml(reportOf(wholeInput({ filter: { severity: "low" } })), LINKS);
    const filters = [...page.matchAll(/href="\/report\?([^"]*)"/g)].map(
      ([, query = ""]) => JSON.parse(query.replaceAll("&quot;", '"')) as Filter,
    );
    const narrowed = filters.filter(({ severity }) => severity !== undefined);

    for (const part of ["clusters", "states", "rules"] as const) expect(narrowed.some((each) => each[part] !== undefined)).toBe(true);
    expect(filters).toContainEqual({});
    expect(narrowed.every(({ severity }) => severity !== "info")).toBe(true);
  });

  it("each lead to as many findings as they say", () => {
    const page = renderHtml(report, LINKS);
    const links = [...page.matchAll(/<li><a href="\/report\?([^"]*)">[^<]*\((\d+)\)<\/a>/g)];

    expect(links.length).toBeGreaterThan(10);
    for (const [, query = "", count] of links) {
      const shown = reportOf(wholeInput({ filter: JSON.parse(query.replaceAll("&quot;", '"')) as Filter }));
      const isAside = /snoozed|accepted|planned/.test(query);
      expect([query, isAside ? shown.aside.length : shown.findings.length]).toEqual([query, Number(count)]);
    }
  });
});

describe("ten thousand findings", () => {
  const records = Array.from({ length: 10_000 }, (_, index) => managedDisk(`c${index % 400}`, `p${index}`, 3));

  it("become a page that a phone can hold, which says how many it leaves out", () => {
    const page = renderHtml(reportOf(wholeInput({ records })), LINKS);

    expect(page.length).toBeLessThan(1_000_000);
    expect(page.match(/<li class="is-/g)).toHaveLength(500);
    expect(textOf(page)).toContain("9500 milder findings more");
  });
});

it("a room that is missing says why, in its place", () => {
  expect(report.rooms?.unknown).toEqual([
    expect.objectContaining({
      subscription: PLATFORM_DEV,
      region: "northeurope",
      reason: missing("forbidden", "the app may not read the sizes there").missing,
    }),
  ]);
});

it("versions and their support stand with the oldest first", () => {
  expect(report.support?.map(({ minor }) => minor)).toEqual(["1.34", "1.35"]);
});

it.for([
  ["where the limit is", 6, 500],
  ["before the right end where the limit is the most", 12, 995],
] as const)("a limit is marked %s", ([, limit, at]) => {
  expect(barWithMark([{ look: "used", size: limit === 6 ? 12 : 3 }], limit).text).toContain(`<rect class="today" x="${at}"`);
});
