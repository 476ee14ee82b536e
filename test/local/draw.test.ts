import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { IAdaptiveCard } from "@microsoft/teams.cards";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../local/chromium.ts";
import { type Board, openBoard } from "../../local/draw.ts";
import { REAL } from "../../local/real.ts";
import { digestCard } from "../../src/core/digest/card.ts";
import { composeDigest } from "../../src/core/digest/compose.ts";
import type { DigestInput } from "../../src/core/digest/digest.ts";
import { noticeCard } from "../../src/core/digest/notice.ts";
import { urgentCard } from "../../src/core/digest/urgent-card.ts";
import { day } from "../../src/core/model/time.ts";
import {
  baselineNight,
  decided,
  EUR,
  fixedSize,
  managedDisk,
  moneyNight,
  names,
  noAddresses,
  on,
  secondNight,
  setAside,
  supportEnds,
  surgeShort,
  unchecked,
} from "../core/digest/estate.ts";
import { minutesAfter, ref } from "../support/build.ts";

const cardOf = (input: DigestInput): IAdaptiveCard => {
  const digest = composeDigest(input);
  if (!digest) throw new Error("the day is quiet");
  return digestCard(digest);
};

const HOSTILE = `${"x".repeat(70)}[free money](https://evil.example)<b>bold</b>`;
const hostileNight: DigestInput = {
  ...baselineNight(),
  names: { ...names, clusters: new Map([[ref("prod-weu-1").id, ref(HOSTILE)]]) },
  records: [fixedSize("prod-weu-1", "**web**", { finding: { title: "_x_ [free money](https://evil.example)", detail: HOSTILE } })],
};

/** As long as those that the app signs. */
const TOKEN = "t".repeat(110);
const links = {
  report: `https://advisor-weu-x7k2.azurewebsites.net/api/report?link=${TOKEN}`,
  finding: (key: string) =>
    `https://advisor-weu-x7k2.azurewebsites.net/api/report/finding?id=${String(key.length).padEnd(16, "a")}&link=${TOKEN}`,
  rule: (code: string) => `https://advisor-weu-x7k2.azurewebsites.net/api/report?rule=${code}&link=${TOKEN}`,
};

/** A Monday with news: two came back, some are set aside, the week is summed up, and there are more rows than ten. */
const backNight = (): DigestInput => {
  const before = secondNight(composeDigest(baselineNight())?.tells ?? []);
  const [back, accepted, ...aside] = [
    managedDisk("prod-neu-1", "web", 12),
    noAddresses("prod-weu-2", "etl", 37),
    fixedSize("dev-weu-3", "ci"),
  ];
  const week = composeDigest(before)?.tells ?? [];
  const more = Array.from({ length: 14 }, (_, index) =>
    managedDisk("prod-sdc-1", `pool${index}`, 14 - index, { finding: { title: `Ephemeral OS disk of size ${index} has room` } }),
  );
  return {
    ...before,
    ...{ at: minutesAfter(7 * 1440 + 270), day: day("2026-11-30"), hasBaseline: true, links, told: [...before.told, ...week] },
    ...{ couldNotCheck: unchecked, records: [...before.records, ...more] },
    decided: decided(
      { decision: setAside(back, { at: minutesAfter(1800) }), ended: { at: minutesAfter(6 * 1440), why: "withdrawn" } },
      {
        decision: setAside(accepted, {
          ...{ kind: "accepted", at: minutesAfter(1800), reference: { severity: "high", magnitude: { value: 12, unit: "address" } } },
        }),
        ended: { at: minutesAfter(6 * 1440), why: "grown" },
      },
      ...aside.map((each) => ({ decision: setAside(each) })),
    ),
  };
};

const quietWeek = (): DigestInput => {
  const night = backNight();
  const { records, ...rest } = night;
  const tells = composeDigest(night)?.tells ?? [];
  const later = minutesAfter(10 * 1440);
  return {
    ...{ ...rest, records, told: [...night.told, ...tells.map((row) => ({ ...row, at: later }))] },
    ...{ at: minutesAfter(14 * 1440 + 270), day: day("2026-12-07"), clusterCount: 5, notChecked: 1 },
  };
};

const urgent = urgentCard({
  ...{
    key: "urgent|2026-11-23|/subscriptions/x|critical",
    route: baselineNight().route,
    at: minutesAfter(60),
    names,
    currency: EUR,
    links,
  },
  urgent: {
    ...{ kind: "critical", target: on("prod-weu-1"), events: [] },
    findings: [supportEnds("prod-weu-1"), surgeShort("prod-weu-1", "apps", 12, { finding: { severity: "critical" } })],
  },
  open: [],
}).card;

const cards = {
  baseline: cardOf(baselineNight()),
  "second night": cardOf(secondNight(composeDigest(baselineNight())?.tells ?? [])),
  money: cardOf(moneyNight()),
  notice: noticeCard(
    { title: "No scan has closed for 28 hours", lines: ["Scan 2026-11-22 closed on 22 Nov 03:10 UTC."] },
    "notice|late|2026-11-24",
  ),
  hostile: cardOf(hostileNight),
  back: cardOf(backNight()),
  heartbeat: cardOf(quietWeek()),
  urgent,
};

const hasNoChromium = findChromium() === undefined;
const unless = hasNoChromium ? " (skipped: no Chromium is installed)" : "";

