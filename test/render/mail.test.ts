import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Digest } from "../../src/core/digest/digest.ts";
import { plainSentence } from "../../src/core/digest/plain.ts";
import type { MailForm } from "../../src/core/model/delivery.ts";
import { digestMail, MOST_MAIL_BYTES, noticeMail, urgentMail, withNote } from "../../src/render/mail.ts";
import { TEXT_COLUMNS } from "../../src/render/mail-text.ts";
import { baselineNight, fixedSize, managedDisk, record, supportEnds } from "../core/digest/estate.ts";
import {
  baseline,
  digestOf,
  heartbeat,
  links,
  linksIn,
  money,
  NOTICE_KEY,
  notice,
  readable,
  second,
  urgentInput,
  wordsOf,
} from "./mails.ts";

const MAILS: Readonly<Record<string, MailForm>> = {
  baseline: digestMail(baseline()),
  digest: digestMail(second()),
  money: digestMail(money()),
  heartbeat: digestMail(heartbeat()),
  urgent: urgentMail(urgentInput()),
  notice: noticeMail(notice, NOTICE_KEY),
};
const each = Object.entries(MAILS).map(([name, form]) => ({ name, ...form }));

const bytesOf = (text: string): number => Buffer.byteLength(text);
const unwrapped = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("a mail", () => {
  it.for(each)("reads as it did: $name", async ({ name, html, text }) => {
    await expect(html).toMatchFileSnapshot(`golden/mail-${name}.html`);
    await expect(text).toMatchFileSnapshot(`golden/mail-${name}.txt`);
  });

  it.for(each)("says the same in both parts, word for word and in the same order: $name", ({ html, text }) => {
    expect(wordsOf(readable(html))).toEqual(wordsOf(text));
    expect(wordsOf(text).length).toBeGreaterThan(20);
  });

  it.for(each)("leads to the same places from both parts, all of them https: $name", ({ html, text }) => {
    const inText = text.match(/https:\/\/\S+/g) ?? [];

    expect(linksIn(html)).toEqual(inText);
    expect(html).not.toMatch(/href="(?!https:\/\/)/);
  });

  it.for(each)("is as wide as its text may be; only commands, links and long words stand out: $name", ({ text }) => {
    const tooLong = text.split("\n").filter((line) => [...line].length > TEXT_COLUMNS);

    expect(tooLong.filter((line) => !/^ *(az |[\w ]*: ?https:|https:)/.test(line))).toEqual([]);
  });

  it.for(each)("begins with its headline in the title, the preheader and the text: $name", ({ html, text }) => {
    const [, title] = /<title>(.*)<\/title>/.exec(html) ?? [];

    expect(html).toContain(`<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${title}</div>`);
    expect(html).toContain(`>${title}</h1>`);
    expect(wordsOf(text).slice(0, wordsOf(readable(title ?? "")).length)).toEqual(wordsOf(readable(title ?? "")));
  });
});

describe("the mail of a digest", () => {
  const single = (change: Partial<Digest> = {}): MailForm =>
    digestMail({
      ...digestOf({ ...baselineNight(), couldNotCheck: [], records: [supportEnds("prod-weu-1"), managedDisk("prod-neu-1", "web", 12)] }),
      ...change,
    });

  it.for([
    ["the headline", "2 new · €410/month at list price"],
    ["for whom, when, and how many clusters", "AKS Advisor · payments · Mon 23 Nov 2026 · 6 clusters"],
    ["how grave it is", "critical · 30 Nov 2026 is the last day of community support for 1.34."],
    ["what it is worth, and on what that stands", "Worth: €410/month less · at list price · tonight's node count · confidence medium"],
    ["the arithmetic", "disks: 12 × 34.20 = 410.40 EUR a month"],
    ["the price", "P15 LRS: €34.20 a month · from 1 Nov 2026 · read 23 Nov 02:01 UTC · meter 1c3f3b9e-7c8a-4d5e-9a51-0d7f4f7b7a11"],
    ["every step", "See which versions the region offers"],
    ["its command", "az aks get-upgrades -g rg-prod -n prod-weu-1 -o table"],
    ["the next command", "az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.35"],
    ["what must hold first", "Check first: Nothing on the nodes keeps data on the OS disk"],
    ["what restarts", "Restarts: every node is replaced, pool by pool; the API server restarts"],
    ["Bicep", "Bicep: agentPoolProfiles[webeph].osDiskType: 'Ephemeral'"],
    ["Terraform", 'Terraform: azurerm_kubernetes_cluster_node_pool.os_disk_type = "Ephemeral"'],
    ["what is not known", "Not known: which versions the region offers today"],
    ["the source", "Source: COST-004 · https://learn.microsoft.com/azure/aks/cluster-autoscaler"],
    ["the end of the scan", "Scan ended 2026-11-23 03:03 UTC"],
    ["which message it is", "Message digest|2026-11-23"],
  ])("says %s", ([, said]) => {
    const { html, text } = single();

    expect(readable(html)).toContain(said);
    expect(unwrapped(text)).toContain(said);
  });

  it.for([
    ["what is left out, and where it is", "+ 1 more finding worth €205/month:"],
    ["the next ones that are left out, by name", "prod-neu-1 / api · Ephemeral OS disk has room: €205/month less"],
    ["what is still open", "12 findings, €616/month · up to €1,032/month"],
    ["what people set aside", "Set aside: 4 snoozed · 1 accepted"],
    ["the week, the gravest first", "prod-weu-2 / etl · No addresses for surge (worse)"],
    ["how much more the week had", "+ 3 more"],
  ])("says %s", ([, said]) => {
    const [row] = digestOf({ ...baselineNight(), records: [managedDisk("prod-neu-1", "api", 6)] }).sections.flatMap(({ rows }) => rows);
    const { week } = heartbeat();
    const { html, text } = digestMail(heartbeat({ ...(row ? { more: [row] } : {}), ...(week ? { week: { ...week, more: 3 } } : {}) }));

    expect(readable(html)).toContain(said);
    expect(unwrapped(text)).toContain(said);
    expect(linksIn(html).filter((href) => href === links.report)).toHaveLength(2);
  });

  it.for([
    ["resolved, with its money", money(), "prod-sdc-1 / data · A smaller OS disk would do: €137/month since 24 Nov"],
    ["resolved, and how", second(), "batch-neu-2 / jobs · Ephemeral OS disk has room (moved to jobseph)"],
    ["not checked, since when", baseline(), "subscription platform-dev: the app may not read it, since 20 Nov"],
    ["the way out", baseline(), "Give the app's identity the role Reader there."],
    ["the command of the way out", baseline(), "--scope /subscriptions/99999999-9999-9999-9999-999999999999"],
    ["not priced", money(), "2 findings are not priced: no retail row for Standard_NC24ads_A100_v4 in swedencentral"],
  ] as const)("says what was %s", ([, digest, said]) => {
    const { html, text } = digestMail(digest);

    expect(readable(html)).toContain(said);
    expect(unwrapped(text)).toContain(said);
  });

  it("says the week before anything else where nothing was new, and after what is resolved where something was", () => {
    const { week } = heartbeat();
    const titles = (digest: Digest) => [...digestMail(digest).html.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, title]) => title);

    expect(titles(heartbeat())).toEqual([week?.headline, "Still open", "Could not check"]);
    expect(titles({ ...second(), ...(week ? { week } : {}) })).toEqual([
      "New",
      "Worse",
      "Still open",
      "Resolved",
      "This week: 4 new, 1 worse, 3 resolved, 7 at the baseline",
    ]);
  });

  it("gives the colour of money saved only to what stands in the sums", () => {
    const { html } = digestMail(money());
    const toneOf = (worth: string): string | undefined => new RegExp(`<strong class="(\\w+)"[^>]*>${worth}</strong>`).exec(html)?.[1];

    expect(toneOf("€410/month less")).toBe("worth");
    expect(toneOf("€18/month more")).toBe("ink");
    expect(toneOf("also possible, up to €612/month less for 1 of 3")).toBe("ink");
  });

  it("has no link to a page that is not served over https", () => {
    const { html, text } = single({ page: "http://localhost:7071/api/report" });

    expect(`${html}${text}`).not.toContain("localhost");
  });

  it("keeps a command on one line of the text, as it was", () => {
    const commands = baseline().sections.flatMap(({ rows }) =>
      rows.flatMap(({ members }) => members.flatMap(({ finding }) => finding.remedy.steps.flatMap(({ command }) => command ?? []))),
    );
    const lines = new Set(
      digestMail(baseline())
        .text.split("\n")
        .map((line) => line.trim()),
    );

    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((command) => !lines.has(command))).toEqual([]);
  });
});

