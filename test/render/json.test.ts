import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterCost } from "../../src/core/calc/cluster-cost.ts";
import { monthOf } from "../../src/core/model/ledger.ts";
import { renderJson } from "../../src/render/json.ts";
import schema from "../../src/render/report.schema.json" with { type: "json" };
import { reportOf } from "../../src/render/report.ts";
import { EUR } from "../core/digest/estate.ts";
import { cluster, NOW, prices, sku, skus } from "../support/build.ts";
import { hostileText, named, reportInput } from "./estate.ts";
import { wholeInput } from "./whole.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The schema without room for fields that it does not name: every field has to stand in it. */
function closed(node: Json): Json {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== "object" || node === null) return node;
  const inside = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]));
  return "properties" in node ? { ...inside, additionalProperties: false } : inside;
}

const ajv = new Ajv({ strict: false, allErrors: true });
const validate = ajv.compile(closed(JSON.parse(JSON.stringify(schema)) as Json) as object);
const faultsOf = (text: string): readonly string[] => {
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

const saved = {
  predicted: { amount: 12.345, currency: EUR },
  realised: { amount: -0.001, currency: EUR },
  unmeasured: 1,
};
const whole = reportInput({
  savings: [{ month: monthOf(NOW), firm: saved, upTo: saved }],
  costs: new Map(
    reportInput().snapshots.map(({ ref }) => [
      ref.id,
      clusterCost(cluster(), { at: NOW, skus: skus(sku()), prices: { known: prices(), at: NOW }, history: [] }),
    ]),
  ),
  filter: { states: ["new", "open", "resolved"], severity: "info" },
});

describe("the JSON export", () => {
  it.for([
    ["everything there is", whole],
    ["surge room, a score, coverage, decisions and pool facts", wholeInput()],
    ["what is set aside alone", wholeInput({ filter: { states: ["snoozed", "planned"] } })],
    ["nothing at all", reportInput({ records: [], snapshots: [], summaries: [], scans: [], rules: new Map() })],
  ] as const)("fits its schema with %s, and has no field that does not stand there", ([, input]) => {
    expect(faultsOf(renderJson(reportOf(input)))).toEqual([]);
  });

  it("fits its schema whatever the names are, and keeps them as they are", () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const text = renderJson(reportOf(named(name)));

        expect(faultsOf(text)).toEqual([]);
        expect(JSON.parse(text)).toMatchObject({
          findings: expect.arrayContaining([expect.objectContaining({ title: JSON.parse(JSON.stringify(name)) })]),
        });
      }),
      { numRuns: 30 },
    );
  });

  it("lists what is set aside after the rest, with who decided it, and counts it nowhere", () => {
    const { findings, headline, money } = JSON.parse(renderJson(reportOf(wholeInput())));
    const without = JSON.parse(renderJson(reportOf(wholeInput({ filter: { states: ["new", "open", "worsened"] } }))));
    const aside = findings.slice(headline.open);

    expect(aside.map(({ setAside }: { setAside: { kind: string } }) => setAside.kind).toSorted()).toEqual([
      "accepted",
      "planned",
      "snoozed",
    ]);
    expect(findings.slice(0, headline.open).every((each: object) => !("setAside" in each))).toBe(true);
    expect(money).toEqual(without.money);
    expect(aside.filter((each: { money: { kind: string } }) => each.money.kind === "counted")).toEqual([]);
    expect(JSON.stringify(aside)).not.toContain("00000000-0000-4000-8000-0000000000aa");
  });

  it("rounds money to cents, and never to minus nothing", () => {
    const document = JSON.parse(renderJson(reportOf(whole)));

    expect(document.saved[0].firm.predicted.amount).toBe(12.35);
    expect(Object.is(document.saved[0].firm.realised.amount, 0)).toBe(true);
    expect(document.money.firm.amount).toBe(825.84);
  });

  it("is told from a wrong document by its schema", () => {
    expect(faultsOf("{}")).not.toEqual([]);
    expect(faultsOf(renderJson(reportOf(whole)).replaceAll('"severity": "critical"', '"severity": "dire"'))).not.toEqual([]);
  });
});
