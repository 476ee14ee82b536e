import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults, ImpactValue } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import type { Theme } from "./draw-theme.ts";

export interface PageFrame {
  /** CSS pixels: 340 is a phone, 1280 a desktop. */
  readonly width: number;
  readonly theme: Theme;
  /** Whether everything that unfolds (`details`) is open. */
  readonly unfold?: boolean;
  /** The content security policy it is served with. */
  readonly policy?: string;
}

export interface PageReading {
  /** All that can be read in it. */
  readonly text: string;
  /** Elements that stand over the right edge of the window; first, where it is so, how much wider the page itself is. */
  readonly tooWide: readonly string[];
  /** Where its links lead, as they are written. */
  readonly links: readonly string[];
  /** Addresses it wanted something from, and did not get. */
  readonly wanted: readonly string[];
  /** What the console had to say, and dialogs that opened: nothing, for a good page. */
  readonly complaints: readonly string[];
}

export interface PageDrawing extends PageReading {
  /** The page from top to bottom. */
  readonly png: Buffer;
}

/** One rule of axe-core that is broken seriously or critically. */
export interface PageFault {
  readonly rule: string;
  readonly impact: "serious" | "critical";
  readonly says: string;
  /** The elements, as HTML: the first few. */
  readonly at: readonly string[];
}

/** Draws many pages with one browser. None of their scripts runs, and nothing is loaded. */
export interface PageBoard {
  /** All but the picture, which takes far longer than the rest. */
  readonly read: (html: string, frame: PageFrame) => Promise<PageReading>;
  readonly draw: (html: string, frame: PageFrame) => Promise<PageDrawing>;
  /** What the Tab key reaches, one after another: `A Clusters`, `SUMMARY How to fix`. */
  readonly focusOrder: (html: string, frame: PageFrame) => Promise<readonly string[]>;
  /** The serious and critical faults that axe-core finds. */
  readonly faults: (html: string, frame: PageFrame) => Promise<readonly PageFault[]>;
  readonly close: () => Promise<void>;
}

/** Pages are looked at one after another. @throws Error when there is no Chromium */
export async function openPageBoard(): Promise<PageBoard> {
  const browser = await launchChromium();
  const [still, scripted] = [await windowOf(browser, { javaScriptEnabled: false }), await windowOf(browser, { javaScriptEnabled: true })];
  return {
    read: (html, frame) => shown(still, html, frame, read),
    draw: (html, frame) => shown(still, html, frame, draw),
    focusOrder: (html, frame) => shown(still, html, frame, focusOrder),
    // axe-core waits for timers, which stand still where scripts are off: here a policy keeps the page's own from running.
    faults: (html, frame) => shown(scripted, html, { ...frame, policy: withoutScripts(frame.policy) }, faultsOf),
    close: () => browser.close(),
  };
}

const withoutScripts = (policy: string | undefined): string => [...(policy === undefined ? [] : [policy]), "script-src 'none'"].join(", ");

const ADDRESS = "https://advisor.example/";

/** What a page did while nobody touched it. */
interface Seen {
  readonly wanted: string[];
  readonly complaints: string[];
}

type Look<Answer> = (page: Page, seen: Seen) => Promise<Answer>;
type ContextOptions = NonNullable<Parameters<Browser["newContext"]>[0]>;

/** A window that shows one page after another. */
interface Window {
  readonly page: Page;
  /** What it is served at the only address there is. */
  serve: { readonly html: string; readonly policy: string | undefined };
  seen: Seen;
}

