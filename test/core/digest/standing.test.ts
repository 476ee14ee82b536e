import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Standing, type Standings, standingsOf, sumOf } from "../../../src/core/digest/standing.ts";
import { currency } from "../../../src/core/model/money.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { SAVING_KINDS, type Saving } from "../../../src/core/model/saving.ts";
import { law } from "../../support/law.ts";
import { EUR, inRegion, on, record, saves } from "./estate.ts";

const about = (of: Saving["about"], monthly: number, firmness: Saving["firmness"] = "firm"): Saving & { readonly kind: "monthly" } => ({
  ...saves(monthly, { about: of, firmness }),
  kind: "monthly",
});
const offer = (cluster: string, pool: string | undefined, worth: FindingRecord["finding"]["worth"], rule = `rule-${pool}`): FindingRecord =>
  record({
    rule: worth.kind === "monthly" ? worth.about : rule,
    finding: { target: on(cluster), worth, title: `Saves by ${worth.kind === "monthly" ? worth.about : "nothing"}`, subject: pool ?? "x" },
    isWhole: pool === undefined,
  });
const kinds = (standings: Standings): readonly Standing["kind"][] => [...standings.values()].map(({ kind }) => kind);

describe("how the money of a finding stands", () => {
  const size = offer("a", "web", about("size", 210));
  const spot = offer("a", "web", about("spot", 612, "up-to"));

  it("is counted once for two that save the same money, firm before up to, and the other says which is counted", () => {
    const standings = standingsOf([size, spot], EUR);

    expect(standings.get(size.key)).toMatchObject({ kind: "counted", saving: { about: "size" } });
    expect(standings.get(spot.key)).toMatchObject({ kind: "also-possible", saving: { about: "spot" }, counted: [size] });
    expect(sumOf([...standings.values()], EUR)).toEqual({
      firm: { amount: 210, currency: EUR },
      upTo: { amount: 0, currency: EUR },
      notPriced: 0,
    });
  });

  it("is counted for both where they are of different pools or clusters, or take from different parts of the bill", () => {
    const others = [offer("a", "api", about("spot", 1)), offer("b", "web", about("spot", 2)), offer("a", "web", about("public-ip", 4))];

    expect(kinds(standingsOf([size, ...others], EUR))).toEqual(["counted", "counted", "counted", "counted"]);
  });

  it("is of the whole cluster where it names no pool, or several in words", () => {
    for (const subject of [undefined, "all pools", "rg/vnet/nodes"]) {
      const idle = offer("a", subject, about("idle", 900));

      const standings = standingsOf([size, idle, offer("b", "web", about("size", 5))], EUR);

      expect(standings.get(size.key)).toMatchObject({ kind: "also-possible", counted: [idle] });
      expect(kinds(standings).filter((kind) => kind === "counted")).toHaveLength(2);
    }
  });

  it("costs where following the advice saves nothing, and hides nothing else", () => {
    const dearer = offer("a", "web", about("disk", -20));
    const same = offer("b", "web", about("disk", 0));

    const standings = standingsOf([size, dearer, same], EUR);

    expect([size, dearer, same].map(({ key }) => standings.get(key)?.kind)).toEqual(["counted", "costs", "costs"]);
    expect(sumOf([...standings.values()], EUR).firm.amount).toBe(210);
  });

  it("is not priced where a price is missing, or where it is still in another currency", () => {
    const unknown = offer("a", "api", { kind: "not-priced", why: "no retail row" });
    const dollars = offer("b", "api", { ...about("size", 40), monthly: { amount: 40, currency: currency("USD") } });

    const standings = standingsOf([unknown, dollars], EUR);

    expect(standings.get(unknown.key)).toEqual({ kind: "not-priced", why: "no retail row" });
    expect(standings.get(dollars.key)).toEqual({
      kind: "not-priced",
      why: "its amount is in USD, from before the currency was changed to EUR",
    });
    expect(sumOf([...standings.values()], EUR)).toMatchObject({ firm: { amount: 0 }, notPriced: 2 });
  });

  it("is nothing for advice without money, and for what costs once", () => {
    const once = { kind: "once", cost: { amount: 2, currency: EUR }, prices: [], workings: [] } as const;

    expect(kinds(standingsOf([offer("a", "web", { kind: "none" }), offer("b", "web", once)], EUR))).toEqual(["none", "none"]);
  });

  it("is chosen for a region by itself", () => {
    const whole = record({ rule: "r", isWhole: true, finding: { target: inRegion("westeurope"), worth: about("idle", 7) } });

    expect(kinds(standingsOf([size, whole], EUR))).toEqual(["counted", "counted"]);
  });
});

describe("the sum of an estate", () => {
  const offers = fc.uniqueArray(
    fc
      .record({
        cluster: fc.constantFrom("a", "b"),
        pool: fc.constantFrom("web", "api", undefined),
        kind: fc.constantFrom(...SAVING_KINDS),
        firmness: fc.constantFrom("firm" as const, "up-to" as const),
        monthly: fc.double({ min: -50, max: 5000, noNaN: true }),
      })
      .map(({ cluster, pool, kind, firmness, monthly }) => offer(cluster, pool, about(kind, monthly, firmness))),
    { selector: ({ key }) => key, maxLength: 12 },
  );
  const total = (records: readonly FindingRecord[]) => sumOf([...standingsOf(records, EUR).values()], EUR);
  const amounts = (records: readonly FindingRecord[], firmness: Saving["firmness"]): number =>
    records.reduce((sum, { finding: { worth } }) => {
      const counts = worth.kind === "monthly" && worth.firmness === firmness && worth.monthly.amount > 0;
      return sum + (counts ? worth.monthly.amount : 0);
    }, 0);

  law("is the same in whatever order findings come", [offers], (records) => {
    expect(total(records.toReversed())).toEqual(total(records));
    expect(standingsOf(records.toReversed(), EUR)).toEqual(standingsOf(records, EUR));
  });

  law("is never more than all its offers, firm and up to by themselves", [offers], (records) => {
    const { firm, upTo } = total(records);

    expect(firm.amount).toBeLessThanOrEqual(amounts(records, "firm") * (1 + 1e-12));
    expect(upTo.amount).toBeLessThanOrEqual(amounts(records, "up-to") * (1 + 1e-12));
  });

  law("has the same firm part whatever is possible beside it", [offers], (records) => {
    const firmAlone = records.filter(({ finding: { worth } }) => worth.kind === "monthly" && worth.firmness === "firm");

    expect(total(firmAlone).firm).toEqual(total(records).firm);
  });

  law("takes money from no part of a pool's bill twice", [offers], (records) => {
    for (const cluster of ["a", "b"]) {
      const counted = [...standingsOf(records, EUR)].flatMap(([key, standing]) => {
        const of = records.find((each) => each.key === key)?.finding;
        const isHere = of?.target.kind === "cluster" && of.target.cluster.endsWith(`/${cluster}`);
        return standing.kind === "counted" && isHere ? [{ pool: of.subject, about: standing.saving.about }] : [];
      });
      const disks = counted.filter(({ about: kind }) => kind === "disk" || kind === "idle" || kind === "scale-to-zero");

      expect(new Set(disks.map(({ pool }) => pool)).size).toBe(disks.length);
    }
  });
});
