import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { excludes } from "../../../src/core/calc/savings.ts";
import { composeDigest } from "../../../src/core/digest/compose.ts";
import type { Digest, DigestInput } from "../../../src/core/digest/digest.ts";
import { SEVERITIES, targetKey } from "../../../src/core/model/finding.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { SAVING_KINDS, type Saving } from "../../../src/core/model/saving.ts";
import { minutesAfter } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import {
  baselineNight,
  EUR,
  fixedSize,
  managedDisk,
  moneyNight,
  noAddresses,
  on,
  record,
  saves,
  smallerSize,
  spotCandidate,
  toldOf,
} from "./estate.ts";

const compose = (records: readonly FindingRecord[], change: Partial<DigestInput> = {}): Digest | undefined =>
  composeDigest({ ...baselineNight(), couldNotCheck: [], records, told: [], ...change });
const rows = (digest: Digest | undefined) => digest?.sections.flatMap((section) => section.rows) ?? [];

describe("a digest with money", () => {
  const digest = composeDigest(moneyNight());
  const worthOf = (title: string): readonly (string | undefined)[] =>
    rows(digest).flatMap((row) => (row.title === title ? [row.worth] : []));

  it("says the firm money of all that is open, and what the last one said", () => {
    // 12 and 6 disks at 34.20, and 210.24 for the newer size: 410.40 + 205.20 + 210.24.
    expect(digest?.headline).toBe("7 new · 2 resolved · €826/month at list price (was €390)");
    expect(digest?.firmTotal?.amount).toBeCloseTo(825.84, 6);
  });

  it("says what each row is worth, and which is only possible in place of another", () => {
    expect(worthOf("Ephemeral OS disk has room")).toEqual(["€410/month less"]);
    expect(worthOf("A newer VM size costs less")).toEqual(["€210/month less"]);
    expect(worthOf("Could run on spot")).toEqual(["also possible, up to €612/month less for 1 of 3"]);
    expect(worthOf("A slower disk holds the nodes back")).toEqual(["€18/month more"]);
    expect(worthOf("Two hops to the newest version")).toEqual([undefined]);
  });

  it("says what stays open as one sum, up to apart", () => {
    expect(digest?.stillOpen).toEqual({ findings: 2, worth: "€205/month · up to €612/month" });
  });

  it("says what ended with its money", () => {
    expect(digest?.resolved.map(({ title, how, worth }) => [title, how, worth])).toEqual([
      ["A smaller OS disk would do", undefined, "€137/month since 24 Nov"],
      ["Ephemeral OS disk has room", "moved to jobseph", "€96/month since 24 Nov, measured"],
    ]);
  });

  it("says how many findings are not priced, why, and whose prices are old", () => {
    expect(digest?.notPriced).toBe(
      "2 findings are not priced: no retail row for Standard_NC24ads_A100_v4 in swedencentral (list read 24 Nov 02:01 UTC).",
    );
    expect(digest?.oldPrices).toBe("Prices for batch-neu-2 were read 21 Nov 02:03 UTC: 3 days old.");
  });

  it("has no money in the headline where nothing is firm, or nothing is priced", () => {
    const unknown = record({ finding: { target: on("prod-weu-1"), worth: { kind: "not-priced", why: "the list was not read" } } });

    expect(compose([fixedSize("prod-weu-1", "web")])?.headline).toBe("1 new");
    expect(compose([unknown])).toMatchObject({ headline: "1 new", notPriced: "1 finding is not priced: the list was not read." });
    expect(compose([unknown], { lastFirmTotal: { amount: 390, currency: EUR } })?.headline).toBe("1 new");
    expect(compose([unknown])?.firmTotal).toBeUndefined();
  });

  it("says so when the last of the money is saved", () => {
    const old = managedDisk("prod-weu-1", "web", 12);
    const closed = { ...old, closed: { at: minutesAfter(120), reason: "gone" as const } };
    const lastFirmTotal = { amount: 410.4, currency: EUR };

    expect(compose([closed], { told: [toldOf(old)], lastFirmTotal })?.headline).toBe("1 resolved · €0/month at list price (was €410)");
  });

  it("leaves out what is below the floor of the route: it hides nothing that is told", () => {
    const low = smallerSize("prod-weu-1", "web", 500);
    const medium = spotCandidate({ finding: { target: on("prod-weu-1"), subject: "web" } });
    const route = { ...baselineNight().route, floor: "medium" as const };

    const digestOf = compose([low, medium, managedDisk("prod-weu-1", "api", 1)], { route });

    expect(digestOf?.headline).toBe("2 new · €34/month at list price");
    expect(rows(digestOf).map(({ worth }) => worth)).toEqual(["€34/month less", "up to €612/month less"]);
  });

  it("sums a row over what is counted of it", () => {
    const grouped = [managedDisk("prod-weu-1", "a", 1), managedDisk("prod-weu-1", "b", 2), smallerSize("prod-weu-1", "b", 500)];

    expect(rows(compose(grouped)).map(({ title, worth }) => [title, worth])).toEqual([
      ["A newer VM size costs less", "€500/month less"],
      ["Ephemeral OS disk has room", "€34/month less for 1 of 2"],
    ]);
  });

  it("puts the pool first in its row that is worth most, among the gravest", () => {
    const [few, many] = [managedDisk("prod-weu-1", "few", 9), managedDisk("prod-weu-1", "many", 2)];
    const dear = { ...many, finding: { ...many.finding, worth: saves(900) } };

    expect(rows(compose([few, dear]))[0]?.members.map(({ where }) => where)).toEqual(["prod-weu-1 / many", "prod-weu-1 / few"]);
  });

  it("keeps ten rows by deadline, then what is high, then money, and knows what the others are worth", () => {
    const grave = noAddresses("prod-weu-2", "etl", 37);
    const paid = Array.from({ length: 12 }, (_, index) =>
      managedDisk("prod-weu-1", `p${index}`, 1, { finding: { title: `Advice ${index}`, severity: "low", worth: saves(index + 1) } }),
    );

    const cut = compose([grave, ...paid]);

    expect(rows(cut).map(({ title }) => title)).toEqual([
      "No addresses for surge",
      ...Array.from({ length: 9 }, (_, index) => `Advice ${11 - index}`),
    ]);
    expect(cut?.more.map(({ title, worth }) => [title, worth])).toEqual([
      ["Advice 2", "€3.00/month less"],
      ["Advice 1", "€2.00/month less"],
      ["Advice 0", "€1.00/month less"],
    ]);
  });
});

