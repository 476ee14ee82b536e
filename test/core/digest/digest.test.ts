import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeDigest } from "../../../src/core/digest/compose.ts";
import type { Digest, DigestInput } from "../../../src/core/digest/digest.ts";
import { standingsOf } from "../../../src/core/digest/standing.ts";
import type { Told } from "../../../src/core/model/delivery.ts";
import { SEVERITIES } from "../../../src/core/model/finding.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { addDays, day, type Instant } from "../../../src/core/model/time.ts";
import { minutesAfter } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import {
  baselineNight,
  EUR,
  fixedSize,
  inRegion,
  managedDisk,
  noAddresses,
  on,
  priceUse,
  record,
  saves,
  secondNight,
  supportEnds,
  surgeShort,
  toldOf,
} from "./estate.ts";

const DAY = 1440;
/** Something told long ago, so that a digest is not the route's first. */
const ELSEWHERE: Told = {
  route: "payments",
  key: record({ finding: { subject: "long-ago" } }).key,
  at: minutesAfter(-90 * DAY),
  state: "open",
  severity: "low",
};

const compose = (records: readonly FindingRecord[], told: readonly Told[] = [], change: Partial<DigestInput> = {}): Digest | undefined =>
  composeDigest({ ...baselineNight(), couldNotCheck: [], records, told: [ELSEWHERE, ...told], ...change });

const closed = (of: FindingRecord, reason: NonNullable<FindingRecord["closed"]>["reason"], successor?: string): FindingRecord => ({
  ...of,
  state: "resolved",
  closed: { at: minutesAfter(DAY), reason, ...(successor === undefined ? {} : { successor }) },
});

const wheres = (digest: Digest | undefined) =>
  digest?.sections.map(({ kind, rows }) => `${kind}: ${rows.map(({ where }) => where).join(", ")}`).join("; ");

describe("the first digest of a route", () => {
  const digest = composeDigest(baselineNight());

  it("tells the baseline as one estate", () => {
    expect(digest?.headline).toBe("Baseline: 12 findings in 6 clusters, €718/month at list price");
    expect(digest?.sections.map(({ kind, rows }) => [kind, rows.length])).toEqual([
      ["act-soon", 1],
      ["baseline", 7],
    ]);
  });

  it("names the ten that matter most where there are more", () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      fixedSize("prod-weu-1", `pool${index}`, {
        baseline: true,
        finding: { title: `Advice ${index}`, magnitude: { value: 1, unit: "node" }, worth: saves(index + 1) },
      }),
    );

    const first = compose(many, [], { told: [] });

    expect(first?.headline).toBe("Baseline: 30 findings in 1 cluster, €465/month at list price. The ten that matter most:");
    expect(first?.sections[0]?.rows.map(({ title }) => title)).toEqual(Array.from({ length: 10 }, (_, index) => `Advice ${29 - index}`));
    expect(first?.more).toHaveLength(20);
  });

  it("is not a baseline when nothing was found on the first night", () => {
    expect(compose([fixedSize("prod-weu-1", "web")], [], { told: [] })?.headline).toBe("1 new");
  });

  it("is still the first one where only reasons and notices were told", () => {
    const told: readonly Told[] = ["reason|forbidden|cluster|x", "failure|scan|y"].map((key) => ({
      route: "payments",
      key: key as Told["key"],
      at: minutesAfter(0),
      state: "open",
    }));

    expect(composeDigest({ ...baselineNight(), told })?.headline).toBe(digest?.headline);
  });

  it("is not told again", () => {
    expect(composeDigest({ ...baselineNight(), told: digest?.tells ?? [] })).toBeUndefined();
  });
});

