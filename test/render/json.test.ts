import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterCost } from "../../src/core/calc/cluster-cost.ts";
import { monthOf } from "../../src/core/model/ledger.ts";
import { day } from "../../src/core/model/time.ts";
import { renderJson } from "../../src/render/json.ts";
import schema from "../../src/render/report.schema.json" with { type: "json" };
import { reportOf } from "../../src/render/report.ts";
import type { ReportInput } from "../../src/render/report-input.ts";
import { EUR } from "../core/digest/estate.ts";
import { cluster, NOW, pool, prices, ref, SUBSCRIPTION, sku, skus, snapshot, systemPool, version } from "../support/build.ts";
import { hostileText, named, reportInput } from "./estate.ts";
import { savedInput } from "./saved.ts";
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

const TOLD = { minor: "1.35", plan: "community", ends: day("2026-12-06"), toldAt: NOW } as const;

/** Whatever could not be read, and a filter of each kind. */
function doubtful(): ReportInput {
  const input = named("payments");
  const { maxPods: _, ...unsized } = pool();
  const clusters = [
    cluster({ ...ref("prod-weu-1"), version: version("1.99.0"), nodePools: [systemPool(), unsized] }),
    cluster(ref("prod-weu-2")),
  ];
  const refused = { kind: "forbidden", why: "the app may not read it", scope: `/subscriptions/${SUBSCRIPTION}` } as const;
  return {
    ...input,
    records: input.records.map((record) => ({
      ...record,
      unknown: { since: NOW, reason: refused },
      finding: { ...record.finding, severity: "high" },
    })),
    endsOfLife: new Map([[ref("prod-weu-2").id, TOLD]]),
    snapshots: clusters.map((each, index) => ({
      ...snapshot(each),
      ...(index === 1 ? { readFailed: { since: NOW, reason: refused } } : {}),
    })),
    summaries: input.summaries.map((row) => ({ ...row, couldNotCheck: row.couldNotCheck.map((group) => ({ ...group, reason: refused })) })),
    filter: {
      subscriptions: [SUBSCRIPTION],
      clusters: clusters.map(({ id }) => id),
      rules: [...new Set(input.records.map(({ stamp }) => stamp.rule))],
    },
  };
}

const DOCUMENTS = [
  ["everything there is", whole],
  ["surge room, a score, coverage, decisions and pool facts", wholeInput()],
  ["what is set aside alone", wholeInput({ filter: { states: ["snoozed", "planned"] } })],
  ["what was saved", savedInput()],
  ["what could not be read", doubtful()],
  ["rooms of an unknown size", named("payments")],
  ["nothing at all", reportInput({ records: [], snapshots: [], summaries: [], scans: [], rules: new Map() })],
] as const;

interface Node {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly [keyword: string]: unknown;
}
const SCHEMA: Node = schema;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;

/** The keywords below a node under which more of the schema stands, each with where it stands. */
const below = (node: unknown, at: string): readonly (readonly [Node, string])[] =>
  isObject(node) ? Object.entries(node).flatMap(([key, value]) => (isObject(value) ? [[value, `${at}/${key}`] as const] : [])) : [];

/** Where each field stands in the schema. */
const fieldsOf = (node: Node, at: string): readonly string[] => [
  ...Object.keys(node.properties ?? {}).map((name) => `${at}/properties/${name}`),
  ...below(node, at).flatMap(([child, where]) => fieldsOf(child, where)),
];

/** Those that a document has. */
function fieldsReached(value: unknown, node: Node, at: string): readonly string[] {
  if (node.$ref !== undefined) {
    const target = node.$ref
      .slice(2)
      .split("/")
      .reduce<unknown>((from, key) => (isObject(from) ? from[key] : undefined), SCHEMA);
    return isObject(target) ? fieldsReached(value, target, node.$ref) : [];
  }
  if (Array.isArray(value)) {
    const inside = below(node, at).flatMap(([child, where]) =>
      where === `${at}/items` ? value.flatMap((item) => fieldsReached(item, child, where)) : [],
    );
    return [...inside, ...eitherOf(value, node, at)];
  }
  if (!isObject(value)) return [];
  const own = Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    name in value ? [`${at}/properties/${name}`, ...fieldsReached(value[name], child, `${at}/properties/${name}`)] : [],
  );
  return [...own, ...eitherOf(value, node, at)];
}

const eitherOf = (value: unknown, node: Node, at: string): readonly string[] =>
  below(node, at)
    .filter(([, where]) => ["anyOf", "oneOf", "allOf"].some((word) => where === `${at}/${word}`))
    .flatMap(([branches, where]) => below(branches, where).flatMap(([branch, place]) => fieldsReached(value, branch, place)));

describe("the JSON export", () => {
  it.for(DOCUMENTS)("fits its schema with %s, and has no field that does not stand there", ([, input]) => {
    expect(faultsOf(renderJson(reportOf(input)))).toEqual([]);
  });

  it("has a document among these for every field of its schema", () => {
    const reached = new Set(DOCUMENTS.flatMap(([, input]) => fieldsReached(JSON.parse(renderJson(reportOf(input))), SCHEMA, "#")));

    expect(fieldsOf(SCHEMA, "#").filter((field) => !reached.has(field))).toEqual([]);
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
