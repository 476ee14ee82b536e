import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium } from "../../local/chromium.ts";
import { openPageBoard, type PageBoard } from "../../local/draw-page.ts";

const GOOD = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Report</title>
<style>body { background: light-dark(#fff, #111); color: light-dark(#111, #eee) } a { color: light-dark(#0645ad, #9cf) }</style></head>
<body><main><h1>3 new</h1><p><a href="#clusters">Clusters</a> <a href="/report?severity=high">High</a></p>
<details><summary>How to fix</summary><p>Give the role Reader.</p></details>
<label>Until <input name="until"></label><button>Snooze</button></main></body></html>`;

const page = (body: string): string => GOOD.replace(/<main>.*<\/main>/s, `<main>${body}</main>`);

const hasNoChromium = findChromium() === undefined;
const unless = hasNoChromium ? " (skipped: no Chromium is installed)" : "";

describe(`the drawing board for pages${unless}`, () => {
  let board: PageBoard;
  beforeAll(async () => {
    if (!hasNoChromium) board = await openPageBoard();
  });
  afterAll(async () => {
    if (!hasNoChromium) await board.close();
  });

  it.skipIf(hasNoChromium)("answers with a picture, the text, and the links of a good page, and has nothing against it", async () => {
    const { png, ...seen } = await board.draw(GOOD, { width: 340, theme: "light" });

    expect(png.readUInt32BE(16)).toBe(680);
    expect(seen).toEqual({
      text: expect.stringContaining("3 new"),
      tooWide: [],
      links: ["#clusters", "/report?severity=high"],
      wanted: [],
      complaints: [],
    });
    expect(await board.faults(GOOD, { width: 340, theme: "dark" })).toEqual([]);
  });

  it.skipIf(hasNoChromium)("shows what is folded only when it is asked to", async () => {
    expect((await board.draw(GOOD, { width: 720, theme: "light" })).text).not.toContain("Give the role Reader.");
    expect((await board.draw(GOOD, { width: 720, theme: "light", unfold: true })).text).toContain("Give the role Reader.");
  });

  it.skipIf(hasNoChromium)("draws the colour scheme it is asked for", async () => {
    const [light, dark] = [await board.draw(GOOD, { width: 340, theme: "light" }), await board.draw(GOOD, { width: 340, theme: "dark" })];

    expect(light.png.equals(dark.png)).toBe(false);
  });

  it.skipIf(hasNoChromium)("names what stands over the edge, and that the page scrolls sideways", async () => {
    const { tooWide } = await board.draw(page('<p style="width: 500px">much too wide</p>'), { width: 340, theme: "light" });

    expect(tooWide).toEqual([expect.stringMatching(/^the page is 5\d\d px wide, its window 340$/), "P much too wide"]);
  });

  it.skipIf(hasNoChromium)("runs no script of the page, loads nothing, and tells what it wanted to load", async () => {
    const hostile = page('<script>document.body.textContent = "gone"; alert(1)</script><img alt="" src="https://evil.example/x.png">');
    const { text, wanted } = await board.draw(`${hostile}<p>still here</p>`, { width: 340, theme: "light" });

    expect(text).toBe("still here");
    expect(wanted).toEqual(["https://evil.example/x.png"]);
  });

  it.skipIf(hasNoChromium)("serves it with its policy, and hears what that refuses", async () => {
    const { complaints } = await board.draw(GOOD, { width: 340, theme: "light", policy: "default-src 'none'" });

    expect(complaints).toEqual([expect.stringContaining("Content Security Policy")]);
  });

  it.skipIf(hasNoChromium)("goes through a page by keyboard", async () => {
    expect(await board.focusOrder(GOOD, { width: 720, theme: "light" })).toEqual([
      "A Clusters",
      "A High",
      "SUMMARY How to fix",
      "INPUT Until",
      "BUTTON Snooze",
    ]);
  });

  it.skipIf(hasNoChromium)("finds serious faults, also behind a policy that lets no script in", async () => {
    const faulty = page(
      '<button></button><p style="color: #bbb; background: #fff">faint</p><script>document.body.textContent = "gone"</script>',
    );
    const faults = await board.faults(faulty, { width: 720, theme: "light", policy: "default-src 'none'; style-src 'unsafe-inline'" });

    expect(faults.map(({ rule, impact }) => `${impact}: ${rule}`).sort()).toEqual(["critical: button-name", "serious: color-contrast"]);
    expect(faults.find(({ rule }) => rule === "button-name")?.at).toEqual(["<button></button>"]);
  });

  it.skipIf(hasNoChromium)("draws a page that is taller than a sharp picture may be", async () => {
    const { png } = await board.draw(page('<div style="height: 12000px">tall</div>'), { width: 340, theme: "light" });

    expect([png.readUInt32BE(16), png.readUInt32BE(20) > 12_000]).toEqual([340, true]);
  });
});
