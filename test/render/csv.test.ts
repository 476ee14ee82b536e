import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainName, plainSentence } from "../../src/core/digest/plain.ts";
import { CSV_COLUMNS, renderCsv } from "../../src/render/csv.ts";
import { reportOf } from "../../src/render/report.ts";
import { record, saves, spotCandidate } from "../core/digest/estate.ts";
import { hostileText, named, reportInput } from "./estate.ts";
import { wholeInput } from "./whole.ts";

/** A reader of its own, by RFC 4180. */
function parse(csv: string): string[][] {
  const lines: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  const text = csv.replace(/^\uFEFF/, "");
  while (cell.lastIndex < text.length) {
    const [, quoted, bare, end] = cell.exec(text) ?? expect.fail(`no cell at ${cell.lastIndex} of ${text.length}`);
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end === "\r\n") lines.push([]);
  }
  return lines.filter(({ length }) => length > 0);
}

const rowsOf = (csv: string): Record<string, string>[] => {
  const [head = [], ...lines] = parse(csv);
  return lines.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? "missing"])));
};

const isFormula = (cell: string): boolean => /^[=+\-@\t\r＝＋－＠]/.test(cell) && Number.isNaN(Number(cell));

describe("the CSV export", () => {
  it("has a line a finding under columns that keep their places", () => {
    const report = reportOf(reportInput());
    const [head, ...lines] = parse(renderCsv(report));

    expect(head).toEqual([...CSV_COLUMNS]);
    expect(lines).toHaveLength(report.findings.length);
    expect(lines.every(({ length }) => length === CSV_COLUMNS.length)).toBe(true);
    expect(CSV_COLUMNS.slice(0, 6)).toEqual(["code", "rule", "category", "severity", "state", "title"]);
  });

  it("is UTF-8 that says so, with the line ends of spreadsheets", () => {
    const csv = renderCsv(reportOf(reportInput()));

    expect(csv.startsWith('\uFEFF"code"')).toBe(true);
    expect(csv.endsWith("\r\n")).toBe(true);
  });

  it("has no cell that a spreadsheet takes for a formula, and says otherwise what was said", () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const rows = rowsOf(renderCsv(reportOf(named(name))));
        const title = rows[0]?.title ?? "";

        expect(rows.flatMap((row) => Object.values(row)).filter(isFormula)).toEqual([]);
        expect(title.replace(/^'(?=[=+\-@＝＋－＠])/, "")).toBe(plainName(name));
        expect(rows[0]?.detail?.replace(/^'(?=[=+\-@＝＋－＠])/, "")).toBe(plainSentence(name));
      }),
      { numRuns: 50 },
    );
  });

  it("keeps numbers numbers, also below zero", () => {
    const records = [record({ finding: { worth: saves(-18) } }), spotCandidate({})];
    const rows = rowsOf(renderCsv(reportOf(reportInput({ records }))));

    expect(
      rows.map(({ money, monthly, monthly_low, monthly_high, monthly_before }) => [
        money,
        monthly,
        monthly_low,
        monthly_high,
        monthly_before,
      ]),
    ).toEqual([
      ["counted", "612", "410", "702.5", "3364"],
      ["costs", "-18", "", "", "0"],
    ]);
  });

  it("says who set a finding aside, until when and why, and takes its money out of what adds up", () => {
    const rows = rowsOf(renderCsv(reportOf(wholeInput()))).filter(({ set_aside }) => set_aside !== "");

    expect(
      rows
        .map((row) => [row.set_aside, row.set_aside_by, row.set_aside_until, row.set_aside_why])
        .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
    ).toEqual([
      ["accepted", "the tag advisor-accept on prod-weu-2", "", "the subnet is replaced in spring"],
      ["planned", "Ada Lovelace", "2026-12-10", "sprint 12"],
      ["snoozed", "Ada Lovelace", "2026-12-24", "waits for the new image"],
    ]);
    expect(rows.filter(({ money }) => money === "counted")).toEqual([]);
    expect(rows.filter(({ money }) => money === "set-aside").length).toBeGreaterThan(0);
  });

  it("names the change that a finding appeared with", () => {
    const causes = rowsOf(renderCsv(reportOf(wholeInput()))).map(({ cause }) => cause);

    expect(causes.filter((cause) => cause !== "")).toEqual([
      "agentPools/write on apps, 23 Nov 01:03 UTC, correlation id 1b2c3d4e-0000-4000-8000-000000000001",
    ]);
  });
});
