import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { Change } from "../../../src/core/rules/change.ts";
import { judge, rules } from "../../../src/core/rules/index.ts";
import { REMEDIES, type RemedyRow } from "../../../src/core/rules/remedies.ts";
import { cluster, NOW, pool, poolSize, regionFacts, regionView, sku, skus, snapshot, systemPool } from "../../support/build.ts";

const idsOf = (row: RemedyRow): readonly string[] => ("agree" in row ? row.agree : [...row.winners, ...row.losers]);

const covers = (row: RemedyRow, a: string, b: string): boolean =>
  "agree" in row
    ? row.agree.includes(a) && row.agree.includes(b)
    : (row.winners.includes(a) && row.losers.includes(b)) || (row.winners.includes(b) && row.losers.includes(a));

interface Pair {
  readonly change: Change;
  readonly a: string;
  readonly b: string;
}

/** Every two rules whose remedies change the same thing. */
const pairs: readonly Pair[] = rules.flatMap(({ meta }, index) =>
  rules.slice(index + 1).flatMap((other) => {
    const shared = (meta.changes ?? []).filter((change) => other.meta.changes?.includes(change));
    return shared.map((change) => ({ change, a: meta.id, b: other.meta.id }));
  }),
);
const rowsFor = ({ change, a, b }: Pair) => REMEDIES.filter((row) => row.change === change && covers(row, a, b));

describe("the table of remedies", () => {
  it("says of every two rules that change the same thing how their remedies go together, once", () => {
    const wrong = pairs.flatMap((pair) => {
      const { length } = rowsFor(pair);
      return length === 1 ? [] : [`${pair.a} and ${pair.b} both change "${pair.change}": ${length} rows in REMEDIES, expected 1`];
    });

    expect(pairs.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it("speaks only of rules that there are, and that change what it says", () => {
    const strangers = REMEDIES.flatMap((row) =>
      idsOf(row)
        .filter((id) => !rules.some(({ meta }) => meta.id === id && meta.changes?.includes(row.change)))
        .map((id) => `${id} does not change "${row.change}"`),
    );

    expect(strangers).toEqual([]);
  });

  it("has the stronger first: who may be withdrawn is so before it wins over others", () => {
    const late = REMEDIES.flatMap((row, index) => {
      if ("agree" in row) return [];
      const later = REMEDIES.slice(index).flatMap((each) => ("losers" in each && each.loser === "withdrawn" ? each.losers : []));
      return row.winners.filter((id) => later.includes(id)).map((id) => `${id} wins in row ${index} and is withdrawn further down`);
    });

    expect(late).toEqual([]);
  });

  it("gives clauses that fit behind the winner's title", () => {
    for (const { why } of REMEDIES) expect(why).toMatch(/^[^.]{10,110}$/);
  });
});

describe("judging", () => {
  const plain = { zones: [], osDisk: { ...pool().osDisk, kind: "managed" } } as const;
  const size = (name: string) => [poolSize(name, 3, { min: 3, max: 10 })];
  const four = pool({ ...plain, name: "four", sizes: size("Standard_D4ds_v5") });
  const eight = pool({ ...plain, name: "eight", sizes: size("Standard_D8ds_v5") });
  const facts = regionFacts({ skus: known(skus(sku(), sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 })), NOW) });
  const foundOn = (...pools: readonly (typeof four)[]) => {
    const outcomes = judge(regionView({ snapshots: [snapshot(cluster({ nodePools: [systemPool(), ...pools] }))], facts }));
    const of = (id: string) => outcomes.find(({ stamp }) => stamp.rule === id);
    return { disks: of("managed-os-disk"), merge: of("merge-into-virtual-machines-pool") };
  };

  it("advises no merge of pools that are to get other disks first", () => {
    const { disks, merge } = foundOn(four, eight);

    expect(disks?.findings.map(({ subject }) => subject)).toEqual(["four", "eight"]);
    expect(merge?.findings).toEqual([]);
    expect(merge?.notApplicable).toContainEqual(
      expect.objectContaining({ subject: "eight", why: expect.stringContaining('COST-004 "Ephemeral OS disk has room" comes first') }),
    );
  });

  it("advises it where their disks may stay as they are", () => {
    const stays = { osDisk: pool().osDisk };

    const { disks, merge } = foundOn({ ...four, ...stays }, { ...eight, ...stays });

    expect(disks?.findings).toEqual([]);
    expect(merge?.findings.map(({ subject, pools }) => [subject, pools])).toEqual([["eight", ["four"]]]);
  });
});