describe("the second night", () => {
  const first = composeDigest(baselineNight());
  const digest = composeDigest(secondNight(first?.tells ?? [], first?.firmTotal ? { lastFirmTotal: first.firmTotal } : {}));

  it("says what is new, worse and resolved, and counts the rest", () => {
    expect(digest?.headline).toBe("4 new · 1 worse · 3 resolved · €616/month at list price (was €718)");
    expect(wheres(digest)).toBe("new: 3 pools in 2 clusters, prod-neu-1 / web; worse: prod-weu-2 / etl");
    expect(digest?.stillOpen).toEqual({ findings: 8, worth: "€616/month · up to €612/month" });
  });

  it("says what a finding was before it grew", () => {
    expect(digest?.sections[1]?.rows[0]?.note).toBe("was 6 addresses");
  });

  it("says how each of the resolved ended", () => {
    expect(digest?.resolved).toMatchObject([
      { where: "batch-neu-2 / jobs", title: "Ephemeral OS disk has room", how: "moved to jobseph" },
      { where: "dev-weu-3 / tools", title: "Fixed size, autoscaler off" },
      { where: "prod-sdc-1 / old", title: "Fixed size, autoscaler off", how: "deleted" },
    ]);
  });

  it("says no reason twice that it could not check something", () => {
    expect(digest?.unchecked).toEqual([]);
  });
});

describe("what is news", () => {
  const pool = fixedSize("prod-weu-1", "web");
  const grave = noAddresses("prod-weu-2", "etl", 37);

  it.for<readonly [string, FindingRecord, Partial<Told> | undefined, string | undefined]>([
    ["a finding that was never told", pool, undefined, "1 new"],
    ["no finding that was told, whatever its record says", { ...pool, state: "worsened" }, {}, undefined],
    ["a finding that grew since it was told, whatever its record says", grave, { magnitude: { value: 6, unit: "address" } }, "1 worse"],
    ["a finding that became graver since it was told", grave, { severity: "low" }, "1 worse"],
    ["no finding that shrank", grave, { magnitude: { value: 90, unit: "address" } }, undefined],
    ["a finding that was fixed after it was told", closed(pool, "fixed"), {}, "1 resolved"],
    ["a finding whose pool was deleted after it was told", closed(pool, "gone"), {}, "1 resolved"],
    ["no end of what was never told", closed(pool, "fixed"), undefined, undefined],
    ["no end that was told", closed(pool, "fixed"), { state: "resolved" }, undefined],
    ["no end because the rule changed", closed(pool, "reclassified"), {}, undefined],
    ["no end because the rule does not apply", closed(pool, "not-applicable"), {}, undefined],
    ["a finding that came back", { ...pool, state: "regressed" }, { state: "resolved" }, "1 new"],
    ["a finding that began anew after it was told", { ...pool, firstSeen: minutesAfter(120) }, { at: minutesAfter(60) }, "1 new"],
  ])("is %s", ([, found, told, expected]) => {
    expect(compose([found], told ? [toldOf(found, told)] : [])?.headline).toBe(expected);
  });

  it("is nothing below the floor of the route, but what ends there was told once", () => {
    const route = { ...baselineNight().route, floor: "medium" as const };

    expect(compose([pool], [], { route })).toBeUndefined();
    expect(compose([closed(pool, "fixed")], [toldOf(pool)], { route })?.headline).toBe("1 resolved");
    expect(compose([pool, grave], [toldOf(pool)], { route })).toMatchObject({ headline: "1 new", stillOpen: { findings: 0 } });
  });

  it("marks what came back", () => {
    const digest = compose([pool], [toldOf(pool, { state: "resolved" })]);

    expect(digest?.sections[0]?.rows[0]?.note).toBe("back again");
  });

  it("is one line for clusters that join later", () => {
    const joined = [pool, grave, supportEnds("prod-neu-1")].map((each) => ({ ...each, baseline: true }));

    const digest = compose(joined);

    expect(digest?.headline).toBe("1 new · 2 in 2 new clusters");
    expect(digest?.joined).toEqual({
      clusters: "prod-weu-1 and prod-weu-2",
      findings: "2 findings: 1 high, 1 low",
      worth: "up to €140/month",
    });
    expect(wheres(digest)).toBe("act-soon: prod-neu-1");
    expect(compose(joined, digest?.tells)).toBeUndefined();
  });
});

