import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SEVERITIES } from "../../../src/core/model/finding.ts";
import { judge, rules } from "../../../src/core/rules/index.ts";
import type { Rule } from "../../../src/core/rules/rule.ts";
import { regionView } from "../../support/build.ts";
import { wrongBicep, wrongFlags, wrongTerraform } from "./code-words.ts";

const FOLDER = join(import.meta.dirname, "../../../src/core/rules");
const HEADINGS = [
  "What it says",
  "Why it matters",
  "How it is computed",
  "What to do",
  "What must hold first",
  "When it stays silent, and when it cannot tell",
];

const files = readdirSync(FOLDER);
const named = (ending: string) => files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
const pageOf = ({ meta }: Rule) => readFileSync(join(FOLDER, `${meta.id}.md`), "utf8");
const byId = rules.map((rule): [string, Rule] => [rule.meta.id, rule]);

const byText = (a: string, b: string) => (a < b ? -1 : 1);
const isRule = (value: unknown): value is Rule => typeof value === "object" && value !== null && "meta" in value && "judge" in value;

describe("the rules", () => {
  it("are all in src/core/rules/index.ts: every file that holds one, under its own name", async () => {
    const inFiles: string[] = [];
    for (const file of named(".ts").filter((name) => name !== "index")) {
      const module: Readonly<Record<string, unknown>> = await import(join(FOLDER, `${file}.ts`));
      inFiles.push(
        ...Object.values(module)
          .filter(isRule)
          .map(({ meta }) => `${meta.id} in ${file}.ts`),
      );
    }

    const inIndex = rules.map(({ meta }) => `${meta.id} in ${meta.id}.ts`);
    expect(inFiles.toSorted(byText)).toEqual(inIndex.toSorted(byText));
  });

  it("have no page that stands alone", () => {
    const pages = named(".md").filter((name) => name !== "README");

    expect(pages.toSorted(byText)).toEqual(rules.map(({ meta }) => meta.id).toSorted(byText));
  });

  it("share no id and no code", () => {
    const twice = Map.groupBy(
      rules.flatMap(({ meta: { id, code } }) => [id, code].map((name) => ({ name, of: `${id} ${code}` }))),
      ({ name }) => name,
    );

    expect([...twice.values()].filter(({ length }) => length > 1).map((each) => each.map(({ of }) => of))).toEqual([]);
  });

  it("are listed by code in src/core/rules/index.ts, category by category", () => {
    const codes = rules.map(({ meta: { code } }) => code);
    const categories = [...new Set(codes.map((code) => code.slice(0, -4)))];

    expect(codes).toEqual(categories.flatMap((category) => codes.filter((code) => code.startsWith(category)).toSorted(byText)));
  });

  it("all answer about a region, and find nothing wrong with a healthy one", () => {
    const outcomes = judge(regionView());

    expect(outcomes.map(({ stamp }) => stamp.rule)).toEqual(rules.map(({ meta }) => meta.id));
    expect(outcomes.flatMap(({ findings, unknown }) => [...findings, ...unknown])).toEqual([]);
  });
});

describe.for(byId)("%s", ([id, rule]) => {
  const { meta } = rule;

  it("has a test", () => {
    expect(readdirSync(import.meta.dirname)).toContain(`${id}.test.ts`);
  });

  it("says what it is in one sentence", () => {
    expect(meta.summary).toMatch(/^[A-Z][^.!?]*\.$/);
  });

  it("has a code of its category, a source and a floor that JSON can keep", () => {
    expect(meta.code).toMatch({ cost: /^COST-\d{3}$/, upgrade: /^UPG-\d{3}$/, reliability: /^REL-\d{3}$/ }[meta.category]);
    expect(meta.source).toMatch(/^https:\/\/learn\.microsoft\.com\/azure\/aks\/[a-z-]+$/);
    expect(JSON.parse(JSON.stringify(rule.stamp))).toEqual(rule.stamp);
    expect(SEVERITIES.indexOf(meta.severities[0])).toBeLessThanOrEqual(SEVERITIES.indexOf(meta.severities[1]));
  });

  it("has a page with all its parts, its summary and its source", () => {
    const page = pageOf(rule);

    expect(page.split("\n")[0]).toBe(`# ${meta.code} ${meta.id}`);
    expect([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(HEADINGS);
    expect(page).toContain(`\n${meta.summary}\n`);
    expect(page).toContain(`Source: ${meta.source}\n`);
  });

  it("tells on its page what to do by command, in Bicep and in Terraform", () => {
    const toDo = pageOf(rule).split("## What to do")[1]?.split("\n## ")[0] ?? "";

    const linesOf = (start: string) =>
      toDo
        .split("\n")
        .filter((line) => line.startsWith(start))
        .join(" ");

    expect(toDo).toMatch(/`az /);
    expect(wrongBicep(linesOf("- Bicep: "))).toEqual([]);
    expect(wrongTerraform(linesOf("- Terraform: "))).toEqual([]);
    expect([...toDo.matchAll(/`((?:az|kubectl) [^`]+)`/g)].flatMap(([, command = ""]) => wrongFlags(command))).toEqual([]);
    expect(toDo).toMatch(/^- Bicep: /m);
    expect(toDo).toMatch(/^- Terraform: /m);
  });
});

/** As the formatter wants it: columns of one width. */
function tableOf(rows: readonly (readonly string[])[]): string[] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.slice(1).map(line)];
}

it("the table of rules in README.md is as the rules are; --update=all writes it", async () => {
  const rows = rules.map(({ meta, scope }) => {
    const [mildest, gravest] = meta.severities;
    const severity = mildest === gravest ? mildest : `${mildest} to ${gravest}`;
    const facts = [...meta.needs, ...meta.uses.map((name) => `(${name})`)].join(", ") || "–";
    return [meta.code, `[${meta.id}](${meta.id}.md)`, meta.summary, severity, scope, facts];
  });
  const limits = rules.flatMap(({ meta }) =>
    Object.entries(meta.thresholds ?? {}).map(([name, { standard, min, max, unit, says }]) => [
      ...[meta.code, `\`${name}\``, `${standard}`, `${min}`, `${max}`, unit, says],
    ]),
  );
  const page = [
    "# Rules",
    "",
    "Rendered by `test/core/rules/index.test.ts` from the rules themselves: `npm test -- --update=all test/core/rules/index.test.ts` writes it anew. Facts in brackets are used for the advice; without the others a rule cannot tell.",
    "",
    ...tableOf([["Code", "Rule", "Says", "Severity", "Scope", "Needs"], ...rows]),
    "",
    "## Thresholds",
    "",
    "Numbers that the setting `RULES` may change for the whole app, and a tag (`advisor-<code>: <name>=<number>`) for a cluster.",
    "",
    ...tableOf([["Code", "Threshold", "Standard", "From", "To", "Unit", "From there on"], ...limits]),
    "",
  ];

  await expect(page.join("\n")).toMatchFileSnapshot(join(FOLDER, "README.md"));
});
