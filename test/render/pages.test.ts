import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../local/chromium.ts";
import { openPageBoard, type PageBoard } from "../../local/draw-page.ts";
import { renderClusterPage, renderFindingPage, renderHtml } from "../../src/render/html.ts";
import type { Links } from "../../src/render/links.ts";
import { CONTENT_SECURITY_POLICY } from "../../src/render/page-style.ts";
import { type Report, reportOf } from "../../src/render/report.ts";
import type { ReportFinding } from "../../src/render/report-finding.ts";
import { ref } from "../support/build.ts";
import { named } from "./estate.ts";
import { wholeInput } from "./whole.ts";

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(1)</script>${"x".repeat(400)}`;

const LINKS: Links = {
  report: "/report",
  filtered: ({ severity = "all" }) => `/report?severity=${severity}`,
  finding: () => "/finding",
  cluster: () => "/cluster",
  decide: (id) => `/snooze?id=${id}`,
  exports: [{ label: "CSV", href: "/findings?format=csv" }],
};

const report = reportOf(wholeInput());
const hostile = reportOf(named(HOSTILE));
const pageOf = (find: (each: ReportFinding) => boolean, of: Report = report): string =>
  renderFindingPage(of, [...of.findings, ...of.aside].find(find)?.record.key ?? expect.fail(), LINKS) ?? expect.fail();

const PAGES = {
  report: renderHtml(report),
  served: renderHtml(report, LINKS),
  snoozed: renderHtml(reportOf(wholeInput({ filter: { states: ["snoozed"], severity: "low" } })), LINKS),
  cluster: renderClusterPage(report, ref("ml-weu-1").id, LINKS) ?? expect.fail(),
  finding: pageOf(({ record }) => record.cause !== undefined),
  "planned finding": pageOf(({ setAside }) => setAside?.kind === "planned"),
  hostile: renderHtml(hostile),
  "hostile finding": pageOf(({ standing }) => standing.kind === "counted", hostile),
} as const;
type Name = keyof typeof PAGES;

/** What can be read in each, whatever the width: numbers of every picture as text. */
const SAYS: Readonly<Record<Name, readonly string[]>> = {
  report: [
    "At stake, firm: €826/month",
    "OS disks €616 (2 findings)",
    "2026-11",
    "Next to leave support: 1.34 (community), in 6 days, on 30 Nov 2026.",
    "2 short for prod-weu-1 / apps alone",
    "2 short where the pools of prod-weu-1 go at once",
    "6 short where both clusters go at once",
    "The quota has room for both clusters at once",
    "Quotas as read 24 Nov 2026 02:03 UTC.",
    "platform-dev · northeurope: cannot tell what upgrades need: the app may not read the sizes there.",
    "€500/month predicted, €383/month realised, of 2 measured savings: 77 %",
    "€612/month predicted, €540/month realised, of 1 measured saving: 88 %",
    "Not measured: 1 (several pools took over from it).",
    "Max pods of 250 keep 4096 MiB on each Standard_D4ds_v5, 25 % of its memory.",
    "Set aside: 1 accepted, 1 snoozed, 1 planned",
    "snoozed until 24 Dec 2026 by Ada Lovelace, 22 Nov 2026: waits for the new image",
    "20 subscriptions by Event Grid",
    "20 subscriptions by the nightly scan alone",
    "team-059",
  ],
  served: ["critical (1)", "snoozed (1)", "COST-008", "CSV", "11 findings in 7 clusters"],
  snoozed: [
    "Only low and graver",
    "state snoozed",
    "Nothing was found in what is shown.",
    "Set aside: 1 snoozed",
    "waits for the new image",
  ],
  cluster: [
    "20 MiB × 250 + 50 MiB = 5050 MiB, at most a quarter of 16384 MiB = 4096 MiB",
    "1 × €4.10 an hour × 730 hours = €2,993",
    "Not known: whether pods use the GPUs, and when, which metrics would say.",
    "Costs €6,585/month at list price",
  ],
  finding: [
    "ceil(25 × 20 / 100)",
    "agentPools/write on apps, 23 Nov 01:03 UTC, correlation id 1b2c3d4e-0000-4000-8000-000000000001",
    "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 10%",
    "agentPoolProfiles[apps].upgradeSettings.maxSurge: '10%'",
    "nothing; the setting counts at the next upgrade",
    "pod disruption budgets",
    "Accept, snooze or plan",
  ],
  "planned finding": ["planned until 10 Dec 2026 by Ada Lovelace", "sprint 12 · holds", "withdrawn by Ada Lovelace", "planned · "],
  hostile: ['"><img src=x onerror=alert(1)><script>alert(1)</script>xxx'],
  "hostile finding": ['"><img src=x onerror=alert(1)><script>alert(1)</script>xxx'],
};

/** axe-core looks at every element; on a busy machine that takes its time. */
const SLOW = 90_000;
const hasNoChromium = findChromium() === undefined;
const unless = hasNoChromium ? " (skipped: no Chromium is installed)" : "";
const names = Object.keys(PAGES) as readonly Name[];

describe(`a drawn page${unless}`, () => {
  let board: PageBoard;
  beforeAll(async () => {
    if (!hasNoChromium) board = await openPageBoard();
  });
  afterAll(async () => {
    if (!hasNoChromium) await board.close();
  });

  /** A theme is colours alone: each width is looked at in one. */
  const FRAMES = [
    { width: 340, theme: "dark" },
    { width: 720, theme: "light" },
    { width: 1280, theme: "light" },
  ] as const;
  /** Those that are made of the same parts as another are looked at on a phone. */
  const once: readonly Name[] = ["snoozed", "planned finding"];
  const frames = names.flatMap((name) => FRAMES.slice(0, once.includes(name) ? 1 : 3).map((frame) => ({ name, ...frame })));

  it.skipIf(hasNoChromium).for(frames)(
    "$name at $width px, $theme, says all, has room and wants nothing",
    { timeout: SLOW },
    async ({ name, width, theme }) => {
      const seen = await board.read(PAGES[name], { width, theme, unfold: true, policy: CONTENT_SECURITY_POLICY });

      const text = seen.text.replaceAll(/\s+/g, " ");
      expect(SAYS[name].filter((said) => !text.includes(said))).toEqual([]);
      expect(seen).toMatchObject({ tooWide: [], wanted: [], complaints: [] });
    },
  );

  const judged = [
    ...(["report", "served", "cluster", "finding", "planned finding"] as const).map((name) => ({
      name,
      width: 340,
      theme: "light" as const,
    })),
    ...(["report", "served", "cluster", "finding", "snoozed"] as const).map((name) => ({ name, width: 1280, theme: "dark" as const })),
  ];

  it.skipIf(hasNoChromium).for(judged)(
    "$name at $width px, $theme, has no fault that axe-core calls serious",
    { timeout: SLOW },
    async ({ name, width, theme }) => {
      const faults = await board.faults(PAGES[name], { width, theme, unfold: true });

      expect(faults).toEqual([]);
    },
  );

  it.skipIf(hasNoChromium).for(["served", "cluster", "finding"] as const)(
    "%s gives the keyboard every link and every fold, in the order in which they are read",
    { timeout: SLOW },
    async (name) => {
      const order = await board.focusOrder(PAGES[name], { width: 340, theme: "light", unfold: true });

      expect(order).toEqual(stopsOf(PAGES[name]));
    },
  );
});

/** Links and folds as they stand in the page, by what they are called. */
const stopsOf = (page: string): readonly string[] =>
  [...page.matchAll(/<(a|summary)\b([^>]*)>([\s\S]*?)<\/\1>/g)].map(([, tag = "", attributes = "", content = ""]) => {
    const label = /aria-label="([^"]*)"/.exec(attributes)?.[1] ?? content.replaceAll(/<[^>]*>/g, " ");
    return `${tag.toUpperCase()} ${decoded(label).replaceAll(/\s+/g, " ").trim()}`;
  });

const decoded = (text: string): string =>
  text.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
