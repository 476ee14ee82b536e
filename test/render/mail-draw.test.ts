import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../local/chromium.ts";
import { openPageBoard, type PageBoard } from "../../local/draw-page.ts";
import { digestMail, noticeMail, urgentMail, withNote } from "../../src/render/mail.ts";
import { baseline, heartbeat, linksIn, money, NOTICE_KEY, named, notice, second, urgentInput } from "./mails.ts";

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(1)</script>${"x".repeat(400)}`;

const MAILS = {
  baseline: digestMail(baseline()),
  digest: digestMail(second()),
  money: digestMail(money()),
  heartbeat: digestMail(heartbeat()),
  urgent: urgentMail(urgentInput()),
  noted: withNote(noticeMail(notice, NOTICE_KEY), "Teams did not take this message (404: the flow is gone), so it comes by mail."),
  hostile: digestMail(named(HOSTILE)),
};
type Name = keyof typeof MAILS;

/** What is looked for in each, as it is drawn: headings are drawn in capitals. */
const SHOWN: Readonly<Record<Name, readonly string[]>> = {
  baseline: [
    "Baseline: 12 findings in 6 clusters",
    "ACT SOON",
    "az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.35",
    "COULD NOT CHECK",
  ],
  digest: [
    "4 new · 1 worse · 3 resolved",
    "No addresses for surge",
    "high · was 6 addresses",
    "--max-surge 2",
    "moved to jobseph",
    "Message digest|2026-11-24",
  ],
  money: [
    "(was €390)",
    "€410/month less",
    "also possible, up to €612/month less for 1 of 3",
    "disks: 12 × 34.20 = 410.40 EUR a month",
    "€96/month since 24 Nov, measured",
  ],
  heartbeat: [
    "THIS WEEK: 4 NEW, 1 WORSE, 3 RESOLVED, 7 AT THE BASELINE",
    "Set aside: 4 snoozed · 1 accepted",
    "4 findings there stay as they were",
  ],
  urgent: ["The rolling upgrade of a node pool failed", "Read 23 Nov 02:03 UTC: Failed · QuotaExceeded", "Azure portal"],
  noted: ["Teams did not take this message", "Route payments could not be told"],
  hostile: ['"><img src=x onerror=alert(1)><script>alert(1)</script>xxx'],
};

const hasNoChromium = findChromium() === undefined;
const unless = hasNoChromium ? " (skipped: no Chromium is installed)" : "";

/** In Chromium: what classic Outlook's engine does with it could not be looked at here, and is held by rules in mail-layout.test.ts. */
describe(`a mail, drawn${unless}`, () => {
  let board: PageBoard;
  beforeAll(async () => {
    if (!hasNoChromium) board = await openPageBoard();
  });
  afterAll(async () => {
    if (!hasNoChromium) await board.close();
  });

  /** A theme is colours alone: each width is looked at in one. */
  const frames = (Object.keys(MAILS) as Name[]).flatMap((name) => [
    { name, width: 340, theme: "dark" as const },
    { name, width: 720, theme: "light" as const },
  ]);

  it.skipIf(hasNoChromium).for(frames)(
    "has room at $width px, $theme, and shows what it says, loading nothing: $name",
    async ({ name, width, theme }) => {
      const { html } = MAILS[name];
      const { text, tooWide, wanted, complaints, links } = await board.read(html, { width, theme });

      expect({ tooWide, wanted, complaints }).toEqual({ tooWide: [], wanted: [], complaints: [] });
      for (const said of SHOWN[name]) expect(text.replaceAll(/\s+/g, " ")).toContain(said);
      expect(links).toEqual(linksIn(html));
    },
  );

  const looked = (["digest", "heartbeat", "noted"] as const).flatMap((name) =>
    (["light", "dark"] as const).map((theme) => ({ name, theme })),
  );

  it.skipIf(hasNoChromium).for(looked)(
    "has no serious fault for who reads it with a screen reader or in $theme: $name",
    async ({ name, theme }) => {
      expect(await board.faults(MAILS[name].html, { width: 340, theme })).toEqual([]);
    },
  );

  it.skipIf(hasNoChromium)("is dark where the reader's screen is", async () => {
    const [light, dark] = [
      await board.draw(MAILS.noted.html, { width: 340, theme: "light" }),
      await board.draw(MAILS.noted.html, { width: 340, theme: "dark" }),
    ];

    expect(light.png.equals(dark.png)).toBe(false);
  });
});