describe("a mail that is too large", () => {
  const long = (letter: string, many: number): string => `${`${letter.repeat(7)} `.repeat(many / 8)}end.`;
  const digest = (rows: number, letter: string, length: number): Digest =>
    digestOf({
      ...baselineNight(),
      records: Array.from({ length: rows }, (_, index) =>
        record({
          rule: `rule-${index}`,
          finding: {
            subject: `p${index}`,
            title: `Title ${index}`,
            detail: long(letter, length),
            first: Array.from({ length: 3 }, () => long(letter, length)),
            notKnown: [long(letter, length)],
            workings: Array.from({ length: 6 }, () => ({ label: letter.repeat(80), formula: long(letter, length), value: "1" })),
            remedy: { steps: [{ text: `Step ${index}`, command: `az aks show -n p${index}` }], restarts: long(letter, length) },
          },
        }),
      ),
    });

  it("stays within its size whatever is in it, and both parts still say the same", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom("x", '"', "€", "😀", "&"),
        fc.integer({ min: 0, max: 390 }),
        (rows, letter, length) => {
          const { html, text } = digestMail(digest(rows, letter, length));

          expect(bytesOf(html)).toBeLessThanOrEqual(MOST_MAIL_BYTES);
          expect(wordsOf(readable(html))).toEqual(wordsOf(text));
        },
      ),
      { numRuns: 25 },
    );
  });

  it("gives up the details of the lowest rows first, and cuts no sentence", () => {
    const rows = digest(10, "x", 200).sections.flatMap((section) => section.rows);
    const { text } = digestMail(digest(10, "x", 200));
    const [first, last] = [rows[0], rows.at(-1)];

    expect(text).toContain(`az aks show -n ${first?.members[0].finding.subject}`);
    expect(unwrapped(text).split(long("x", 200).trim()).length).toBeGreaterThan(10);
    expect(unwrapped(text)).not.toContain("…");
    const worked = (title: string | undefined): number => (text.split(`· ${title}`)[1] ?? "").split("xxx:")[0]?.length ?? 0;
    expect(worked(first?.title)).toBeLessThan(worked(last?.title));
  });

  it("gives up rows after details, and says how many with what they are worth", () => {
    const { html, text } = digestMail(digest(30, '"', 390));

    expect(text).toMatch(/^\+ \d+ more findings/m);
    expect(readable(html)).toContain("All findings");
  });

  it("leads from what was measured to how it was, while there is room for links", () => {
    const [ended = expect.fail("nothing was measured")] = money().resolved.filter(({ page }) => page !== undefined);
    const many = Array.from({ length: 6 }, () => ({ ...ended, where: '"'.repeat(400), title: '"'.repeat(400) }));
    const ways = (rows: number, letter: string, length: number) =>
      digestMail({ ...digest(rows, letter, length), resolved: many }).html.split(">How it was measured</a>").length - 1;

    expect(ways(1, "x", 10)).toBe(6);
    expect(ways(30, '"', 390)).toBe(0);
  });

  it("has room for a notice with as many lines as there may be", () => {
    const lines = Array.from({ length: 500 }, () => '"'.repeat(400));
    const { html, text } = noticeMail({ title: '"'.repeat(80), lines }, NOTICE_KEY);

    expect(bytesOf(html)).toBeLessThanOrEqual(MOST_MAIL_BYTES);
    expect(text).toContain("+ 480 more");
  });
});

