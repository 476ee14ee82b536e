import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderClusterPage, renderFindingPage, renderHtml } from "../../src/render/html.ts";
import type { Links } from "../../src/render/links.ts";
import { html, safeHref } from "../../src/render/markup.ts";
import { CONTENT_SECURITY_POLICY } from "../../src/render/page-style.ts";
import { type Report, reportOf } from "../../src/render/report.ts";
import { managedDisk, supportEnds } from "../core/digest/estate.ts";
import { ref } from "../support/build.ts";
import { hostileText, named, reportInput, textOf } from "./estate.ts";

const LINKS: Links = {
  report: "/report",
  filtered: ({ severity = "all", clusters = [] }) => `/report?severity=${severity}&clusters=${clusters.length}`,
  finding: () => "/finding",
  cluster: () => "/cluster",
  exports: [{ label: "CSV", href: "/report.csv" }],
};

const pagesOf = (report: Report): readonly string[] => [
  renderHtml(report),
  renderHtml(report, LINKS),
  ...report.clusters.map(({ ref: { id } }) => renderClusterPage(report, id, LINKS) ?? ""),
  ...report.findings.map(({ record: { key } }) => renderFindingPage(report, key, LINKS) ?? ""),
];

/** Every tag with the names of its attributes, without their values. */
const tagsOf = (page: string): readonly string[] =>
  (page.replace(/<style>[\s\S]*?<\/style>/, "").match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));

const VOID = new Set(["meta", "rect", "!doctype"]);

function unbalanced(page: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const tag of tagsOf(page)) {
    const name = /^<\/?([!\w]+)/.exec(tag)?.[1] ?? tag;
    if (VOID.has(name) || tag.endsWith("/>")) continue;
    if (!tag.startsWith("</")) open.push(name);
    else if (open.pop() !== name) faults.push(tag);
  }
  return [...faults, ...open];
}

describe("the report page", () => {
  const report = reportOf(reportInput());
  const page = renderHtml(report);

  it("says the headline first, and then each part under a heading of its own", () => {
    expect(page).toContain(`<h1>${report.headline.text}</h1>`);
    expect([...page.matchAll(/<h2[^>]*>([^<]*)</g)].map(([, heading]) => heading)).toEqual([
      "Could not check",
      "Money",
      "Support of Kubernetes versions",
      "Clusters",
      "Findings",
    ]);
  });

  it("writes beside every bar what it shows", () => {
    const text = textOf(page);

    expect(text).toContain("OS disks €616 (2 findings)");
    expect(text).toContain("Memory 15.27 | 0.63 | 0.1 GiB of 16, 5 % kept");
    expect(text).toContain("CPU 3.86 | 0.14 of 4 vCPUs, 4 % kept");
    expect(text).toContain("community support: last day 30 Nov 2026, in 6 days · prod-weu-1");
  });

  it("opens each finding to its inputs, formula, remedy and source", () => {
    const text = textOf(page);

    expect(text).toContain("disks 12 × 34.20 410.40 EUR a month");
    expect(text).toContain("Must hold first Nothing on the nodes keeps data on the OS disk");
    expect(text).toContain("--node-osdisk-type Ephemeral");
    expect(text).toContain("learn.microsoft.com/azure/aks/cluster-autoscaler");
    expect(text).toContain("in no sum, because the same money is counted for");
  });

  it("narrows itself without a server by places in the page, each with the findings it says it has", () => {
    for (const [, pick, count] of page.matchAll(/href="#only-(\w+)">only \w+ \((\d+)\)/g)) {
      expect(page).toContain(`<span id="only-${pick}">`);
      expect(page.match(new RegExp(`<li class="[^"]*is-${pick}\\b`, "g"))).toHaveLength(Number(count));
    }
    expect(page).toContain('href="#only-cost"');
  });

  it("links to pages of findings, clusters and other formats where there is a server", () => {
    const served = renderHtml(report, LINKS);

    expect(served).toContain('href="/report?severity=critical&amp;clusters=0">critical (1)');
    expect(served).toContain('<a href="/finding"><h3>');
    expect(served).toContain('<a href="/report.csv">CSV</a>');
    expect(served).not.toContain("az aks nodepool add");
  });

  it("narrows the findings of a cluster's page without leaving the cluster", () => {
    const clusterPage = renderClusterPage(report, ref("prod-neu-1").id, LINKS);

    expect(clusterPage).toContain('href="/report?severity=medium&amp;clusters=1">medium and graver (2)');
    expect(clusterPage).toContain("Only cluster prod-neu-1.");
  });

  it("has no page for what is not in the report", () => {
    expect(renderClusterPage(report, ref("elsewhere").id)).toBeUndefined();
    expect(renderFindingPage(report, managedDisk("prod-weu-1", "elsewhere", 1).key)).toBeUndefined();
  });

  it("says of an empty estate that there is nothing, not that all is well", () => {
    const empty = renderHtml(reportOf(reportInput({ records: [], snapshots: [] })));

    expect(textOf(empty)).toContain("Nothing was found in what is shown.");
    expect(textOf(empty)).toContain("No cluster is in what is shown.");
    expect(textOf(empty)).toContain("Could not check");
  });
});

