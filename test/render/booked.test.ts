import { describe, expect, it } from "vitest";
import { missing } from "../../src/core/model/absence.ts";
import type { LedgerEntry } from "../../src/core/model/ledger.ts";
import type { ClosingReason } from "../../src/core/model/record.ts";
import { renderFindingPage, renderHtml } from "../../src/render/html.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { reportOf } from "../../src/render/report.ts";
import { EUR, entryOf, managedDisk, measured } from "../core/digest/estate.ts";
import { minutesAfter, NOW } from "../support/build.ts";
import { reportInput, textOf } from "./estate.ts";
import { savedInput, since } from "./saved.ts";

const ended = managedDisk("prod-weu-1", "web", 12, { state: "resolved", closed: { at: NOW, reason: "moved", successor: "webeph" } });
const entry = (realised: LedgerEntry["realised"], change: Partial<LedgerEntry> = {}): LedgerEntry =>
  entryOf(ended, realised, { from: NOW, reason: "moved", predicted: { amount: 410.4, currency: EUR }, ...change });

const reportWith = (booked: LedgerEntry) =>
  reportOf(reportInput({ records: [ended], booked: new Map([[ended.key, booked]]), filter: { states: ["resolved"] } }));
const pageWith = (booked: LedgerEntry): string =>
  textOf(renderFindingPage(reportWith(booked), ended.key) ?? expect.fail("there is no page"));

describe("the page of a finding that ended", () => {
  it("says what was measured with what it cost before and since, the arithmetic and its price rows", () => {
    const page = pageWith(entry({ money: { amount: 288, currency: EUR }, since: since(122.4) }));

    expect(page).toContain("Measured: €288/month less since 23 Nov 2026: €410/month before, €122/month since · at list price");
    expect(page).toContain("Predicted: €410/month");
    expect(page).toMatch(/What it costs since.*webeph: disks, Standard_D4ds_v5.*12 × 10\.2.*122\.4 EUR/);
    expect(page).toMatch(/1 price row: P10 LRS: €10\.20 a month · from 1 Nov 2026 · read 23 Nov .* · meter m-p10/);
  });

  it.for<readonly [string, LedgerEntry, string]>([
    [
      "what costs more than before",
      entry({ money: { amount: -20, currency: EUR }, since: since(430.4) }),
      "€20/month more since 23 Nov 2026",
    ],
    [
      "that it is over",
      entry({ money: { amount: 288, currency: EUR }, since: since(122.4) }, { until: minutesAfter(2880) }),
      "€288/month less since 23 Nov 2026 until 25 Nov 2026",
    ],
    [
      "what was booked as it was said",
      entry(measured(410.4), { reason: "fixed" }),
      "Booked: €410/month less since 23 Nov 2026 · as said, because the price of what is gone is known",
    ],
    ["what was measured without its arithmetic, as it stood", entry(measured(288)), "Booked: €288/month less since 23 Nov 2026 · measured"],
    [
      "why nothing was measured",
      entry(missing("absent", "2 pools took over from it: web2, web3")),
      "Not measured: 2 pools took over from it: web2, web3",
    ],
  ])("says %s", ([, booked, text]) => {
    expect(pageWith(booked)).toContain(text);
  });

  it.for<readonly [string, ClosingReason, Partial<LedgerEntry>]>([
    ["withdrawn at once", "moved", { until: NOW }],
    ["booked before it was back, and ended otherwise then", "gone", {}],
  ])("says nothing of a saving that was %s", ([, reason, change]) => {
    const record = { ...ended, closed: { at: NOW, reason } };
    const booked = new Map([[ended.key, entry(measured(288), change)]]);

    expect(reportOf(reportInput({ records: [record], booked, filter: { states: ["resolved"] } })).findings[0]?.booked).toBeUndefined();
  });

  it("says nothing of money that was never booked, nor of an open finding's", () => {
    const open = { ...ended, closed: undefined };
    const { closed: _, ...unclosed } = open;
    const booked = new Map([[ended.key, entry(measured(288))]]);

    expect(reportOf(reportInput({ records: [unclosed], booked })).findings[0]?.booked).toBeUndefined();
    expect(
      textOf(renderFindingPage(reportOf(reportInput({ records: [ended], filter: { states: ["resolved"] } })), ended.key) ?? ""),
    ).not.toContain("Predicted");
  });
});

describe("the exports", () => {
  const input = savedInput();

  it("have the same in Markdown and, as numbers, in JSON", () => {
    const { findings } = JSON.parse(renderJson(reportOf(input))) as { findings: readonly { saved?: unknown }[] };

    expect(renderMarkdown(reportOf(input))).toMatch(
      /\*\*Saved\*\*\n\n- Measured: €288\/month less since .*\n- Predicted: €410\/month\n- webeph: disks/,
    );
    expect(findings.map(({ saved }) => saved)).toContainEqual({
      from: NOW,
      predicted: { amount: 410.4, currency: "EUR" },
      realised: { amount: 288, currency: "EUR" },
      since: {
        monthly: { amount: 122.4, currency: "EUR" },
        ...JSON.parse(JSON.stringify({ prices: since(1).prices, workings: since(122.4).workings })),
      },
    });
  });
});

describe("a measured saving of the score", () => {
  it("leads to the page of its finding, where there is one", () => {
    const report = reportOf(reportInput({ ledger: [entry({ money: { amount: 288, currency: EUR }, since: since(122.4) })] }));

    expect(renderHtml(report, { finding: (key) => `/finding/${encodeURIComponent(key)}` })).toContain(
      `href="/finding/${encodeURIComponent(ended.key)}"`,
    );
    expect(renderHtml(report)).not.toContain("/finding/");
  });
});
