import { describe, expect, it } from "vitest";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import type { Outcome, Worth } from "../../../src/core/model/finding.ts";
import { currency } from "../../../src/core/model/money.ts";
import type { Loser, RemedyRow } from "../../../src/core/rules/remedies.ts";
import { defineRegionRule, defineRule, type Found, type Rule } from "../../../src/core/rules/rule.ts";
import { settled } from "../../../src/core/rules/settle.ts";
import { cluster, pool, ref, regionView, snapshot, systemPool } from "../../support/build.ts";
import { META as EXAMPLE, FOUND } from "./setting-examples.ts";

const CLUSTER = { kind: "cluster", cluster: ref().id } as const;
const META = { ...EXAMPLE, changes: ["pool"] } as const;

const eur = (amount: number) => ({ amount, currency: currency("EUR") });
const SAVING: Worth = {
  kind: "monthly",
  about: "size",
  firmness: "firm",
  monthly: eur(100),
  before: eur(300),
  basis: { kind: "tonight" },
  confidence: "high",
  prices: [],
  workings: [],
};

/** A rule that finds these things about every cluster. */
const finds = (id: string, ...found: readonly Partial<Found>[]): Rule =>
  defineRule({ ...META, id, code: `COST-${id.toUpperCase()}` }, () =>
    found.map((each) => ({ ...FOUND, title: `Do ${id}`, first: ["What it said before"], worth: SAVING, ...each })),
  );
const over = (winner: string, loser: string, how: Loser): RemedyRow => ({
  change: "pool",
  winners: [winner],
  losers: [loser],
  loser: how,
  why: "it replaces the pool",
});

const POOLS: Partial<Cluster> = { nodePools: [systemPool(), pool(), pool({ name: "batch" })] };

function settle(rules: readonly Rule[], table: readonly RemedyRow[]): Outcome[] {
  const view = regionView({ snapshots: [snapshot(cluster(POOLS)), snapshot(cluster({ ...POOLS, ...ref("other") }))] });
  return settled(
    rules.map((rule) => rule.judge(view)),
    rules,
    table,
    view,
  );
}

/** What is left of a rule's findings about the first cluster. */
function leftOf(outcomes: readonly Outcome[], id: string) {
  const { findings = [], notApplicable = [] } = outcomes.find(({ stamp }) => stamp.rule === id) ?? {};
  const isHere = ({ target }: { readonly target: object }) => JSON.stringify(target) === JSON.stringify(CLUSTER);
  return { findings: findings.filter(isHere), notApplicable: notApplicable.filter(isHere) };
}