describe("every page", () => {
  const report = reportOf(reportInput());

  it("is one document whose tags are closed in order, with one h1, one main, and no id twice", () => {
    for (const page of pagesOf(report)) {
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);

      expect(unbalanced(page)).toEqual([]);
      expect(page.match(/<h1>/g)).toHaveLength(1);
      expect(page.match(/<main /g)).toHaveLength(1);
      expect(ids).toHaveLength(new Set(ids).size);
    }
  });

  it("says of every part of a table what it is, for who hears it where it is drawn as blocks", () => {
    for (const page of pagesOf(report)) {
      const parts = tagsOf(page).filter((tag) => /^<(?:table|thead|tbody|tr|th|td)\b/.test(tag));

      expect(parts.filter((tag) => !tag.includes(" role="))).toEqual([]);
    }
  });

  it("goes down in headings one step at a time", () => {
    for (const page of pagesOf(report)) {
      const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
      const leaps = levels.filter((level, index) => level > (levels[index - 1] ?? 0) + 1);

      expect(leaps).toEqual([]);
    }
  });

  it("leads within the page only to places that are there", () => {
    for (const page of pagesOf(report)) {
      for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) expect(page).toContain(` id="${id}"`);
    }
  });

  it("runs nothing, loads nothing, and has the one style its policy names by hash", () => {
    for (const page of pagesOf(report)) {
      const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? "";

      expect(page).not.toMatch(/<script|<link|<img|<iframe|\ssrc=|\sstyle=|\son\w+=|url\(|@import/i);
      expect(CONTENT_SECURITY_POLICY).toContain(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
      expect(page).toContain("default-src &#39;none&#39;");
    }
    expect(CONTENT_SECURITY_POLICY).toContain("frame-ancestors 'none'");
  });

  it("has the same tags whatever the names are: none of theirs", () => {
    const harmless = pagesOf(reportOf(named("name", "name"))).map(tagsOf);

    fc.assert(
      fc.property(hostileText, (name) => {
        expect(pagesOf(reportOf(named(name))).map(tagsOf)).toEqual(harmless);
      }),
      { numRuns: 60 },
    );
  });

  it("shows no command that could not be shown as it is", () => {
    const remedy = { steps: [{ text: "Do it", command: "az x \u202E y" }], restarts: "nothing" };
    const page = renderHtml(reportOf(reportInput({ records: [managedDisk("prod-weu-1", "apps", 1, { finding: { remedy } })] })));

    expect(page).toContain("Do it");
    expect(page).not.toContain("az x");
  });

  it("stays small where findings have pages of their own", () => {
    const many = Array.from({ length: 2000 }, (_, index) =>
      supportEnds("prod-weu-1", { finding: { subject: `p${index}` }, isWhole: false }),
    );
    const page = renderHtml(reportOf(reportInput({ records: many })), LINKS);

    expect(page.length / many.length).toBeLessThan(1000);
  });
});

describe("markup", () => {
  it.for([
    ["a text", html`<p>${"<b>&\"'"}</p>`, "<p>&lt;b&gt;&amp;&quot;&#39;</p>"],
    ["markup", html`<p>${html`<b>x</b>`}</p>`, "<p><b>x</b></p>"],
    ["a list of both", html`${["<", html`<br>`, 1]}`, "&lt;<br>1"],
    ["nothing", html`a${undefined}b`, "ab"],
  ] as const)("takes %s for what it is", ([, markup, text]) => {
    expect(markup.text).toBe(text);
  });

  it.for([
    ["https://x.example/a", "https://x.example/a"],
    ["/report?x=1", "/report?x=1"],
    ["?x=1", "?x=1"],
    ["#a", "#a"],
    ["javascript:alert(1)", "#"],
    ["data:text/html,x", "#"],
    ["//evil.example", "#"],
    ["http://x.example", "#"],
  ] as const)("lets a link to %s lead to %s", ([link, leads]) => {
    expect(safeHref(link)).toBe(leads);
  });
});
