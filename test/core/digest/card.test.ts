import type { IAdaptiveCard } from "@microsoft/teams.cards";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestCard, teamsMessage } from "../../../src/core/digest/card.ts";
import { composeDigest } from "../../../src/core/digest/compose.ts";
import type { Digest, DigestInput } from "../../../src/core/digest/digest.ts";
import { cardBytes } from "../../../src/core/digest/fit.ts";
import { noticeCard } from "../../../src/core/digest/notice.ts";
import type { PageLinks } from "../../../src/core/digest/page-links.ts";
import { missing } from "../../../src/core/model/absence.ts";
import type { Decided } from "../../../src/core/model/decision.ts";
import type { Told } from "../../../src/core/model/delivery.ts";
import type { Worth } from "../../../src/core/model/finding.ts";
import type { ClosingReason, FindingRecord } from "../../../src/core/model/record.ts";
import { addDays, day } from "../../../src/core/model/time.ts";
import { minutesAfter, ref, SUBSCRIPTION } from "../../support/build.ts";
import { lawTried } from "../../support/law.ts";
import {
  baselineNight,
  booked,
  decided,
  EUR,
  entryOf,
  fixedSize,
  managedDisk,
  measured,
  moneyNight,
  on,
  PLATFORM_DEV,
  priceUse,
  record,
  saves,
  secondNight,
  setAside,
  toldOf,
} from "./estate.ts";

const digestOf = (input: DigestInput): Digest => {
  const digest = composeDigest(input);
  if (!digest) throw new Error("the day is quiet");
  return digest;
};

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** Every object of a card, however deep. */
function nodesOf(value: unknown): readonly Node[] {
  if (!isNode(value)) return [];
  return [value, ...Object.values(value).flatMap(nodesOf)];
}
const texts = (card: IAdaptiveCard, type: "TextBlock" | "TextRun"): readonly string[] =>
  nodesOf(card).flatMap((node) => (node.type === type && typeof node.text === "string" ? [node.text] : []));
const stringsAt = (card: IAdaptiveCard, property: string): readonly string[] =>
  nodesOf(card).flatMap((node) => {
    const value = node[property];
    return typeof value === "string" ? [value] : [];
  });
const unfolds = (card: IAdaptiveCard): readonly unknown[] =>
  nodesOf(card).flatMap((node) => (Array.isArray(node.targetElements) ? node.targetElements : []));

describe("the card of a digest", () => {
  const card = digestCard(digestOf(baselineNight()));

  it("is of the version every flow takes, wide, and says its headline where it cannot be shown", () => {
    expect(card).toMatchObject({
      type: "AdaptiveCard",
      version: "1.4",
      msteams: { width: "full" },
      fallbackText: "Baseline: 12 findings in 6 clusters, €718/month at list price",
    });
  });

  it("begins with the headline, and then says for whom and when", () => {
    expect(card.body.slice(0, 2)).toMatchObject([
      { type: "TextBlock", text: "Baseline: 12 findings in 6 clusters, €718/month at list price" },
      { type: "RichTextBlock", inlines: [{ text: "AKS Advisor · payments · Mon 23 Nov · 6 clusters" }] },
    ]);
  });

  it("says in words how grave each row is, with a link to the portal and the command behind a button", () => {
    const runs = texts(card, "TextRun");

    expect(runs).toEqual(expect.arrayContaining(["prod-weu-2 / etl", "high", " · No addresses for surge"]));
    expect(runs).toContain("az aks nodepool update -g rg-prod --cluster-name prod-weu-2 -n etl --max-surge 2");
    expect(stringsAt(card, "url")).toContain(
      `https://portal.azure.com/#resource/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-prod/providers/Microsoft.ContainerService/managedClusters/prod-weu-2/overview`,
    );
  });

  it("unfolds what is there, once each", () => {
    const hidden = nodesOf(card).filter(({ isVisible }) => isVisible === false);

    expect(unfolds(card)).toHaveLength(9);
    expect(new Set(unfolds(card))).toEqual(new Set(hidden.map(({ id }) => id)));
    expect(new Set(stringsAt(card, "id")).size).toBe(stringsAt(card, "id").length);
  });

  it("wraps every text block: phones cut what does not", () => {
    const blocks = nodesOf(card).filter(({ type }) => type === "TextBlock");

    expect(blocks.every(({ wrap }) => wrap === true)).toBe(true);
  });

  it("names the message, so that a second copy is recognised", () => {
    expect(texts(digestCard(digestOf(secondNight([]))), "TextBlock").at(-1)).toMatch(/Message digest\|2026-11-24$/);
  });

  it("leaves out a command that cannot be shown as it is", () => {
    const command = "az aks show -n \u202Eevil";
    const records = [fixedSize("prod-weu-1", "web", { finding: { remedy: { steps: [{ text: "Look", command }], restarts: "nothing" } } })];

    const runs = texts(digestCard(digestOf({ ...baselineNight(), records })), "TextRun");

    expect(runs).toContain("Look");
    expect(runs.some((text) => text.includes("az aks show"))).toBe(false);
  });
});