describe("a mail with a note", () => {
  const form = digestMail(second());
  const noted = withNote(form, "Teams answered <404> & $& is gone, so this comes by mail.");

  it("says it before everything else, in both parts, as text", () => {
    expect(readable(noted.html)).toBe(`Teams answered <404> & $& is gone, so this comes by mail. ${readable(form.html)}`);
    expect(noted.text).toBe(`Teams answered <404> & $& is gone, so this comes by mail.\n\n${form.text}`);
    expect(noted.html).not.toContain("<404>");
  });

  it("may get another on its way, which then comes first", () => {
    const twice = withNote(noted, "Route payments could not be told.");

    expect(readable(twice.html)).toMatch(/^Route payments could not be told\. Teams answered/);
    expect(twice.text).toMatch(/^Route payments could not be told\.\n\nTeams answered/);
  });

  it("keeps the note to one plain line", () => {
    const { text } = withNote(form, `one\ntwo \u202E${"x".repeat(500)}`);

    expect(text.split("\n\n")[0]).toBe(plainSentence(`one two ${"x".repeat(500)}`).replace("two ", "two\n"));
  });
});

describe("an urgent mail", () => {
  it("says what failed, where, when, what Azure says of it, and what to do", () => {
    const { html, text } = urgentMail(urgentInput());

    for (const said of [
      "The rolling upgrade of a node pool failed",
      "AKS Advisor · payments · 2026-11-23 02:03 UTC",
      "apps · failed 23 Nov 02:02 UTC",
      "Read 23 Nov 02:03 UTC: Failed · QuotaExceeded: no cores of family standardDDSv5Family are free",
      "Appeared with: agentPools/write on apps, 23 Nov 02:03 UTC, correlation id c-1",
      "Message urgent|2026-11-23|roll-failed",
    ]) {
      expect(readable(html)).toContain(said);
      expect(unwrapped(text)).toContain(said);
    }
  });

  it("has the way to the portal where there is no advice", () => {
    const input = urgentInput();
    const { html } = urgentMail({ ...input, urgent: { ...input.urgent, findings: [] } });

    expect(linksIn(html)).toEqual([expect.stringContaining("https://portal.azure.com/#resource/subscriptions/")]);
  });

  it("stays within its size, and says how many findings wait for the digest", () => {
    const input = urgentInput();
    const findings = Array.from({ length: 60 }, (_, index) =>
      fixedSize("prod-weu-1", `p${index}`, { rule: `rule-${index}`, finding: { title: `Title ${index}`, detail: '"'.repeat(400) } }),
    );
    const { html, text } = urgentMail({ ...input, urgent: { ...input.urgent, findings } });

    expect(bytesOf(html)).toBeLessThanOrEqual(MOST_MAIL_BYTES);
    expect(text).toContain("+ 55 more in the next digest");
  });
});
