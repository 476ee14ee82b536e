import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../local/chromium.ts";
import { renderClusterPage, renderFindingPage, renderHtml } from "../../src/render/html.ts";
import type { Links } from "../../src/render/links.ts";
import { CONTENT_SECURITY_POLICY } from "../../src/render/page-style.ts";
import { type Report, reportOf } from "../../src/render/report.ts";
import { ref } from "../support/build.ts";
import { named, reportInput } from "./estate.ts";

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(1)</script>${"x".repeat(400)}`;
const LINKS: Links = { report: "/report", filtered: () => "/report?x", finding: () => "/finding", cluster: () => "/cluster" };

const report = reportOf(reportInput());
const hostile = reportOf(named(HOSTILE));
const findingPage = (of: Report): string =>
  renderFindingPage(of, of.findings.find(({ standing }) => standing.kind === "counted")?.record.key ?? expect.fail(), LINKS) ?? "";
const PAGES = {
  report: renderHtml(report),
  "served report": renderHtml(report, LINKS),
  cluster: renderClusterPage(report, ref("prod-neu-1").id, LINKS) ?? "",
  finding: findingPage(report),
  "hostile report": renderHtml(hostile),
  "hostile finding": findingPage(hostile),
};

const executablePath = findChromium();
const hasNoChromium = executablePath === undefined;
const unless = hasNoChromium ? " (skipped: no Chromium is installed)" : "";

const MEASURE = `(() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const edge = document.documentElement.clientWidth;
  const shown = [...document.querySelectorAll("main *, header *, footer *")].filter((element) => element.getClientRects().length > 0);
  return {
    tooWide: shown.filter((element) => element.getBoundingClientRect().right > edge + 0.5).map((element) => element.tagName + " " + element.textContent.slice(0, 60)),
    scrolls: document.documentElement.scrollWidth > edge,
    foreign: document.querySelectorAll("script, img, iframe, object, form, [style], [onerror], [onclick]").length,
    ink: getComputedStyle(document.body).color,
    paper: getComputedStyle(document.body).backgroundColor,
  };
})()`;

interface Measured {
  readonly tooWide: readonly string[];
  readonly scrolls: boolean;
  readonly foreign: number;
  readonly ink: string;
  readonly paper: string;
}

describe(`a page in a browser${unless}`, () => {
  let browser: Browser;
  const complaints: string[] = [];
  beforeAll(async () => {
    if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => {
    if (!hasNoChromium) await browser.close();
  });

  /** As a server sends it: with its policy, and nothing else to be had. */
  async function show(html: string, width: number, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
    const page = await context.newPage();
    page.on("console", (message) => complaints.push(message.text()));
    page.on("dialog", (dialog) => {
      complaints.push(dialog.message());
      return dialog.dismiss();
    });
    await page.route("**/*", (route) => {
      const isPage = route.request().url() === "https://advisor.example/";
      if (!isPage) complaints.push(route.request().url());
      const headers = { "content-security-policy": CONTENT_SECURITY_POLICY };
      return isPage ? route.fulfill({ body: html, contentType: "text/html; charset=utf-8", headers }) : route.abort();
    });
    await page.goto("https://advisor.example/");
    return page;
  }

  const frames = Object.keys(PAGES).flatMap((name) =>
    [360, 1280].map((width) => ({
      name: name as keyof typeof PAGES,
      width,
      theme: width === 360 ? ("dark" as const) : ("light" as const),
    })),
  );
  it.skipIf(hasNoChromium).for(frames)(
    "$name has room at $width px, $theme, with everything unfolded, and loads and runs nothing",
    async ({ name, width, theme }) => {
      const page = await show(PAGES[name], width, theme);
      const seen = await page.evaluate<Measured>(MEASURE);
      await page.context().close();

      expect(seen).toMatchObject({ tooWide: [], scrolls: false, foreign: 0 });
      expect(seen.paper).toBe(theme === "dark" ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)");
      expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
    },
  );

  it.skipIf(hasNoChromium)("shows only what was picked, without a script, and all again", async () => {
    const page = await show(PAGES.report, 1280);
    const shown = () => page.locator("ol > li[id^=finding]:visible").count();

    expect(await shown()).toBe(10);
    await page.getByRole("link", { name: "only critical (1)" }).click();
    expect(await shown()).toBe(1);
    await page.getByRole("link", { name: "all (10)" }).click();
    expect(await shown()).toBe(10);
    await page.context().close();
  });

  it.skipIf(hasNoChromium)("opens a finding by keyboard, and has names for its parts", async () => {
    const page = await show(PAGES.report, 1280);
    const summary = page.locator("ol > li[id^=finding] summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");

    expect(await page.getByText("az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.35").first().isVisible()).toBe(true);
    expect(await page.getByRole("main").count()).toBe(1);
    expect(await page.getByRole("navigation", { name: "Parts of the report" }).count()).toBe(1);
    expect(await page.getByRole("region", { name: "Findings" }).count()).toBe(1);
    await page.context().close();
  });

  it.skipIf(hasNoChromium)("keeps tables tables for who hears them, also where they are drawn as blocks", async () => {
    const page = await show(PAGES.finding, 360);

    expect(await page.getByRole("table").count()).toBeGreaterThan(0);
    expect(await page.getByRole("cell", { name: "0.384 × 730" }).count()).toBe(1);
    await page.context().close();
  });
});