/** As long as links get: a signed token of a long route, and a finding's whole key. */
const longLinks: PageLinks = {
  report: `https://advisor.example/api/report?link=${"t".repeat(450)}`,
  finding: (key) => `https://advisor.example/api/report/finding?id=${String(key.length)}&link=${"t".repeat(430)}`,
  rule: (code) => `https://advisor.example/api/report?rule=${code}&link=${"t".repeat(440)}`,
};
const shortLinks: PageLinks = { report: "https://r/all", finding: () => "https://r/finding", rule: (code) => `https://r/${code}` };
const titlesOf = (card: IAdaptiveCard): readonly (readonly unknown[])[] =>
  nodesOf(card).flatMap(({ type, actions }) => (type === "ActionSet" && Array.isArray(actions) ? [actions.map((each) => each.title)] : []));

describe("the ways out of a card", () => {
  it("are details, the report and the portal for a row, and all findings below", () => {
    const card = digestCard(digestOf(moneyNight({ links: shortLinks })));

    expect(titlesOf(card)).toContainEqual(["Details", "Report", "Portal"]);
    expect(titlesOf(card).at(-1)).toEqual(["All findings"]);
    expect(stringsAt(card, "url").at(-1)).toBe("https://r/all");
  });

  it("lead to the finding where a row is about one, else to all of its rule", () => {
    const one = digestCard(digestOf(moneyNight({ links: shortLinks, told: [], records: [managedDisk("prod-neu-1", "web", 12)] })));
    const two = ["a", "b"].map((pool) => fixedSize("prod-weu-1", pool));
    const several = digestCard(digestOf(moneyNight({ links: shortLinks, told: [], records: two })));

    expect(stringsAt(one, "url")).toContain("https://r/finding");
    expect(stringsAt(several, "url")).toContain("https://r/COST-014");
    expect(stringsAt(several, "url")).not.toContain("https://r/finding");
  });

  it("are those of the portal alone where nobody may read the page", () => {
    expect(stringsAt(digestCard(digestOf(moneyNight())), "url").every((url) => url.startsWith("https://portal.azure.com/"))).toBe(true);
  });

  it("lead from a saving that was measured to how it was", () => {
    const card = digestCard(digestOf(moneyNight({ links: { ...shortLinks, finding: (key) => `https://r/${key.length}` } })));
    const [measuredAt] = nodesOf(card).flatMap(({ title, url }) => (title === "How it was measured" ? [url] : []));

    expect(titlesOf(card).filter((titles) => titles.includes("How it was measured"))).toEqual([["How it was measured"]]);
    expect(measuredAt).toBe(`https://r/${managedDisk("batch-neu-2", "jobs", 3).key.length}`);
    expect(titlesOf(digestCard(digestOf(moneyNight()))).flat()).not.toContain("How it was measured");
  });

  it("leave out a link that is absurdly long", () => {
    const card = digestCard(digestOf(moneyNight({ links: { ...shortLinks, finding: () => `https://r/${"x".repeat(600)}` } })));

    expect(stringsAt(card, "url").some((url) => url.length > 600)).toBe(false);
  });
});