describe("a finding whose pool moved", () => {
  const old = noAddresses("prod-weu-1", "web", 37);
  const left = closed(old, "moved", "web2");
  const heir = (short: number) => noAddresses("prod-weu-1", "web2", short, { firstSeen: minutesAfter(DAY) });
  const at = minutesAfter(DAY + 270);
  const night = (records: readonly FindingRecord[], told = [toldOf(old)]) => compose(records, told, { at });
  /** One more finding, so that there is a message. */
  const other = fixedSize("dev-weu-3", "tools", { firstSeen: minutesAfter(DAY) });

  it("is neither resolved nor new where the rule says the same of the pool that took over", () => {
    expect(night([left, heir(37)])).toBeUndefined();
    expect(night([left, heir(37), other])).toMatchObject({ headline: "1 new", resolved: [], stillOpen: { findings: 1 } });
  });

  it("goes on from what was told of the old pool, and the next night from its own", () => {
    const tells = night([left, heir(37), other])?.tells ?? [];

    expect(tells.map(({ key, state, said }) => [key, state, said])).toEqual([
      [other.key, "open", "new"],
      [old.key, "resolved", undefined],
      [heir(37).key, "open", undefined],
    ]);
    expect(night([left, heir(37), other], [...tells])).toBeUndefined();
    expect(night([left, heir(90), other], [...tells])?.headline).toBe("1 worse");
  });

  it("is worse where it grew on the way, and resolved once the new pool is mended", () => {
    const grown = night([left, heir(90)]);

    expect(grown?.headline).toBe("1 worse");
    expect(grown?.sections[0]?.rows[0]).toMatchObject({ where: "prod-weu-1 / web2", note: "was 37 addresses" });
    expect(night([left, closed(heir(90), "fixed")], [...(grown?.tells ?? [])])?.headline).toBe("1 resolved");
  });

  it.for<readonly [string, readonly FindingRecord[]]>([
    ["nothing is said of the pool that took over", [left]],
    ["another rule speaks of the pool that took over", [left, fixedSize("prod-weu-1", "web2")]],
    ["a pool of another cluster has its name", [left, noAddresses("prod-weu-2", "web2", 37)]],
    ["it moved to another pool", [closed(old, "moved", "web3"), closed(heir(37), "fixed")]],
  ])("is resolved where %s", ([, records]) => {
    const told = records.filter(({ closed }) => !closed).map((each) => toldOf(each));

    expect(night(records, [toldOf(old), ...told])?.headline).toBe("1 resolved");
  });

  it("is found whatever case the pool's name is written in", () => {
    const renamed = { ...left, closed: { at, reason: "moved" as const, successor: "Web2" } };

    expect(night([renamed, heir(37)])).toBeUndefined();
  });
});

describe("notes on prices", () => {
  const NEVER = { kind: "not-priced", why: "no retail row" } as const;
  const standing = fixedSize("prod-weu-1", "a", { finding: { worth: NEVER } });
  const stale = managedDisk("prod-weu-2", "b", 3, {
    finding: { worth: saves(90, { prices: [priceUse({ readAt: minutesAfter(-3 * DAY) })] }) },
  });
  const told = [toldOf(standing), toldOf(stale)];
  const fresh = fixedSize("dev-weu-3", "tools");
  const NOT_PRICED = "1 finding is not priced: no retail row.";
  const OLD = "Prices for prod-weu-2 were read 20 Nov 02:03 UTC: 3 days old.";

  it("stand under what they are about on the day it is told", () => {
    expect(compose([standing, stale])).toMatchObject({ notPriced: NOT_PRICED, oldPrices: OLD });
  });

  it("are not said again every day", () => {
    const digest = compose([standing, stale, fresh], told);

    expect(digest?.headline).toBe("1 new · €90/month at list price");
    expect(digest).not.toHaveProperty("notPriced");
    expect(digest).not.toHaveProperty("oldPrices");
  });

  it("are said again with the week", () => {
    expect(compose([standing, stale], told, { hasBaseline: true })).toMatchObject({
      kind: "heartbeat",
      notPriced: NOT_PRICED,
      oldPrices: OLD,
    });
  });
});

