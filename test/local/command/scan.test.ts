import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { passingFolder, tooLong, typed } from "./running.ts";

describe("scan", () => {
  it.for([80, 120])("keeps within %s columns", async (columns) => {
    const { out, exit } = await typed("scan --sample", { columns });

    expect(exit).toBe(0);
    expect(out).toMatch(/^\d+ findings in \d+ clusters/);
    expect(tooLong(out, columns)).toEqual([]);
  });

  it("shows the gravest first, and says what could not be read", async () => {
    const { out } = await typed("scan --sample");

    const severities = [...out.matchAll(/^(critical|high|medium|low|info) /gm)].map(([, severity]) => severity);
    const order = ["critical", "high", "medium", "low", "info"];
    expect(severities).toEqual([...severities].sort((a = "", b = "") => order.indexOf(a) - order.indexOf(b)));
    expect(new Set(severities)).toEqual(new Set(order));
    expect(out).toContain("lab-weu-1: its description could not be read");
  });

  it("shows what is asked for: a severity and graver, a rule, a cluster", async () => {
    const grave = await typed("scan --sample --severity high");
    const rule = await typed("scan --sample --rule upg-007 --rule COST-014");
    const cluster = await typed("scan --sample --cluster prod-weu-1 --rule UPG-007");

    expect(grave.out).toMatch(/^high /m);
    expect(grave.out).not.toMatch(/^medium /m);
    expect(new Set([...rule.out.matchAll(/^\w+ +((?:UPG|COST|REL)-\d+)/gm)].map(([, code]) => code))).toEqual(
      new Set(["UPG-007", "COST-014"]),
    );
    expect(cluster.out).toMatch(/^1 finding in 1 cluster/);
    expect(cluster.out).toContain("prod-weu-1 / apps");
  });

  it("ends with 1 where something as grave as --fail-on is shown, and with 4 where something was not read", async () => {
    expect((await typed("scan --sample --fail-on high")).exit).toBe(1);
    expect((await typed("scan --sample --rule UPG-007 --fail-on critical")).exit).toBe(4);
  });

  it("does not end with 1 where all that is as grave as --fail-on is resolved", async () => {
    const { out, exit } = await typed("scan --sample --since-last --rule fixed-size-pool --cluster dev-weu-3 --fail-on info");

    expect(out).toMatch(/Resolved: Fixed size/);
    expect(exit).toBe(4);
  });

  it("shows what has changed since the last scan, and nothing else", async () => {
    const { out, exit } = await typed("scan --sample --since-last");

    expect(exit).toBe(4);
    expect(out).toMatch(/^\d+ findings in \d+ clusters · \d+ new · \d+ worse · \d+ resolved/);
    expect(out).toContain("Resolved (gone)");
    expect(out).toMatch(/dev-weu-3 \/ tools +Resolved: Fixed size/);
    expect(out).toMatch(/prod-weu-1 \/ apps +Worse: No addresses/);
    expect(out).not.toContain("Could run on spot");
    expect(out).toContain("subscription platform-dev");
  });

  it.for([
    ["json", (text: string) => JSON.parse(text).findings.length],
    ["sarif", (text: string) => JSON.parse(text).runs[0].results.length],
    ["csv", (text: string) => text.trimEnd().split("\r\n").length - 1],
    ["markdown", (text: string) => text.split("\n### ").length - 1],
    ["html", (text: string) => (text.includes("</html>") ? 75 : 0)],
  ] as const)("writes %s", async ([format, count]) => {
    const file = join(await passingFolder(), "report");

    const { out, err, exit } = await typed(`scan --sample --format ${format} --output ${file}`);

    expect([exit, out]).toEqual([0, ""]);
    expect(err).toContain(file);
    expect(count(await readFile(file, "utf8"))).toBeGreaterThan(50);
  });

  it("says amounts in the currency that is asked for", async () => {
    const { out } = await typed("scan --sample --currency eur --rule COST-004");

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