describe("the rows past the tenth", () => {
  const night = (change: Partial<DigestInput> = {}): DigestInput => ({
    ...baselineNight(),
    ...{ couldNotCheck: [], links: shortLinks },
    records: Array.from({ length: 18 }, (_, index) =>
      fixedSize("prod-weu-1", `pool${index}`, {
        finding: { title: `Advice ${index}`, detail: "Short.", worth: saves(18 - index), remedy: { steps: [], restarts: "nothing" } },
      }),
    ),
    ...change,
  });

  it("are a sum with the way to all of them, and the next five by name behind a button", () => {
    const card = digestCard(digestOf(night()));

    expect(titlesOf(card)).toContainEqual(["The next 5", "All findings"]);
    expect(texts(card, "TextRun")).toEqual(expect.arrayContaining(["+ 8 more findings worth €36/month", " · Advice 10", " · Advice 14"]));
    expect(texts(card, "TextRun")).not.toContain(" · Advice 15");
    const also = nodesOf(card).find(({ id }) => id === "also");
    expect(also).toMatchObject({ isVisible: false });
  });

  it("are not named where that would cost any other row its details", () => {
    const wordy = night().records.map(({ finding, ...rest }) => ({
      ...rest,
      finding: { ...finding, detail: '"'.repeat(300), bicep: "x" },
    }));
    const card = digestCard(digestOf(night({ records: wordy })));

    expect(titlesOf(card)).toContainEqual(["All findings"]);
    expect(texts(card, "TextRun")).not.toContain(" · Advice 10");
  });
});

describe("the money on a card", () => {
  const card = digestCard(digestOf(moneyNight()));
  const blocks = texts(card, "TextBlock");
  const lines = nodesOf(card).flatMap(({ inlines }) =>
    Array.isArray(inlines) ? [inlines.map((each) => (isNode(each) ? each.text : "")).join("")] : [],
  );

  it("stands in the title, beside each row, and in one sum below", () => {
    expect(blocks[0]).toBe("7 new · 2 resolved · €826/month at list price (was €390)");
    expect(lines).toContain("prod-neu-1 / web · Ephemeral OS disk has room: €410/month less");
    expect(lines).toContain("3 pools in 2 clusters · Could run on spot: also possible, up to €612/month less for 1 of 3");
    expect(blocks).toContain("Still open: 2, €205/month · up to €612/month");
  });

  it("stands beside what ended, and what could not be priced is said once", () => {
    expect(lines).toContain("batch-neu-2 / jobs · Ephemeral OS disk has room (moved to jobseph): €96/month since 24 Nov, measured");
    expect(lines.filter((text) => text.startsWith("2 findings are not priced: no retail row"))).toHaveLength(1);
    expect(lines).toContain("Prices for batch-neu-2 were read 21 Nov 02:03 UTC: 3 days old.");
  });

  it("unfolds with what it stands on, its arithmetic and its prices", () => {
    const single = digestCard(digestOf(moneyNight({ records: [managedDisk("prod-neu-1", "web", 12)], told: [] })));
    const runs = texts(single, "TextRun").join("");

    expect(runs).toContain("Worth: €410/month less · at list price · tonight's node count · confidence medium");
    expect(runs).toContain("disks: 12 × 34.20 = 410.40 EUR a month");
    expect(runs).toContain("P15 LRS: €34.20 a month · from 1 Nov 2026 · read 23 Nov 02:01 UTC · meter 1c3f3b9e");
  });

  it("names each price once for pools in one row, and each pool's own worth", () => {
    const records = ["a", "b"].map((pool) => managedDisk("prod-neu-1", pool, pool === "a" ? 12 : 6));
    const runs = texts(digestCard(digestOf(moneyNight({ records, told: [] }))), "TextRun");

    expect(runs.filter((text) => text.startsWith("P15 LRS"))).toHaveLength(1);
    expect(runs.filter((text) => /^€(410|205)\/month less · at list price/.test(text))).toHaveLength(2);
  });

  it("keeps what the resolved ones are worth that it has no room for", () => {
    const fixed = Array.from({ length: 9 }, (_, index) => ({
      ...managedDisk("prod-sdc-1", `p${index}`, index + 1, { finding: { title: `Advice ${index}` } }),
      closed: { at: minutesAfter(60), reason: "fixed" as const },
    }));
    const told = fixed.map((each) => toldOf(each, { at: minutesAfter(30) }));

    const entries = fixed.map((each, index) => entryOf(each, measured((index + 1) * 34.2)));
    const short = digestCard(digestOf(moneyNight({ records: fixed, told, booked: booked(...entries) })));

    // 1, 2 and 3 disks at 34.20 are the least.
    expect(texts(short, "TextRun")).toContain("+ 3 more, €205/month");
    expect(texts(digestCard(digestOf(moneyNight({ records: fixed, told }))), "TextRun")).toContain("+ 3 more");
  });
});

