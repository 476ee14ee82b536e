import { describe, expect, it } from "vitest";
import { digestMail, noticeMail, urgentMail, withNote } from "../../src/render/mail.ts";
import { baseline, heartbeat, money, NOTICE_KEY, notice, second, urgentInput } from "./mails.ts";

/**
 * Classic Outlook lays mail out with Word's engine, which runs on Windows alone and was not run here. What it is known to honour and to
 * ignore is held instead: layout in tables, boxes on cells, a font in every cell with text, 600 pixels by a table only Word sees.
 */
const PAGES = [
  ...[digestMail(baseline()), digestMail(second()), digestMail(money()), digestMail(heartbeat())],
  ...[urgentMail(urgentInput()), noticeMail(notice, NOTICE_KEY), withNote(noticeMail(notice, NOTICE_KEY), "Teams did not take it.")],
].map(({ html }) => html);

interface Tag {
  readonly name: string;
  readonly attributes: string;
  readonly style: string;
}

const tagsOf = (page: string): readonly Tag[] =>
  [...page.matchAll(/<([a-z]+\d?)\b([^>]*)>/g)].map(([, name = "", attributes = ""]) => ({
    name,
    attributes,
    style: /style="([^"]*)"/.exec(attributes)?.[1] ?? "",
  }));
const tags = PAGES.flatMap(tagsOf);
const properties = (style: string): readonly string[] =>
  style.split(";").flatMap((declaration) => (declaration === "" ? [] : [declaration.slice(0, declaration.indexOf(":"))]));

const TAGS = new Set("html head meta title style body div table tr td h1 h2 h3 span strong code a br".split(" "));
const FOR_TEXT = new Set(
  "color font-family font-size line-height font-weight letter-spacing text-transform text-decoration white-space word-break margin".split(
    " ",
  ),
);
const FOR_BOXES = new Set([
  ...FOR_TEXT,
  ..."padding width max-width table-layout background-color border-width border-style border-color border-collapse border-radius".split(
    " ",
  ),
]);

describe("the HTML of a mail", () => {
  it("is made of tables and text alone: no script, picture, form, frame or stylesheet from elsewhere", () => {
    expect([...new Set(tags.map(({ name }) => name))].filter((name) => !TAGS.has(name))).toEqual([]);
    expect(tags.filter(({ attributes }) => /\s(?:src|srcset|background|on\w+|id|action)=/.test(attributes))).toEqual([]);
  });

  it("uses nothing that Word's engine does not lay out", () => {
    for (const page of PAGES)
      expect(page).not.toMatch(/flex|grid|float|position:|url\(|@import|@font-face|var\(|calc\(|\brem\b|\d(?:em|vw|vh)\b/);
  });

  it("has paddings, widths, grounds and borders on tables and cells only", () => {
    const offences = tags.flatMap(({ name, style }) => {
      if (name === "body" || style.startsWith("display:none")) return [];
      const allowed = name === "td" || name === "table" ? FOR_BOXES : FOR_TEXT;
      return properties(style)
        .filter((property) => !allowed.has(property))
        .map((property) => `${name}: ${property}`);
    });

    expect(offences).toEqual([]);
  });

  it("says every size in pixels", () => {
    const sizes = tags.flatMap(
      ({ style }) => style.match(/(?:font-size|line-height|padding|margin|border-width|letter-spacing):[^;]*/g) ?? [],
    );

    expect(sizes.length).toBeGreaterThan(100);
    expect(sizes.filter((size) => !/:(?:(?:\d+px|0)(?: |$))+$/.test(size))).toEqual([]);
  });

  it("says the font in every cell with text: no nested table inherits it in Word", () => {
    const cells = PAGES.flatMap((page) =>
      [...page.matchAll(/<td ([^>]*)>(?!\s*<(?:table|h\d|!--|tr)|&nbsp;)/g)].map(([, attributes = ""]) => attributes),
    );

    expect(cells.length).toBeGreaterThan(100);
    expect(cells.filter((attributes) => !attributes.includes("font-family:"))).toEqual([]);
  });

  it("keeps every table out of what is read aloud as a table", () => {
    const tables = tags.filter(({ name }) => name === "table");

    expect(tables.filter(({ attributes }) => !attributes.includes('role="presentation"'))).toEqual([]);
  });

  it("is at most 600 pixels wide, in Word by a table of its own", () => {
    for (const page of PAGES) {
      const opened = page.match(/<!--\[if mso\]><table role="presentation" width="600"/g)?.length ?? 0;

      expect(opened).toBeGreaterThan(0);
      expect(page.match(/max-width:600px/g)).toHaveLength(opened);
      expect(page.match(/<!--\[if mso\]><\/td><\/tr><\/table><!\[endif\]-->/g)).toHaveLength(opened);
    }
  });

  it("closes every tag that it opens", () => {
    for (const page of PAGES) {
      const open: string[] = [];
      for (const [, slash, name = ""] of page.replaceAll(/<!--.*?-->/gs, "").matchAll(/<(\/?)([a-z]+\d?)\b[^>]*>/g)) {
        if (slash === "/") expect(open.pop()).toBe(name);
        else if (name !== "meta" && name !== "br") open.push(name);
      }
      expect(open).toEqual([]);
    }
  });

  it("has its language, its title, both colour schemes, and neither pure white nor pure black", () => {
    for (const page of PAGES) {
      expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(page).toMatch(/<title>[^<]+<\/title>/);
      expect(page).toContain('<meta name="color-scheme" content="light dark">');
      expect(page).toContain("@media (prefers-color-scheme:dark)");
      expect(page).not.toMatch(/#(?:fff|000)(?:fff|000)?\b|:(?:white|black)\b/i);
    }
  });
});
