import { describe, expect, it } from "vitest";
import { composeDigest } from "../../../src/core/digest/compose.ts";
import type { Digest, DigestInput } from "../../../src/core/digest/digest.ts";
import { isoWeek } from "../../../src/core/digest/week.ts";
import type { Said, Told } from "../../../src/core/model/delivery.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { addDays, day } from "../../../src/core/model/time.ts";
import { minutesAfter } from "../../support/build.ts";
import { baselineNight, decided, EUR, fixedSize, managedDisk, noAddresses, setAside, toldOf, unchecked } from "./estate.ts";

const DAY = 1440;
const MONDAY = day("2026-11-30");
const AT = minutesAfter(7 * DAY + 270);

const told = (of: FindingRecord, said: Said, daysAgo: number): Told =>
  toldOf(of, { at: minutesAfter((7 - daysAgo) * DAY + 270), state: said === "resolved" ? "resolved" : "open", said });
const closed = (of: FindingRecord): FindingRecord => ({ ...of, state: "resolved", closed: { at: minutesAfter(DAY), reason: "fixed" } });

/** A Monday morning; the week is summed up on Mondays. */
const compose = (change: Partial<DigestInput>): Digest | undefined =>
  composeDigest({ ...baselineNight(), couldNotCheck: [], records: [], hasBaseline: true, at: AT, day: MONDAY, ...change });

const SINCE = { firstSeen: minutesAfter(-60 * DAY) };
const disk = managedDisk("prod-neu-1", "web", 10, SINCE);
const size = fixedSize("prod-weu-1", "web", SINCE);
const addresses = noAddresses("prod-weu-2", "etl", 37, SINCE);

describe("on the route's weekday, where nothing was new", () => {
  const digest = compose({ records: [disk, size], told: [told(disk, "baseline", 20), told(size, "baseline", 20)] });

  it("one message says so, with what is open", () => {
    expect(digest).toMatchObject({
      kind: "heartbeat",
      key: "heartbeat|2026-W49",
      headline: "Checked 6 clusters, nothing new · 2 still open · €342/month at list price",
      firmTotal: { amount: 342, currency: EUR },
      sections: [],
      stillOpen: { findings: 2 },
      tells: [],
    });
    expect(digest?.week).toBeUndefined();
  });

  it("compares with the amount the route read last", () => {
    const grown = compose({ records: [disk], told: [told(disk, "new", 20)], lastFirmTotal: { amount: 300, currency: EUR } });

    expect(grown?.headline).toBe("Checked 6 clusters, nothing new · 1 still open · €342/month at list price (was €300)");
  });

  it("it claims only what was looked at", () => {
    const headline = (clusterCount: number, notChecked: number) => compose({ clusterCount, notChecked })?.headline;

    expect(headline(5, 1)).toBe("Checked 5 of 6 clusters, nothing new");
    expect(headline(1, 0)).toBe("Checked 1 cluster, nothing new");
    expect(headline(0, 2)).toBe("None of 2 clusters could be checked");
  });

  it("it says again all that could not be checked, and what is set aside", () => {
    const before = composeDigest(baselineNight());
    const heartbeat = compose({
      ...{ records: [disk], told: before?.tells ?? [], couldNotCheck: unchecked },
      decided: decided({ decision: setAside(disk) }),
    });

    expect(before?.unchecked).toHaveLength(2);
    expect(heartbeat?.unchecked.map(({ what }) => what)).toEqual(before?.unchecked.map(({ what }) => what));
    expect(heartbeat).toMatchObject({ kind: "heartbeat", setAside: "1 snoozed", headline: "Checked 6 clusters, nothing new" });
  });

  it.for([
    { what: "on any other day", change: { day: day("2026-12-01") } },
    { what: "where none of its clusters was ever judged", change: { hasBaseline: false } },
  ])("$what there is none", ({ change }) => {
    expect(compose({ records: [disk], told: [told(disk, "new", 20)], couldNotCheck: unchecked, ...change })).toBeUndefined();
  });
});