describe("the size of a card", () => {
  const many = (rows: number, steps: number, words = 1): DigestInput => ({
    ...baselineNight(),
    couldNotCheck: [],
    records: Array.from({ length: rows }, (_, index) =>
      managedDisk("prod-weu-1", `pool${index}`, rows - index, {
        finding: {
          title: `Advice ${index}`,
          remedy: {
            steps: Array.from({ length: steps }, (__, step) => ({
              text: `Step ${step} of ${index}`,
              command: `az aks nodepool show ${"--yes ".repeat(words)}`.trim(),
            })),
            restarts: "nothing",
          },
        },
      }),
    ),
  });
  const stepsIn = (card: IAdaptiveCard): readonly string[] => texts(card, "TextRun").filter((text) => text.startsWith("Step "));

  it("shortens the details of the lowest rows first, to their first command", () => {
    const card = digestCard(digestOf(many(8, 4)));

    expect(unfolds(card)).toHaveLength(8);
    expect(stepsIn(card)).toEqual(expect.arrayContaining(["Step 0 of 0", "Step 3 of 0", "Step 0 of 7"]));
    expect(stepsIn(card)).not.toContain("Step 1 of 7");
  });

  it("leaves what a row is worth to its title there", () => {
    const worths = texts(digestCard(digestOf(many(8, 4))), "TextRun").filter((text) => text.includes("at list price ·"));

    expect(worths.length).toBeGreaterThan(0);
    expect(worths.length).toBeLessThan(8);
  });

  it("says what rows are worth that it drops, beside those past the tenth", () => {
    const wordy = many(15, 1);
    const records = wordy.records.map(({ finding, ...rest }, index) => ({
      ...rest,
      finding: { ...finding, title: `${index} ${'"'.repeat(70)}`, detail: '"'.repeat(380), worth: saves(100 - index) },
    }));

    const runs = texts(digestCard(digestOf({ ...wordy, records })), "TextRun");
    const [, left, worth] = runs.map((text) => /^\+ (\d+) more findings worth €([\d,]+)/.exec(text)).find((found) => found) ?? [];

    // Those left out are the last of 100, 99, 98 … 86.
    expect(Number(left)).toBeGreaterThan(5);
    expect(Number(worth?.replace(",", ""))).toBe(Array.from({ length: Number(left) }, (_, index) => 86 + index).reduce((a, b) => a + b));
  });

  it("then drops them, and keeps the rows", () => {
    const card = digestCard(digestOf(many(10, 2, 100)));

    expect(texts(card, "TextRun").filter((text) => text.startsWith(" · Advice"))).toHaveLength(10);
    expect(stepsIn(card)).toContain("Step 0 of 0");
    expect(stepsIn(card)).not.toContain("Step 0 of 9");
  });

  it("gives up links before rows, the portal's before the page's, and the lowest row's first", () => {
    const night = (quotes: number, rows: number): DigestInput => {
      const wordy = many(rows, 1);
      const records = wordy.records.map(({ finding, ...rest }) => ({ ...rest, finding: { ...finding, detail: '"'.repeat(quotes) } }));
      return { ...wordy, records, links: longLinks };
    };
    const ways = (quotes: number, of = 10) => {
      const card = digestCard(digestOf(night(quotes, of)));
      const count = (title: string) => titlesOf(card).filter((titles) => titles.includes(title)).length;
      const rows = texts(card, "TextRun").filter((text) => text.startsWith(" · Advice")).length;
      expect(cardBytes(card)).toBeLessThanOrEqual(20_000);
      return { rows, pages: count("Report"), portals: count("Portal"), all: count("All findings") };
    };

    expect(ways(0, 5)).toEqual({ rows: 5, pages: 5, portals: 5, all: 1 });
    const portals = Array.from({ length: 12 }, (_, step) => ways(step * 10, 8).portals);
    expect(portals).toEqual(portals.toSorted((a, b) => b - a));
    expect(portals.some((many) => many > 0 && many < 8)).toBe(true);
    expect(ways(60)).toMatchObject({ rows: 10, pages: 10, portals: 0 });
    const tight = ways(250);
    expect(tight).toMatchObject({ rows: 10, portals: 0, all: 1 });
    expect(tight.pages).toBeLessThan(10);
    expect(ways(390).rows).toBeLessThanOrEqual(10);
  });

  it("gives up the ways to what was measured with those of the rows", () => {
    const ways = (quotes: number) => {
      const moved = { at: minutesAfter(60), reason: "moved", successor: "webeph" } as const;
      const ended = { ...managedDisk("prod-sdc-1", "web", 1), closed: moved };
      const wordy = many(10, 1);
      const records = wordy.records.map(({ finding, ...rest }) => ({ ...rest, finding: { ...finding, detail: '"'.repeat(quotes) } }));
      const input = { ...wordy, records: [...records, ended], told: [toldOf(ended, { at: minutesAfter(30) })], links: longLinks };
      const card = digestCard(digestOf({ ...input, booked: booked(entryOf(ended, measured(34), { reason: "moved" })) }));
      const count = (title: string) => titlesOf(card).filter((titles) => titles.includes(title)).length;
      return { pages: count("Report"), measured: count("How it was measured") };
    };

    expect(ways(60)).toEqual({ pages: 10, measured: 1 });
    expect(ways(250).pages).toBeLessThan(10);
    expect(ways(250).measured).toBe(0);
  });

  it("keeps the portal longer than commands where nobody may read the page: no row without an end", () => {
    const wordy = many(10, 1);
    const records = wordy.records.map(({ finding, ...rest }) => ({ ...rest, finding: { ...finding, detail: '"'.repeat(150) } }));
    const card = digestCard(digestOf({ ...wordy, records }));

    expect(titlesOf(card).filter((titles) => titles.includes("Portal"))).toHaveLength(10);
    expect(titlesOf(card).filter((titles) => titles.includes("Details")).length).toBeLessThan(10);
  });

  it("says how many findings it does not show", () => {
    const card = digestCard(digestOf(many(25, 1)));

    expect(texts(card, "TextRun")).toContain("+ 15 more findings worth €4,104/month");
  });

  const MARK = "EVIL";
  const hostile = fc
    .tuple(
      fc.constantFrom(
        "[free money](https://evil.example)",
        "<at>everyone</at>",
        "**bold** _it_ `code`",
        "\u202Egnp.exe\u2066",
        "![x](https://evil.example/x.png)",
        "<script>alert(1)</script>",
        '"\\"\\',
        "{{DATE(2026-11-23T00:00:00Z)}}",
        "😀",
        "\uD800",
        "a\u0000b\r\n- c",
      ),
      fc.integer({ min: 1, max: 300 }),
    )
    .map(([text, length]) => `${MARK}${text.repeat(Math.ceil(length / text.length)).slice(0, length)}`);

  const record300: fc.Arbitrary<FindingRecord> = fc
    .record({
      cluster: hostile,
      pool: hostile,
      title: hostile,
      text: hostile,
      lines: fc.integer({ min: 0, max: 8 }),
      value: fc.nat(1000),
      due: fc.boolean(),
      severity: fc.constantFrom("info" as const, "critical" as const),
      money: fc.constantFrom("none" as const, "not-priced" as const, "monthly" as const, "once" as const),
      amount: fc.double({ min: -1e9, max: 1e12, noNaN: true }),
      reason: fc.option(fc.constantFrom<ClosingReason>("fixed", "gone", "moved"), { nil: undefined }),
    })
    .map(({ cluster, pool, title, text, lines, value, due, severity, reason, money, amount }) => {
      const prices = Array.from({ length: lines }, () => priceUse({ what: text, meterId: text, amount }));
      const worths: Record<typeof money, Worth> = {
        none: { kind: "none" },
        "not-priced": { kind: "not-priced", why: text },
        monthly: saves(amount, { prices, workings: [{ label: text, formula: text, value: text }], range: { low: -amount, high: amount } }),
        once: { kind: "once", cost: { amount, currency: EUR }, prices, workings: [] },
      };
      const times = <T>(of: T): T[] => Array.from({ length: lines }, () => of);
      return record({
        baseline: value % 2 === 0,
        ...(reason === undefined ? {} : { state: "resolved" as const, closed: { at: minutesAfter(60), reason, successor: pool } }),
        finding: {
          target: on(cluster),
          subject: pool,
          severity,
          title,
          detail: `${text} ${text}`,
          magnitude: { value, unit: "node" },
          workings: times({ label: text, formula: text, value: text }),
          first: times(text),
          notKnown: times(text),
          worth: worths[money],
          remedy: { steps: times({ text, command: `az ${text}` }), bicep: text, terraform: text, restarts: text },
          ...(due ? { due: addDays(day("2026-11-23"), value % 60) } : {}),
        },
      });
    });

  /** Told a day ago: it stands in the week, where one is summed up. */
  const toldYesterday = (of: FindingRecord, to: string) => toldOf(of, { route: to, at: minutesAfter(-50), said: "new" });

  const estates = fc
    .record({
      pattern: fc.uniqueArray(record300, { selector: ({ key }) => key, minLength: 1, maxLength: 25 }),
      copies: fc.constantFrom(1, 1, 40),
      subscription: hostile,
      route: hostile,
      why: hostile,
      locale: fc.constantFrom("en-GB", "de-DE", "ar-EG", "fa-IR", "ja-JP"),
      isFirst: fc.boolean(),
      isWeekly: fc.boolean(),
      isLinked: fc.boolean(),
    })
    .map(({ pattern, copies, subscription, route, why, locale, isFirst, isWeekly, isLinked }): DigestInput => {
      const records = pattern.flatMap((each) =>
        Array.from({ length: copies }, (_, index) => ({
          ...each,
          key: `${each.key}${index}` as FindingRecord["key"],
          firstSeen: minutesAfter(-60),
        })),
      );
      const base = baselineNight();
      const kinds = [
        "forbidden",
        "throttled",
        "not-seen",
        "unreadable",
        "unavailable",
        "in-motion",
        "stale",
        "absent",
        "unsupported",
      ] as const;
      return {
        ...base,
        route: { ...base.route, name: route, locale },
        records,
        ...{ hasBaseline: isWeekly, ...(isLinked ? { links: longLinks } : {}) },
        told: isFirst ? [] : records.flatMap((each, index): Told[] => (each.closed || index % 3 === 0 ? [toldYesterday(each, route)] : [])),
        decided: decided(
          ...records.flatMap((each, index): Decided[] => {
            if (each.closed || index % 4 !== 1) return [];
            const decision = setAside(each, { at: minutesAfter(-30) });
            return [index % 8 === 1 ? { decision } : { decision, ended: { at: minutesAfter(0), why: "grown" } }];
          }),
        ),
        names: {
          clusters: new Map(records.map(({ finding: { target } }) => [target.kind === "cluster" ? target.cluster : ref().id, ref(why)])),
          subscriptions: new Map([[PLATFORM_DEV, subscription]]),
        },
        couldNotCheck: kinds.map((kind) => ({
          reason: missing(kind, why).missing,
          scope: "cluster",
          subscription: PLATFORM_DEV,
          since: minutesAfter(-60),
          clusters: [ref(why)],
        })),
      };
    });

  lawTried(150)("stays within what Teams takes, and no name gets where markdown is read, whatever the estate", [estates], (input) => {
    const digest = composeDigest(input);
    if (!digest) return;
    const card = digestCard(digest);

    expect(cardBytes(card)).toBeLessThanOrEqual(20_000);
    expect(texts(card, "TextBlock").filter((text) => text.includes(MARK))).toEqual([]);
    expect(
      stringsAt(card, "title")
        .concat(digest.headline, card.fallbackText ?? "")
        .join(" "),
    ).not.toContain(MARK);
    expect(texts(card, "TextRun").filter((text) => text === "" || /[\p{Cc}\p{Cf}\p{Cs}]/u.test(text))).toEqual([]);
    const urls = /^https:\/\/(portal\.azure\.com\/#resource\/[\w.~%/-]+|advisor\.example\/api\/[\w/?=&-]+)$/;
    expect(stringsAt(card, "url").filter((url) => !urls.test(url))).toEqual([]);
  });
});

describe("the estimate of a card's size", () => {
  it("counts the bytes of the card as JSON inside a JSON text", () => {
    for (const card of [{ text: 'a "quoted" \\ text' }, { text: "größe 日本 😀" }, digestCard(digestOf(baselineNight()))]) {
      expect(cardBytes(card)).toBe(Buffer.byteLength(JSON.stringify(JSON.stringify(card))));
    }
  });
});

describe("the message for Teams", () => {
  it("is an envelope with one attachment and the text of the toast", () => {
    const card = digestCard(digestOf(baselineNight()));

    expect(JSON.parse(teamsMessage(card, "12 findings"))).toEqual({
      type: "message",
      summary: "12 findings",
      attachments: [{ contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null, content: card }],
    });
  });
});

describe("a notice for operators", () => {
  it("says its title and lines as plain text", () => {
    const card = noticeCard({ title: "Route [x](https://evil.example) is broken", lines: ["It answers\n404."] }, "notice|x|*a*");

    expect(texts(card, "TextRun")).toEqual([
      "Route [x](https://evil.example) is broken",
      "AKS Advisor · for operators",
      "It answers 404.",
      "Message notice|x|*a*",
    ]);
    expect(texts(card, "TextBlock")).toEqual([]);
    expect(card.fallbackText).toBe("Route [x](https://evil.example) is broken");
  });

  it("says how many lines it leaves out", () => {
    const card = noticeCard({ title: "Messages were set aside", lines: Array.from({ length: 200 }, () => '"'.repeat(500)) }, "notice|x");

    expect(cardBytes(card)).toBeLessThanOrEqual(20_000);
    expect(texts(card, "TextRun").at(-2)).toMatch(/^\+ 1\d\d more$/);
  });
});