describe("a finding that flips", () => {
  const pool = fixedSize("prod-weu-1", "web");
  const fixed = closed(pool, "fixed");

  /** Night by night: what was found, and the headline. Tells are carried on. */
  function headlines(nights: readonly FindingRecord[]): (string | undefined)[] {
    let told: readonly Told[] = [];
    return nights.map((found, index) => {
      const digest = compose([found], told, { at: minutesAfter(60 + index * DAY), day: addDays(day("2026-11-23"), index) });
      if (digest) told = digest.tells;
      return digest?.headline;
    });
  }

  it("is told when it comes back the first time, then once a week", () => {
    const flipping = Array.from({ length: 17 }, (_, index) => (index % 2 === 0 ? pool : fixed));

    expect(headlines(flipping)).toEqual([
      "1 new",
      "1 resolved",
      "1 new",
      ...[undefined, undefined, undefined, undefined, undefined, undefined],
      "1 resolved",
      ...[undefined, undefined, undefined, undefined, undefined, undefined],
      "1 new",
    ]);
  });

  it("is told as resolved a week later when it stays fixed", () => {
    expect(headlines([pool, fixed, pool, ...Array.from({ length: 8 }, () => fixed)])).toEqual([
      "1 new",
      "1 resolved",
      "1 new",
      ...[undefined, undefined, undefined, undefined, undefined, undefined],
      "1 resolved",
      undefined,
    ]);
  });
});

describe("a dated finding", () => {
  const due = day("2027-02-21");
  const dated = supportEnds("prod-weu-1", {
    firstSeen: minutesAfter(-200 * DAY),
    finding: { due, title: "Kubernetes 1.34 leaves community support" },
  });
  const at = (daysLeft: number, told: readonly Told[]): Digest | undefined => {
    const today = addDays(due, -daysLeft);
    return compose([dated], told, { day: today, at: `${today}T06:00:00.000Z` as Instant });
  };

  it.for([
    [90, "new"],
    [61, "new"],
    [60, "act-soon"],
    [7, "act-soon"],
    [0, "act-soon"],
    [-3, "act-soon"],
  ] as const)("is told the first time, %d days before: %s", ([daysLeft, section]) => {
    expect(at(daysLeft, [])).toMatchObject({ headline: "1 new", sections: [{ kind: section }] });
  });

  it("is told again at 60, 30, 14, 7 and 1 days, and at no other", () => {
    let told: readonly Told[] = [];
    const said: number[] = [];
    for (let daysLeft = 90; daysLeft >= -5; daysLeft--) {
      const digest = at(daysLeft, told);
      if (!digest) continue;
      told = digest.tells;
      said.push(daysLeft);
    }

    expect(said).toEqual([90, 60, 30, 14, 7, 1]);
  });

  it("is told late where no digest was sent on the day", () => {
    const told = at(20, [])?.tells ?? [];

    expect(at(15, told)).toBeUndefined();
    expect(at(12, told)?.headline).toBe("1 date nearer");
    expect(at(12, told)?.sections[0]?.rows[0]?.title).toMatch(/: 12 days$/);
  });

  it("is told again when its date moves", () => {
    const told = at(20, [])?.tells.map((row) => ({ ...row, due: addDays(due, 30) })) ?? [];

    expect(at(19, told)?.headline).toBe("1 date nearer");
  });
});

