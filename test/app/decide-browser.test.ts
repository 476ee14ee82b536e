import { mkdir, writeFile } from "node:fs/promises";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../local/chromium.ts";
import { openPageBoard, type PageBoard } from "../../local/draw-page.ts";
import { type Front, openFront } from "../support/front.ts";
import { decidePath, findingPath, foundIn, HOST, ORIGIN, openReportWorld } from "../support/report-world.ts";
import { principalHeader } from "../support/signed-in.ts";
import type { TestWorld } from "../support/world.ts";

const executablePath = findChromium();
const hasNoChromium = executablePath === undefined;
const unless = hasNoChromium ? " (skipped: no Chromium is installed)" : "";
const WHY = "A new pool comes in January.";
const EVIL = "evil.example";

let world: TestWorld;
let front: Front;
let browser: Browser;
let board: PageBoard;
let recordOf: Awaited<ReturnType<typeof foundIn>>;
/** What a test changes of a page on its way. */
let alter = (page: { readonly headers: Readonly<Record<string, string>>; readonly body: string }) => page;

describe.skipIf(hasNoChromium)(`a form in a browser${unless}`, () => {
  beforeAll(async () => {
    world = await openReportWorld({ REPORT_ACCESS: "entra", WEBSITE_AUTH_ENABLED: "True" });
    await world.night("2026-11-23");
    recordOf = await foundIn(world);
    front = await openFront(async ({ method, url, headers }, body) => {
      if (new URL(url).hostname === EVIL) return { status: 200, headers: { "content-type": "text/html" }, body: evilPage() };
      // Easy Auth signs whoever asks in, by a cookie that a browser sends along whatever page asks.
      const signedIn = { ...headers, "x-ms-client-principal": principalHeader() };
      const answer = await world.host.request(method, url, { headers: signedIn, ...(body === "" ? {} : { body }) });
      return { status: answer.status, ...alter(answer) };
    });
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", `--host-resolver-rules=MAP * 127.0.0.1:${front.port}`],
    });
    board = await openPageBoard();
  });
  afterAll(async () => {
    await board.close();
    await browser.close();
    await front.close();
    await world.close();
  });

  const evilPage = () =>
    `<!doctype html><form method="post" action="${ORIGIN}${decidePath(recordOf("prod-2"))}"><input name="kind" value="accepted"><input name="why" value="${WHY}"><button>Go</button></form>`;
  const posted = () => front.heard.filter(({ method }) => method === "POST").at(-1)?.headers ?? {};

  async function open(url: string): Promise<Page> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  async function fillIn(page: Page): Promise<void> {
    await page.getByText("Snooze it until a day").click();
    await page.locator("#snoozed-until").fill("2026-12-24");
    await page.locator("#snoozed-why").fill(WHY);
    await page.getByRole("button", { name: "Snooze" }).click();
  }

  it("is filled in without a script and decides: the browser says where it comes from", async () => {
    const page = await open(`${ORIGIN}${findingPath(recordOf("prod-1"))}`);
    await fillIn(page);

    expect(posted()).toMatchObject({
      host: HOST,
      origin: ORIGIN,
      "sec-fetch-site": "same-origin",
      "content-type": "application/x-www-form-urlencoded",
    });
    expect(page.url()).toBe(`${ORIGIN}${findingPath(recordOf("prod-1"))}`);
    expect(await page.locator("body").textContent()).toContain(WHY);
    expect((await world.store.decisions.all()).map(({ kind, why, until }) => ({ kind, why, until }))).toEqual([
      { kind: "snoozed", why: WHY, until: "2026-12-24" },
    ]);
    await page.context().close();
  });

  it("would say nothing under a stricter referrer policy, and then nothing is decided", async () => {
    alter = ({ headers, body }) => ({
      headers: { ...headers, "referrer-policy": "no-referrer" },
      body: body.replace('name="referrer" content="same-origin"', 'name="referrer" content="no-referrer"'),
    });
    const page = await open(`${ORIGIN}${findingPath(recordOf("prod-2"))}`);
    await fillIn(page);
    alter = (same) => same;

    expect(posted().origin).toBe("null");
    expect(await page.locator("h1").textContent()).toBe("Nothing was decided");
    expect((await world.store.decisions.all()).length).toBe(1);
    await page.context().close();
  });

  it("of somebody else's page reaches the app, signed in, and decides nothing", async () => {
    const page = await open(`https://${EVIL}/`);
    await page.getByRole("button", { name: "Go" }).click();

    expect(posted()).toMatchObject({ origin: `https://${EVIL}`, "sec-fetch-site": "cross-site" });
    expect(await page.locator("h1").textContent()).toBe("Nothing was decided");
    expect((await world.store.decisions.all()).length).toBe(1);
    await page.context().close();
  });

  const answerOf = (path: string, body?: string) =>
    world.host.request(body === undefined ? "GET" : "POST", `${ORIGIN}${path}`, {
      headers: { "x-ms-client-principal": principalHeader(), origin: ORIGIN, "content-type": "application/x-www-form-urlencoded" },
      ...(body === undefined ? {} : { body }),
    });
  const wronglySent = () => answerOf(decidePath(recordOf("dev-1")), "kind=accepted&why=x");
  const FRAMES = [360, 1280].flatMap((width) => (["light", "dark"] as const).map((theme) => ({ width, theme })));

  it.for(FRAMES)("fits into $width px in the $theme, and has no fault that axe-core knows", async ({ width, theme }) => {
    await mkdir("out/pages", { recursive: true });
    for (const [name, answer] of [
      ["decided", answerOf(findingPath(recordOf("prod-1")))],
      ["wrong", wronglySent()],
    ] as const) {
      const { headers, body } = await answer;
      const frame = { width, theme, policy: headers["content-security-policy"] ?? "" };
      const { png, tooWide, complaints, wanted } = await board.draw(body, { ...frame, unfold: name === "decided" });
      await writeFile(`out/pages/finding-${name}-${width}-${theme}.png`, png);

      expect({ name, tooWide, complaints, wanted }).toEqual({ name, tooWide: [], complaints: [], wanted: [] });
      expect(await board.faults(body, frame)).toEqual([]);
    }
  });

  it("is reached by keyboard, and begins where something is wrong", async () => {
    const frame = { width: 360, theme: "light" } as const;
    const open = await board.focusOrder((await answerOf(findingPath(recordOf("dev-1")))).body, frame);
    const wrong = await board.focusOrder((await wronglySent()).body, frame);

    expect(open.slice(-7, -4)).toEqual(["SUMMARY Accept it as it is", "SUMMARY Snooze it until a day", "SUMMARY Plan it for a day"]);
    expect(wrong[0]).toBe("BUTTON Accept");
  });
});