describe(`a drawn card${unless}`, () => {
  let board: Board;
  beforeAll(async () => {
    if (!hasNoChromium) board = await openBoard();
  });
  afterAll(async () => {
    if (!hasNoChromium) await board.close();
  });

  const frames = [
    ...(["baseline", "second night", "money", "back", "heartbeat", "urgent"] as const).flatMap((name) => [
      { name, width: 340, theme: "light" as const },
      { name, width: 340, theme: "dark" as const },
      { name, width: 720, theme: "light" as const },
      { name, width: 720, theme: "dark" as const },
    ]),
    ...(["notice", "hostile"] as const).flatMap((name) => [
      { name, width: 340, theme: "dark" as const },
      { name, width: 720, theme: "light" as const },
    ]),
  ];

  it.skipIf(hasNoChromium).for(frames)(
    "$name has room at $width px, $theme, with everything unfolded, without a complaint",
    async (frame) => {
      const { complaints, tooWide, png } = await board.draw(cards[frame.name], { ...frame, unfold: true });

      expect(complaints).toEqual([]);
      expect(tooWide).toEqual([]);
      expect(png.readUInt32BE(16)).toBe(frame.width * 2);
    },
  );

  it.skipIf(hasNoChromium)("shows what it says, and the commands once they are unfolded", async () => {
    const folded = await board.draw(cards["second night"], { width: 340, theme: "light" });
    const open = await board.draw(cards["second night"], { width: 340, theme: "light", unfold: true });
    const command = "az aks nodepool update -g rg-prod --cluster-name prod-weu-2 -n etl --max-surge 2";

    for (const text of [
      "4 new · 1 worse · 3 resolved · €616/month at list price",
      "AKS Advisor · payments · Tue 24 Nov · 6 clusters",
      "prod-weu-2 / etl · No addresses for surge",
      "high · was 6 addresses",
      "dev-weu-3 / tools",
      "moved to jobseph",
      "Still open: 8, €616/month · up to €612/month",
      "digest|2026-11-24",
    ]) {
      expect(folded.text).toContain(text);
    }
    expect(folded.text).not.toContain(command);
    expect(open.text).toContain(command);
  });

  it.skipIf(hasNoChromium)("shows what each row is worth, and what is not priced", async () => {
    const { text } = await board.draw(cards.money, { width: 340, theme: "dark" });

    for (const shown of [
      "€826/month at list price (was €390)",
      "Ephemeral OS disk has room: €410/month less",
      "also possible, up to €612/month less for 1 of 3",
      "(moved to jobseph): €96/month since 24 Nov, measured",
      "2 findings are not priced: no retail row for Standard_NC24ads_A100_v4 in swedencentral",
    ]) {
      expect(text).toContain(shown);
    }
  });

  it.skipIf(hasNoChromium)("shows what came back, what is set aside, the week, and the next few rows once they are unfolded", async () => {
    const folded = await board.draw(cards.back, { width: 340, theme: "light" });

    for (const shown of [
      "no longer snoozed",
      "accepted at 12 addresses",
      "1 snoozed",
      "THIS WEEK: ",
      "All findings",
      "more findings worth",
    ]) {
      expect(folded.text).toContain(shown);
    }
  });

  it.skipIf(hasNoChromium)("shows a quiet week: what was checked, what is open, and what could not be checked", async () => {
    const { text } = await board.draw(cards.heartbeat, { width: 720, theme: "light" });

    for (const shown of [
      "Checked 5 of 6 clusters, nothing new",
      "still open",
      "THIS WEEK: ",
      "COULD NOT CHECK",
      "Message heartbeat|2026-W50",
    ]) {
      expect(text).toContain(shown);
    }
  });

  it.skipIf(hasNoChromium)("shows the way out of what could not be checked", async () => {
    const { text } = await board.draw(cards.baseline, { width: 720, theme: "dark", unfold: true });

    expect(text).toContain("subscription platform-dev: the app may not read it, since 20 Nov");
    expect(text).toContain("--scope /subscriptions/99999999-9999-9999-9999-999999999999");
  });

  it.skipIf(hasNoChromium)("reads no markdown and no HTML in a name", async () => {
    const { text, links } = await board.draw(cards.hostile, { width: 720, theme: "light", unfold: true });

    expect(links).toEqual([]);
    expect(text).toContain("_x_ [free money](https://evil.example)");
    expect(text).toContain("/ **web**");
  });

  it.skipIf(hasNoChromium)("complains about a card that is wrong, and sees what is too wide", async () => {
    const faulty = { ...cards.notice, body: [{ type: "Badge", text: "x" } as never, ...cards.notice.body] };
    const wide: IAdaptiveCard = {
      ...cards.notice,
      body: [{ type: "ColumnSet", columns: [{ type: "Column", width: "500px", items: [{ type: "TextBlock", text: "x" }] }] }],
    };

    expect((await board.draw(faulty, { width: 340, theme: "light" })).complaints).toHaveLength(1);
    expect((await board.draw(wide, { width: 340, theme: "light" })).tooWide).not.toEqual([]);
  });
});

const schemaFile = join(REAL, "teams/adaptive-card.1.5.schema.json");
const hasNoSchema = !existsSync(schemaFile);

describe(`the published schema of Adaptive Cards${hasNoSchema ? " (skipped: the folder of real files is absent)" : ""}`, () => {
  it.skipIf(hasNoSchema).for(Object.entries(cards))("takes the card, but for what Teams adds to it: %s", ([, card]) => {
    const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(schemaFile, "utf8"));
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const { msteams: ___, ...reduced } = card;

    expect(validate(reduced) ? [] : validate.errors?.slice(0, 3)).toEqual([]);
  });
});
