import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainName } from "../../src/core/digest/plain.ts";
import type { MailForm } from "../../src/core/model/delivery.ts";
import { digestMail, noticeMail, urgentMail, withNote } from "../../src/render/mail.ts";
import { baselineNight, fixedSize, names } from "../core/digest/estate.ts";
import { ref } from "../support/build.ts";
import { hostileText } from "./estate.ts";
import { digestOf, heartbeat, links, named, readable, urgentInput, wordsOf } from "./mails.ts";

const formsOf = (name: string): readonly MailForm[] => [
  digestMail(named(name)),
  digestMail(
    heartbeat({
      week: { headline: "This week: 1 new", lines: [{ where: plainName(name), title: plainName(name), what: "new" }], more: 0 },
    }),
  ),
  urgentMail(
    urgentInput(
      {
        links: { ...links, finding: () => links.report },
        names: { ...names, clusters: new Map([[ref("prod-weu-1").id, ref(name.slice(0, 12))]]) },
      },
      name,
    ),
  ),
  noticeMail({ title: name, lines: [name, name] }, `notice|settings|${name}`),
  withNote(noticeMail({ title: "x", lines: [] }, "notice|x"), name),
];

/** Every tag with its attributes; where links lead left out, since names are part of the portal's addresses. */
const shapeOf = (page: string): readonly string[] =>
  (page.replace(/^.*<body/s, "<body").match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/href="https:\/\/[^"]*"/, "href"));

describe("names that others wrote, in a mail", () => {
  it("make no tag, no attribute and no link of their own, whatever they are", () => {
    const harmless = formsOf("name").map(({ html }) => shapeOf(html));

    fc.assert(
      fc.property(hostileText, (name) => {
        expect(formsOf(name).map(({ html }) => shapeOf(html))).toEqual(harmless);
      }),
      { numRuns: 100 },
    );
  });

  it("are read as they are, in both parts", () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const { html, text } = digestMail(named(name));

        expect(readable(html)).toContain(plainName(name).replaceAll(/\s+/g, " "));
        expect(wordsOf(readable(html))).toEqual(wordsOf(text));
      }),
      { numRuns: 100 },
    );
  });

  it("hide nothing and break no line: neither controls nor bidi marks are left", () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        for (const { html, text } of formsOf(name)) {
          expect(`${html}${text}`.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        }
      }),
      { numRuns: 100 },
    );
  });

  it("leave out a command that cannot be shown as it is, never a changed one", () => {
    const command = "az aks show -n \u202Eevil";
    const records = [fixedSize("prod-weu-1", "web", { finding: { remedy: { steps: [{ text: "Look", command }], restarts: "nothing" } } })];
    const { html, text } = digestMail(digestOf({ ...baselineNight(), records }));

    expect(text).toContain("Look");
    expect(`${html}${text}`).not.toContain("az aks show");
  });

  it("stand in a command as the shell gets them, quotes and all", () => {
    const command = `az aks show -n 'it'"'"'s <b>&amp;' --query "[?a=='x']"`;
    const records = [fixedSize("prod-weu-1", "web", { finding: { remedy: { steps: [{ text: "Look", command }], restarts: "nothing" } } })];
    const { html, text } = digestMail(digestOf({ ...baselineNight(), records }));

    expect(text.split("\n").map((line) => line.trim())).toContain(command);
    expect(readable(html)).toContain(command);
  });
});
