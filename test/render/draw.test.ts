import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchChromium } from "../../local/chromium.ts";
import type { Theme } from "../../local/draw-theme.ts";
import { renderFindingPage, renderHtml } from "../../src/render/html.ts";
import { CONTENT_SECURITY_POLICY } from "../../src/render/page-style.ts";
import { reportOf } from "../../src/render/report.ts";
import { reportInput } from "./estate.ts";

const report = reportOf(reportInput());
const WHOLE = renderHtml(report);
const [counted] = report.findings.filter(({ standing }) => standing.kind === "counted");
const FINDING = renderFindingPage(report, counted?.record.key ?? expect.fail()) ?? expect.fail();

const hasNoChromium = findChromium() === undefined;
const unless = hasNoChromium ? " (skipped: no Chromium is installed)" : "";
const ADDRESS = "https://advisor.example/";

/** How it is read at several widths stands in pages.test.ts. */
describe(`a page in somebody's hands${unless}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    if (!hasNoChromium) browser = await launchChromium();
  });
  afterAll(async () => {
    if (!hasNoChromium) await browser.close();
  });

  /** As a server sends it, with its policy. */
  async function show(html: string, width: number, colorScheme: Theme = "light"): Promise<Page> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    const headers = { "content-security-policy": CONTENT_SECURITY_POLICY };
    await page.route(ADDRESS, (route) => route.fulfill({ body: html, contentType: "text/html; charset=utf-8", headers }));
    await page.goto(ADDRESS);
    return page;
  }

  it.skipIf(hasNoChromium)("shows only what was picked, without a script, and all again", async () => {
    const page = await show(WHOLE, 1280);
    const shown = () => page.locator("ol > li[id^=finding]:visible").count();

    expect(await shown()).toBe(10);
    await page.getByRole("link", { name: "only critical (1)" }).click();
    expect(await shown()).toBe(1);
    await page.getByRole("link", { name: "all (10)" }).click();
    expect(await shown()).toBe(10);
  });

  it.skipIf(hasNoChromium)("opens a finding by keyboard, and has names for its parts", async () => {
    const page = await show(WHOLE, 1280);
    const summary = page.locator("ol > li[id^=finding] summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");

    expect(await page.getByText("az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.35").first().isVisible()).toBe(true);
    expect(await page.getByRole("main").count()).toBe(1);
    expect(await page.getByRole("navigation", { name: "Parts of the report" }).count()).toBe(1);
    expect(await page.getByRole("region", { name: "Findings" }).count()).toBe(1);
  });

  it.skipIf(hasNoChromium).for([
    ["light", "rgb(255, 255, 255)"],
    ["dark", "rgb(13, 17, 23)"],
  ] as const)("is %s where the reader's screen is", async ([theme, paper]) => {
    const page = await show(FINDING, 360, theme);

    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe(paper);
  });
});