async function windowOf(browser: Browser, options: ContextOptions): Promise<Window> {
  const context = await browser.newContext({ deviceScaleFactor: 2, ...options });
  const window: Window = { page: await context.newPage(), serve: { html: "", policy: undefined }, seen: { wanted: [], complaints: [] } };
  context.on("console", (message) => window.seen.complaints.push(message.text()));
  context.on("dialog", (dialog) => {
    window.seen.complaints.push(dialog.message());
    return dialog.dismiss();
  });
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url === ADDRESS) {
      const { html, policy } = window.serve;
      const headers = policy === undefined ? {} : { "content-security-policy": policy };
      return route.fulfill({ body: html, contentType: "text/html; charset=utf-8", headers });
    }
    if (/^(about|data):/.test(url)) return route.continue();
    // A browser asks for this of its own accord.
    if (url !== `${ADDRESS}favicon.ico`) window.seen.wanted.push(url);
    return route.abort();
  });
  return window;
}

/** Opens it as a server would send it; nothing of the page before is left. */
async function shown<Answer>(
  window: Window,
  html: string,
  { width, theme, unfold = false, policy }: PageFrame,
  look: Look<Answer>,
): Promise<Answer> {
  const { page } = window;
  await page.goto("about:blank");
  await page.setViewportSize({ width, height: 300 });
  await page.emulateMedia({ colorScheme: theme });
  Object.assign(window, { serve: { html, policy }, seen: { wanted: [], complaints: [] } });
  await page.goto(ADDRESS);
  if (unfold) await page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true");
  return await look(page, window.seen);
}

async function read(page: Page, { wanted, complaints }: Seen): Promise<PageReading> {
  const measured = await page.evaluate<Pick<PageReading, "text" | "tooWide" | "links">>(MEASURE);
  return { ...measured, wanted, complaints };
}

/** Chromium draws no more than 16,384 dots of a page: a long one is drawn with one dot a pixel. */
const TALLEST_SHARP = 8000;

async function draw(page: Page, seen: Seen): Promise<PageDrawing> {
  const reading = await read(page, seen);
  const height = await page.evaluate<number>("document.documentElement.scrollHeight");
  const png = await page.screenshot({ fullPage: true, scale: height > TALLEST_SHARP ? "css" : "device" });
  return { ...reading, png };
}

const MEASURE = `(() => {
  const edge = document.documentElement.clientWidth;
  const { scrollWidth } = document.documentElement;
  const seen = [...document.body.querySelectorAll("*")].filter((element) => element.getClientRects().length > 0);
  const over = seen.filter((element) => element.getBoundingClientRect().right > edge + 0.5);
  return {
    text: document.body.innerText,
    tooWide: [
      ...(scrollWidth > edge ? ["the page is " + scrollWidth + " px wide, its window " + edge] : []),
      ...over.map((element) => element.tagName + " " + element.textContent.trim().slice(0, 60)),
    ],
    links: [...document.querySelectorAll("a[href]")].map((link) => link.getAttribute("href")),
  };
})()`;

const MOST_STOPS = 1000;

async function focusOrder(page: Page): Promise<readonly string[]> {
  // What has `autofocus` gets the focus with the first frame, and a picture waits for one.
  await page.screenshot({ clip: { x: 0, y: 0, width: 1, height: 1 } });
  const stops: string[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate<string | undefined>(FOCUSED);
    if (stop === undefined) break;
    stops.push(stop);
  }
  return stops;
}

/** Nothing where the focus has left the page, or has come round to an element it was on before. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement || element.wasFocused) return undefined;
  element.wasFocused = true;
  const name = element.getAttribute("aria-label") || element.innerText || element.labels?.[0]?.innerText || element.value || "";
  return (element.tagName + " " + name.replaceAll(/\\s+/g, " ").trim()).trim();
})()`;

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const isGrave = (impact: ImpactValue | undefined): impact is PageFault["impact"] => impact === "serious" || impact === "critical";

async function faultsOf(page: Page): Promise<readonly PageFault[]> {
  await page.evaluate(await readFile(AXE, "utf8"));
  const { violations } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
  return violations.flatMap(({ id, impact, help, nodes }) =>
    isGrave(impact) ? [{ rule: id, impact, says: help, at: nodes.slice(0, 5).map(({ html }) => html.slice(0, 200)) }] : [],
  );
}