describe("the rows", () => {
  it("put the nearest date first, then what is high or critical, then what saves most, firm before up to, then the gravest, then the largest", () => {
    const records = [
      fixedSize("prod-weu-1", "a"),
      managedDisk("prod-weu-1", "e", 1),
      managedDisk("prod-weu-1", "f", 2, { finding: { title: "f" } }),
      record({ finding: { target: on("prod-weu-1"), subject: "g", severity: "low", magnitude: { value: 9, unit: "node" }, title: "g" } }),
      surgeShort("prod-weu-1", "b", 4, { finding: { title: "b" } }),
      surgeShort("prod-weu-1", "c", 9, { finding: { title: "c" } }),
      noAddresses("prod-weu-2", "d", 3),
      supportEnds("prod-weu-1", { finding: { severity: "low", due: day("2027-01-10") } }),
      supportEnds("prod-weu-2"),
    ];

    expect(wheres(compose(records))).toBe(
      "act-soon: prod-weu-2, prod-weu-1; new: prod-weu-2 / d, prod-weu-1 / f, prod-weu-1 / e, prod-weu-1 / a, prod-weu-1 / c, prod-weu-1 / b, prod-weu-1 / g",
    );
  });

  it.for<readonly [string, readonly FindingRecord[]]>([
    ["prod-weu-1 / web", [fixedSize("prod-weu-1", "web")]],
    ["prod-weu-1 / api, jobs and web", ["web", "api", "jobs"].map((pool) => fixedSize("prod-weu-1", pool))],
    ["prod-weu-1 / p0, p1, p2 and 3 more", Array.from({ length: 6 }, (_, index) => fixedSize("prod-weu-1", `p${index}`))],
    ["3 pools in 2 clusters", [fixedSize("prod-weu-1", "a"), fixedSize("prod-weu-1", "b"), fixedSize("prod-weu-2", "a")]],
    ["2 clusters", [supportEnds("prod-weu-1"), supportEnds("prod-weu-2")]],
    ["prod · westeurope", [record({ isWhole: true, finding: { target: inRegion("westeurope") } })]],
    ["2 places", ["westeurope", "northeurope"].map((name) => record({ isWhole: true, finding: { target: inRegion(name) } }))],
  ])("say where: %s", ([expected, records]) => {
    expect(compose(records)?.sections[0]?.rows.map(({ where }) => where)).toEqual([expected]);
  });

  it("become one only for the same advice in the same words", () => {
    const digest = compose([
      managedDisk("prod-neu-1", "web", 12),
      managedDisk("prod-neu-1", "api", 6),
      surgeShort("prod-weu-1", "web", 12),
    ]);

    expect(wheres(digest)).toBe("new: prod-neu-1 / api and web, prod-weu-1 / web");
    expect(digest?.sections[0]?.rows[0]?.reason).toMatch(/^The largest is prod-neu-1 \/ web: 12 managed disks/);
  });

  it("count findings in the headline, not rows, and say how many are not shown", () => {
    const records = Array.from({ length: 13 }, (_, index) =>
      ["a", "b"].map((pool) => fixedSize("prod-weu-1", `${pool}${index}`, { finding: { title: `Advice ${index}` } })),
    ).flat();

    const digest = compose(records);

    expect(digest?.headline).toBe("26 new");
    expect(digest?.more.map(({ members }) => members.length)).toEqual([2, 2, 2]);
    expect(digest?.sections[0]?.rows).toHaveLength(10);
    expect(digest?.tells).toHaveLength(26);
  });

  it("name a cluster nobody knows any more by its id", () => {
    expect(compose([fixedSize("forgotten", "web")])?.sections[0]?.rows[0]?.where).toBe("forgotten / web");
  });

  it("make one line of all that went with a cluster", () => {
    const records = [fixedSize("dev-weu-3", "a"), fixedSize("dev-weu-3", "b"), supportEnds("dev-weu-3")];

    const digest = compose(
      records.map((each) => closed(each, "gone")),
      records.map((each) => toldOf(each)),
    );

    expect(digest?.headline).toBe("3 resolved");
    expect(digest?.resolved).toMatchObject([{ where: "dev-weu-3", title: "3 findings", how: "deleted" }]);
  });
});

