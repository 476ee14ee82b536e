import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainName, plainSentence } from "../../src/core/digest/plain.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { text } from "../../src/render/markdown-text.ts";
import { reportOf } from "../../src/render/report.ts";
import { managedDisk } from "../core/digest/estate.ts";
import { hostileText, named, reportInput } from "./estate.ts";
import { wholeInput } from "./whole.ts";

interface Token {
  readonly type: string;
  readonly content: string;
  readonly children: readonly Token[] | null;
}
interface Reader {
  readonly parse: (markdown: string, environment: object) => readonly Token[];
}
/** It comes without types. */
const MarkdownIt: new (options: object) => Reader = createRequire(import.meta.url)("markdown-it");
const reader = new MarkdownIt({ html: true, linkify: true });

/** Every kind of thing a reader of Markdown finds, with what a reader sees as text left out. */
const shapeOf = (markdown: string): readonly string[] =>
  reader
    .parse(markdown, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .map(({ type }) => type)
    .filter((type) => type !== "text" && type !== "text_special");

describe("the Markdown export", () => {
  it("says the headline, what could not be checked, the money, the clusters, and each finding in full", () => {
    const markdown = renderMarkdown(reportOf(reportInput()));

    expect(markdown.split("\n")[0]).toBe("# 10 findings in 6 clusters · 10 new · 2 resolved · €826/month · up to €612/month at list price");
    expect(markdown.match(/^## .*$/gm)).toEqual([
      "## Money at stake",
      "## Support of Kubernetes versions",
      "## Clusters",
      "## critical: 1 finding",
      "## medium: 7 findings",
      "## low: 1 finding",
      "## info: 1 finding",
    ]);
    expect(markdown).toContain("### Ephemeral OS disk has room: €410/month less");
    expect(markdown).toContain("- disks: 12 × 34.20 = 410.40 EUR a month");
    expect(markdown).toContain("az aks nodepool add -g rg-prod --cluster-name prod-neu-1 -n webeph");
  });

  it("has parts for surge room, the score, what is set aside and where changes come from", () => {
    const markdown = renderMarkdown(reportOf(wholeInput()));

    expect(markdown.match(/^## (?!critical|high|medium|low|info).*$/gm)).toEqual([
      "## Money at stake",
      "## Support of Kubernetes versions",
      "## Surge room",
      "## The score",
      "## Clusters",
      "## Set aside: 1 accepted, 1 snoozed, 1 planned",
      "## Where changes come from",
    ]);
    expect(markdown).toContain(
      "| standardDDSv5Family | prod | westeurope | 182 of 200 | 18 | 20 | 24 | 32 | 2 short for prod-weu-1 / apps alone |",
    );
    expect(markdown).toContain("- Holds: snoozed until 24 Dec 2026 by Ada Lovelace, 22 Nov 2026: waits for the new image");
    expect(markdown).toContain("- 20 subscriptions by the nightly scan alone: team-002, ");
  });

  it("has the same shape whatever the names are: none of them is read as Markdown or HTML", () => {
    const harmless = shapeOf(renderMarkdown(reportOf(named("name"))));

    fc.assert(
      fc.property(hostileText, (name) => {
        expect(shapeOf(renderMarkdown(reportOf(named(name))))).toEqual(harmless);
      }),
      { numRuns: 100 },
    );
  });

  it("shows a name as it is", () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const [, inline] = reader.parse(`x ${text(name)}`, {});

        expect(inline?.children?.map(({ content }) => content).join("")).toBe(`x ${plainSentence(name)}`);
        expect(plainName(name)).not.toBe("");
      }),
    );
  });

  it("fences a command with backticks in it so that it does not end early", () => {
    const command = "az group show -n '```x```'";
    const remedy = { steps: [{ text: "Look", command }], restarts: "nothing" };
    const tokens = reader.parse(
      renderMarkdown(reportOf(reportInput({ records: [managedDisk("prod-weu-1", "apps", 1, { finding: { remedy } })] }))),
      {},
    );

    expect(tokens.filter(({ type }) => type === "fence").map(({ content }) => content)).toContain(`${command}\n`);
  });
});