describe("the money of a digest, whatever was found", () => {
  const estate = fc.uniqueArray(
    fc
      .record({
        cluster: fc.constantFrom("prod-weu-1", "prod-weu-2"),
        pool: fc.constantFrom("a", "b", "c"),
        about: fc.constantFrom(...SAVING_KINDS),
        severity: fc.constantFrom(...SEVERITIES),
        firmness: fc.constantFrom("firm" as const, "up-to" as const),
        monthly: fc.integer({ min: -50, max: 3000 }),
        isTold: fc.boolean(),
        baseline: fc.boolean(),
      })
      .map(({ cluster, pool, about, severity, firmness, monthly, isTold, baseline }) => ({
        isTold,
        record: record({
          rule: about,
          baseline,
          finding: { target: on(cluster), subject: pool, severity, title: about, worth: saves(monthly, { about, firmness }) },
        }),
      })),
    { selector: ({ record: { key } }) => key, maxLength: 16 },
  );
  type Estate = typeof estate extends fc.Arbitrary<infer T> ? T : never;
  const digestOf = (found: Estate): Digest | undefined =>
    compose(
      found.map((each) => each.record),
      { told: found.flatMap((each) => (each.isTold ? [toldOf(each.record)] : [])) },
    );
  const amount = (text: string | undefined): number => Number(/^€([\d,.]+)\/month/.exec(text ?? "")?.[1]?.replaceAll(",", "") ?? 0);

  law("is the same in whatever order findings come", [estate], (found) => {
    expect(digestOf(found.toReversed())).toEqual(digestOf(found));
  });

  law("adds up: rows, those cut, new clusters and what stays open are the headline's total", [estate], (found) => {
    const digest = digestOf(found);
    if (!digest) return;
    const shown = [...rows(digest), ...digest.more].reduce((sum, { saves: { firm } }) => sum + firm.amount, 0);

    const parts = shown + amount(digest.joined?.worth) + amount(digest.stillOpen.worth);

    expect(Math.abs(parts - (digest.firmTotal?.amount ?? 0))).toBeLessThan(1);
  });

  /** The most a pool's firm savings come to without taking from one part of its bill twice, by trying every choice. */
  function bestChain(savings: readonly Saving[]): number {
    const [first, ...others] = savings;
    if (!first) return 0;
    const beside = others.filter((other) => !excludes(first.about, other.about));
    return Math.max(bestChain(others), first.monthly.amount + bestChain(beside));
  }

  law("is the sum of each pool's best chain of firm savings, and no up-to amount changes it", [estate], (found) => {
    const digest = digestOf(found);
    if (!digest) return;

    const pools = Map.groupBy(found, ({ record: { finding } }) => `${targetKey(finding.target)} ${finding.subject}`);
    const chains = [...pools.values()].map((those) =>
      bestChain(
        those.flatMap(({ record: { finding } }) =>
          finding.worth.kind === "monthly" && finding.worth.firmness === "firm" ? [finding.worth] : [],
        ),
      ),
    );

    expect(digest.firmTotal?.amount ?? 0).toBe(chains.reduce((sum, chain) => sum + chain, 0));
  });
});