describe("a digest, whatever was found", () => {
  const anyRecord: fc.Arbitrary<FindingRecord> = fc
    .record({
      cluster: fc.constantFrom("prod-weu-1", "prod-weu-2", "dev-weu-3"),
      pool: fc.constantFrom("a", "b", "c"),
      severity: fc.constantFrom(...SEVERITIES),
      value: fc.nat(50),
      daysLeft: fc.option(fc.integer({ min: -10, max: 100 }), { nil: undefined }),
      end: fc.option(fc.constantFrom("fixed" as const, "gone" as const, "reclassified" as const), { nil: undefined }),
      baseline: fc.boolean(),
    })
    .map(({ cluster, pool, severity, value, daysLeft, end, baseline }) => {
      const due = daysLeft === undefined ? {} : { due: addDays(day("2026-11-23"), daysLeft) };
      const open = record({
        baseline,
        finding: { target: on(cluster), subject: pool, severity, magnitude: { value, unit: "node" }, ...due },
      });
      return end === undefined ? open : closed(open, end);
    });
  const estate = fc.uniqueArray(anyRecord, { selector: ({ key }) => key, maxLength: 9 });

  law("has nothing more to say once it was told", [estate, estate], (before, now) => {
    const first = compose(before, [], { told: [] });
    const second = compose(now, [], { told: first?.tells ?? [], at: minutesAfter(300) });
    const told = new Map([...(first?.tells ?? []), ...(second?.tells ?? [])].map((row) => [row.key, row]));

    expect(compose(now, [], { told: [...told.values()], at: minutesAfter(360) })).toBeUndefined();
  });

  const priced = fc.tuple(anyRecord, fc.integer({ min: 10, max: 900 }), fc.boolean()).map(
    ([of, monthly, isFirm]): FindingRecord => ({
      ...of,
      finding: { ...of.finding, worth: saves(monthly, { firmness: isFirm ? "firm" : "up-to" }) },
    }),
  );
  const pricedEstate = fc.uniqueArray(priced, { selector: ({ key }) => key, maxLength: 30 });

  law(
    "says the same numbers everywhere: headline, rows, sums and what becomes told",
    [pricedEstate, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 })],
    (records, isTold) => {
      const told = records.filter((_, index) => isTold[index]).map((each) => toldOf(each));
      const digest = compose(records, told);
      if (!digest) return;
      const open = records.filter((each) => !each.closed);
      const rows = [...digest.sections.flatMap((section) => section.rows), ...digest.more];
      const inRows = rows.reduce((sum, { members }) => sum + members.length, 0);
      const counts = [...digest.headline.matchAll(/(?:^| · )(\d+) (\w+)/g)].map(([, many, word]) => [word, Number(many)] as const);
      const said = (...words: string[]) => counts.reduce((sum, [word, many]) => sum + (words.includes(word ?? "") ? many : 0), 0);

      expect(said("new", "worse", "date", "dates")).toBe(inRows);
      expect(inRows + digest.stillOpen.findings + said("in")).toBe(open.length);
      expect(digest.tells).toHaveLength(inRows + said("in") + said("resolved"));
      const firm = [...standingsOf(open, EUR).values()].reduce(
        (sum, each) => sum + (each.kind === "counted" && each.saving.firmness === "firm" ? each.saving.monthly.amount : 0),
        0,
      );
      expect(digest.firmTotal?.amount ?? 0).toBe(firm);
      const amounts = [digest.stillOpen.worth, digest.joined?.worth].map((text) =>
        Number(/^€([\d,]+)\/month/.exec(text ?? "")?.[1]?.replace(",", "") ?? 0),
      );
      expect(
        amounts.reduce((sum, amount) => sum + amount, 0) + rows.reduce((sum, { saves: { firm } }) => sum + firm.amount, 0),
      ).toBeCloseTo(firm, 0);
    },
  );

  law("does not care in which order records come", [estate], (records) => {
    expect(compose(records.toReversed())).toEqual(compose(records));
  });
});
