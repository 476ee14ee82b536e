import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { IAdaptiveCard } from "@microsoft/teams.cards";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { hostConfig, hostStyle, type Theme } from "./draw-theme.ts";

export interface Frame {
  /** CSS pixels: 340 is a phone, 720 a desktop. */
  readonly width: number;
  readonly theme: Theme;
  /** Whether everything behind a button is shown. */
  readonly unfold?: boolean;
}

export interface Drawing {
  readonly png: Buffer;
  /** What the parser and the validation of the card had to say: nothing, for a good card. */
  readonly complaints: readonly string[];
  /** All that can be read in it. */
  readonly text: string;
  /** Elements that stand over the edge of the frame. */
  readonly tooWide: readonly string[];
  readonly links: readonly string[];
}

/** Draws many cards with one browser. */
export interface Board {
  readonly draw: (card: IAdaptiveCard, frame: Frame) => Promise<Drawing>;
  readonly close: () => Promise<void>;
}

/** Cards are drawn offline and one after another, by the renderer Teams' web client is built on. @throws Error when there is no Chromium */
export async function openBoard(): Promise<Board> {
  const browser = await launchChromium();
  const page = await pageFor(browser);
  return { draw: (card, frame) => draw(page, card, frame), close: () => browser.close() };
}

async function pageFor(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  await page.route("**/*", (route) => (/^(about|data):/.test(route.request().url()) ? route.continue() : route.abort()));
  await page.setContent(`<meta charset="utf-8"><style id="style"></style><div id="frame"></div>`);
  await page.addScriptTag({ path: RENDERER });
  await page.addScriptTag({ content: await pageScript() });
  return page;
}

async function draw(page: Page, card: IAdaptiveCard, { width, theme, unfold = false }: Frame): Promise<Drawing> {
  await page.setViewportSize({ width, height: 600 });
  await page.emulateMedia({ colorScheme: theme });
  const input = JSON.stringify({ card, config: hostConfig(theme), style: hostStyle(theme), unfold });
  const seen = await page.evaluate<Omit<Drawing, "png">>(`drawCard(${input})`);
  return { ...seen, png: await page.locator("#frame").screenshot() };
}

const require = createRequire(import.meta.url);
const RENDERER = require.resolve("adaptivecards/dist/adaptivecards.min.js");
const MARKDOWN = require.resolve("markdown-it");

/** Runs in the page. Markdown is read as Teams does, without HTML. */
const IN_PAGE = `
import MarkdownIt from ${JSON.stringify(MARKDOWN)};
const markdown = new MarkdownIt({ html: false });
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};
globalThis.drawCard = ({ card, config, style, unfold }) => {
  document.getElementById("style").textContent = style;
  const frame = document.getElementById("frame");
  frame.replaceChildren();
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig(config);
  const context = new AdaptiveCards.SerializationContext();
  drawn.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  const faults = drawn.validateProperties().validationEvents.map(({ message }) => message);
  frame.append(drawn.render());
  if (unfold) for (const button of frame.querySelectorAll("button[aria-controls]")) button.click();
  const edge = frame.getBoundingClientRect().right;
  const tooWide = [...frame.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > edge + 0.5);
  return {
    complaints: [...events, ...faults],
    text: frame.innerText,
    tooWide: tooWide.map((element) => element.textContent.slice(0, 60)),
    links: [...frame.querySelectorAll("a")].map((link) => link.href),
  };
};
`;

async function pageScript(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: IN_PAGE, resolveDir: dirname(RENDERER), loader: "js" },
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    logLevel: "error",
  });
  return outputFiles.map(({ text }) => text).join("\n");
}