describe("the week", () => {
  it("names what the route was told in seven days, the gravest first, and counts what was there before anybody looked", () => {
    const gone = closed(fixedSize("dev-weu-3", "tools"));
    const records = [disk, size, addresses, gone];
    const digest = compose({
      records,
      told: [told(disk, "new", 3), told(size, "baseline", 7), told(addresses, "worse", 1), told(gone, "resolved", 2)],
    });

    expect(digest?.week).toEqual({
      headline: "This week: 1 new, 1 worse, 1 resolved, 1 at the baseline",
      lines: [
        { where: "prod-weu-2 / etl", title: "No addresses for surge", what: "worse" },
        { where: "prod-neu-1 / web", title: "Ephemeral OS disk has room", what: "new" },
        { where: "dev-weu-3 / tools", title: "Fixed size, autoscaler off", what: "resolved" },
      ],
      more: 0,
    });
  });

  it("names ten, and counts the others", () => {
    const many = Array.from({ length: 14 }, (_, index) => fixedSize("prod-weu-1", `p${index}`));
    const week = compose({ records: many, told: many.map((each) => told(each, "new", 2)) })?.week;

    expect(week).toMatchObject({ headline: "This week: 14 new", more: 4 });
    expect(week?.lines).toHaveLength(10);
  });

  it.for<readonly [string, Partial<DigestInput>]>([
    ["was there before anybody looked", { records: [disk], told: [told(disk, "baseline", 2)] }],
    ["was told longer ago", { records: [disk], told: [told(disk, "new", 8)] }],
    ["was told before it was kept as what", { records: [disk], told: [{ ...told(disk, "new", 2), said: undefined } as unknown as Told] }],
    ["is set aside since", { records: [disk], told: [told(disk, "new", 2)], decided: decided({ decision: setAside(disk) }) }],
    [
      "has ended since, and was not told so",
      { records: [{ ...closed(disk), closed: { at: AT, reason: "not-applicable" } }], told: [told(disk, "new", 2)] },
    ],
    ["belongs to another route by now", { records: [], told: [told(disk, "new", 2)] }],
  ])("does not name what %s", ([, change]) => {
    expect(compose(change)).toMatchObject({ kind: "heartbeat" });
    expect(compose(change)?.week).toBeUndefined();
  });

  it("stands in the digest where something is new, without what the digest itself tells", () => {
    const digest = compose({
      records: [disk, size, addresses],
      told: [told(disk, "new", 3), { ...told(addresses, "new", 3), magnitude: { value: 6, unit: "address" } }],
    });

    expect(digest).toMatchObject({ kind: "digest", key: "digest|2026-11-30", headline: "1 new · 1 worse · €342/month at list price" });
    expect(digest?.week).toMatchObject({ headline: "This week: 1 new", lines: [{ where: "prod-neu-1 / web" }] });
  });

  it("leads to the page of what is still open", () => {
    const links = { report: "https://r", finding: (key: string) => `https://r/${key.length}`, rule: (code: string) => `https://r/${code}` };
    const gone = closed(size);
    const digest = compose({ records: [disk, gone], told: [told(disk, "new", 3), told(gone, "resolved", 3)], links });

    expect(digest?.page).toBe("https://r");
    expect(digest?.week?.lines.map(({ page }) => page)).toEqual([`https://r/${disk.key.length}`, undefined]);
  });

  it("is said of every finding in exactly one digest of a week's seven", () => {
    const weeks = Array.from({ length: 14 }, (_, ago) => addDays(MONDAY, -ago)).filter((of) => {
      const row = { ...told(disk, "new", 0), at: minutesAfter(270) };
      return composeDigest({ ...baselineNight(), records: [disk], told: [row], couldNotCheck: [], hasBaseline: true, at: AT, day: of })
        ?.week;
    });

    expect(weeks).toEqual([MONDAY]);
  });
});

describe("the name of a week", () => {
  it.for([
    ["2026-11-23", "2026-W48"],
    ["2026-11-29", "2026-W48"],
    ["2026-11-30", "2026-W49"],
    ["2025-12-28", "2025-W52"],
    ["2025-12-29", "2026-W01"],
    ["2026-01-04", "2026-W01"],
    ["2027-01-03", "2026-W53"],
    ["2027-01-04", "2027-W01"],
  ] as const)("of %s is %s", ([of, week]) => {
    expect(isoWeek(day(of))).toBe(week);
  });
});
