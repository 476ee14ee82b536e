import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { IAdaptiveCard } from "@microsoft/teams.cards";
import { Ajv } from "ajv";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../local/chromium.ts";
import { type Board, drawCard, openBoard } from "../../local/draw.ts";
import { digestCard } from "../../src/core/digest/card.ts";
import { composeDigest, type DigestInput } from "../../src/core/digest/digest.ts";
import { noticeCard } from "../../src/core/digest/notice.ts";
import { baselineNight, fixedSize, moneyNight, names, secondNight } from "../core/digest/estate.ts";
import { ref } from "../support/build.ts";

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

const cards = {
  baseline: cardOf(baselineNight()),
  "second night": cardOf(secondNight(composeDigest(baselineNight())?.tells ?? [])),
  money: cardOf(moneyNight()),
  notice: noticeCard({ title: "No scan has closed for 28 hours", lines: ["Scan 2026-11-22 closed on 22 Nov 03:10 UTC."] }),
  hostile: cardOf(hostileNight),
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
    ...(["baseline", "second night", "money"] as const).flatMap((name) => [
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

  it.skipIf(hasNoChromium)("shows the way out of what could not be checked", async () => {
    const { text } = await board.draw(cards.baseline, { width: 720, theme: "dark", unfold: true });

    expect(text).toContain("subscription platform-dev: the app may not read it (since 20 Nov)");
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

  it.skipIf(hasNoChromium)("is a PNG also when it is drawn by itself", async () => {
    expect((await drawCard(cards.notice, { width: 340, theme: "light" })).subarray(1, 4).toString()).toBe("PNG");
  });
});

const schemaFile = join(
  resolve(import.meta.dirname, "../..", process.env.ADVISOR_REAL ?? "../shared/real"),
  "teams/adaptive-card.1.5.schema.json",
);
const hasNoSchema = !existsSync(schemaFile);

describe(`the published schema of Adaptive Cards${hasNoSchema ? " (skipped: the folder of real files is absent)" : ""}`, () => {
  it.skipIf(hasNoSchema).for(Object.entries(cards))("takes the card, but for what Teams adds to it: %s", ([, card]) => {
    const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(schemaFile, "utf8"));
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    const { msteams: ___, ...reduced } = card;

    expect(validate(reduced) ? [] : validate.errors?.slice(0, 3)).toEqual([]);
  });
});
