import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { passingFolder, tooLong, typed } from "./running.ts";

describe("scan", () => {
  it.for([80, 120])("keeps within %s columns, shows the gravest first, and says what could not be read", async (columns) => {
    const { out, exit } = await typed("scan --sample", { columns });

    expect(exit).toBe(0);
    expect(out).toMatch(/^\d+ findings in \d+ clusters/);
    expect(tooLong(out, columns)).toEqual([]);
    const severities = [...out.matchAll(/^(critical|high|medium|low|info) /gm)].map(([, severity]) => severity);
    const order = ["critical", "high", "medium", "low", "info"];
    expect(severities).toEqual([...severities].sort((a = "", b = "") => order.indexOf(a) - order.indexOf(b)));
    expect(new Set(severities)).toEqual(new Set(order));
    expect(out).toMatch(/lab-weu-1: its description\s+could not be read/);
  });

  it("shows a severity and graver, and ends with 1 where something as grave as --fail-on is shown", async () => {
    const { out, exit } = await typed("scan --sample --subscription prod --severity high --fail-on high");

    expect(exit).toBe(1);
    expect(out).toMatch(/^high /m);
    expect(out).not.toMatch(/^medium /m);
  });

  it("shows the rules that are asked for, and ends with 4 where something was not read and nothing is as grave as --fail-on", async () => {
    const { out, exit } = await typed("scan --sample --rule upg-007 --rule COST-014 --fail-on critical");

    expect(exit).toBe(4);
    expect(new Set([...out.matchAll(/^\w+ +((?:UPG|COST|REL)-\d+)/gm)].map(([, code]) => code))).toEqual(new Set(["UPG-007", "COST-014"]));
  });

  it("shows the cluster that is asked for", async () => {
    const { out } = await typed("scan --sample --cluster prod-weu-1 --rule UPG-007");

    expect(out).toMatch(/^1 finding in 1 cluster/);
    expect(out).toContain("prod-weu-1 / apps");
  });

  it("does not end with 1 where all that is as grave as --fail-on is resolved", async () => {
    const { out, exit } = await typed("scan --sample --since-last --rule fixed-size-pool --cluster dev-weu-3 --fail-on info");

    expect(out).toMatch(/Resolved: Fixed size/);
    expect(exit).toBe(4);
  });

  it.for([
    ["json", (text: string) => JSON.parse(text).findings.length],
    ["sarif", (text: string) => JSON.parse(text).runs[0].results.length],
    ["csv", (text: string) => text.trimEnd().split("\r\n").length - 1],
    ["markdown", (text: string) => text.split("\n### ").length - 1],
    ["html", (text: string) => text.split(/<li class="is-\w+ is-/).length - 1],
  ] as const)("writes every finding as %s", async ([format, count]) => {
    const file = join(await passingFolder(), "report");

    const { out, err, exit } = await typed(`scan --sample --subscription prod --format ${format} --output ${file}`);

    expect([exit, out]).toEqual([0, ""]);
    const [, findings, named] = /^(\d+) findings .*: (.*)$/.exec(err) ?? [];
    expect(named).toBe(file);
    expect(Number(findings)).toBeGreaterThan(10);
    expect(count(await readFile(file, "utf8"))).toBe(Number(findings));
  });

  it("says amounts in the currency that is asked for", async () => {
    const { out } = await typed("scan --sample --subscription prod --currency eur --rule COST-004");

    expect(out).toContain("€");
    expect(out).not.toContain("$");
  });

  it.for([
    ["scan --sample --rule UPG-0077", "There is no rule UPG-0077; did you mean UPG-007?"],
    ["scan --sample --severity bad", "Allowed choices are info, low, medium, high, critical"],
    ["scan --sample --format xml", "Allowed choices are table, json, csv, sarif, markdown, html"],
    ["scan --sample --currency EURO", '"EURO" is not an ISO 4217 code; did you mean EUR?'],
    ["scan --sample --cluster nowhere", "No cluster named nowhere can be seen"],
    ["scan --sample --subscription prot", "The login sees no subscription prot; did you mean prod?"],
    ["scan --sample --wait soon", "It takes whole seconds"],
    ["scna", "Did you mean scan?"],
  ] as const)("refuses %s in plain words", async ([line, words]) => {
    const { exit, err, out } = await typed(line);

    expect(exit).toBe(2);
    expect(err).toContain(words);
    expect(out).toBe("");
  });

  it.for(["scan", "plan", "explain", "calendar"])("teaches %s with examples, within 80 columns", async (command) => {
    const { out, exit } = await typed(`${command} --help`, { columns: 80 });

    expect(exit).toBe(0);
    expect(out).toContain("Examples:");
    expect(out).toContain("Exit codes:");
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});