describe("a remedy that another excludes", () => {
  it("is withdrawn: not applicable, naming the winner, so that it is never booked", () => {
    const outcomes = settle([finds("a", { subject: "apps" }), finds("b", { subject: "apps" })], [over("a", "b", "withdrawn")]);

    expect(leftOf(outcomes, "a").findings).toHaveLength(1);
    expect(leftOf(outcomes, "b")).toEqual({
      findings: [],
      notApplicable: [{ target: CLUSTER, subject: "apps", why: 'COST-A "Do a" comes first: it replaces the pool' }],
    });
  });

  it.for([
    { what: "the same pool", winner: { subject: "apps" }, left: [undefined] },
    { what: "another pool", winner: { subject: "batch" }, left: ["apps"] },
    { what: "another pool, and this one with it", winner: { subject: "batch", pools: ["apps"] }, left: [undefined] },
    { what: "the whole cluster", winner: {}, left: [undefined] },
    { what: "what is no pool", winner: { subject: "all pools" }, left: [undefined] },
  ])("only where both touch the same: $what", ({ winner, left }) => {
    const outcomes = settle([finds("a", winner), finds("b", { subject: "apps" })], [over("a", "b", "withdrawn")]);

    const { findings, notApplicable } = leftOf(outcomes, "b");
    expect(findings.map(({ subject }) => subject)).toEqual(left.filter((each) => each !== undefined));
    expect(notApplicable).toHaveLength(left.filter((each) => each === undefined).length);
  });

  it("withdraws nothing itself", () => {
    const rules = ["a", "b", "c"].map((id) => finds(id, { subject: "apps" }));

    const outcomes = settle(rules, [over("a", "b", "withdrawn"), over("b", "c", "withdrawn")]);

    expect(leftOf(outcomes, "b").findings).toEqual([]);
    expect(leftOf(outcomes, "c").findings).toHaveLength(1);
  });

  it("gives way to the first that stands against it, and only once", () => {
    const rules = ["a", "b", "c"].map((id) => finds(id, { subject: "apps" }));

    const outcomes = settle(rules, [over("a", "c", "withdrawn"), over("b", "c", "withdrawn")]);

    expect(leftOf(outcomes, "c").notApplicable.map(({ why }) => why)).toEqual(['COST-A "Do a" comes first: it replaces the pool']);
  });

  it("stays where the winner speaks about another cluster", () => {
    const here = defineRule({ ...META, id: "a", code: "COST-A" }, ({ cluster: of }) => (of.name === "other" ? [FOUND] : []));

    expect(leftOf(settle([here, finds("b", {})], [over("a", "b", "withdrawn")]), "b").findings).toHaveLength(1);
  });
});

describe("a remedy that waits for another", () => {
  it("says so first, and what it saves is no longer firm", () => {
    const outcomes = settle([finds("a", { subject: "apps" }), finds("b", { subject: "apps" })], [over("a", "b", "waits")]);

    const [finding] = leftOf(outcomes, "b").findings;
    expect(finding?.first).toEqual(['COST-A "Do a" is done first: it replaces the pool', "What it said before"]);
    expect(finding?.worth).toEqual({ ...SAVING, firmness: "up-to", confidence: "low" });
    expect(leftOf(outcomes, "a").findings[0]?.worth).toEqual(SAVING);
  });

  it("keeps worth that is no saving", () => {
    const worth = { kind: "not-priced", why: "no retail row" } as const;

    const outcomes = settle([finds("a", {}), finds("b", { worth })], [over("a", "b", "waits")]);

    expect(leftOf(outcomes, "b").findings[0]?.worth).toEqual(worth);
  });
});

describe("remedies that one piece of work does", () => {
  it("say so, and keep what they save", () => {
    const outcomes = settle([finds("a", { subject: "apps" }), finds("b", { subject: "apps" })], [over("a", "b", "joins")]);

    const [finding] = leftOf(outcomes, "b").findings;
    expect(finding?.first[0]).toBe('Do it together with COST-A "Do a": it replaces the pool');
    expect(finding?.worth).toEqual(SAVING);
  });
});

it("what nothing stands against is left as it was, down to the object", () => {
  const rules = [finds("a", { subject: "apps" }), finds("b", { subject: "batch" })];
  const view = regionView({ snapshots: [snapshot(cluster(POOLS))] });
  const outcomes = rules.map((rule) => rule.judge(view));

  const after = settled(outcomes, rules, [over("a", "b", "withdrawn")], view);

  expect(after.map(({ findings }) => findings[0])).toEqual(outcomes.map(({ findings }) => findings[0]));
  expect(after[0]?.findings[0]).toBe(outcomes[0]?.findings[0]);
});

it("a finding about the region itself neither wins nor loses: it names no cluster to change", () => {
  const region = defineRegionRule({ ...META, id: "a", code: "COST-A" }, () => [FOUND]);

  const outcomes = settle([region, finds("b", {})], [over("a", "b", "withdrawn"), over("b", "a", "waits")]);

  expect(outcomes[0]?.findings).toEqual([expect.objectContaining({ first: [], title: FOUND.title })]);
  expect(leftOf(outcomes, "b").findings).toHaveLength(1);
});
