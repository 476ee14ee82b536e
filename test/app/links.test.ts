import { describe, expect, it } from "vitest";
import { readLink } from "../../src/app/link-token.ts";
import { pageLinks } from "../../src/app/links.ts";
import { readerLinks, signInLink } from "../../src/app/report-links.ts";
import { findingKey } from "../../src/core/findings/key.ts";
import { clusterId, ruleId } from "../../src/core/model/names.ts";
import { instant } from "../../src/core/model/time.ts";
import { settingsWith } from "../support/settings.ts";

const KEY = "a key of more than thirty-two characters";
const AT = instant("2026-11-28T07:00:00Z");

const settingsOf = (change: Readonly<Record<string, string>>) =>
  settingsWith({
    WEBSITE_HOSTNAME: "func-advisor.azurewebsites.net",
    MAIL_FROM: "advisor@contoso.com",
    SMTP_URL: "smtp://relay.contoso.com:587",
    ROUTES: JSON.stringify([{ name: "payments", match: "default", channel: "mail", to: ["payments@contoso.com"] }]),
    ...change,
  });
const [ROUTE] = settingsOf({}).routing.routes;
const LONG = findingKey(
  { kind: "cluster", cluster: clusterId(`/subscriptions/x/resourcegroups/${"g".repeat(90)}/providers/p/c/${"n".repeat(63)}`) },
  ruleId("surge-pod-subnet-addresses"),
  "a pool",
);

function linksOf(change: Readonly<Record<string, string>>, at = AT) {
  const settings = settingsOf(change);
  return { settings, links: pageLinks(settings, ROUTE ?? expect.fail(), at) };
}

describe("links to the page", () => {
  it("lead people who sign in to the page itself", () => {
    const { links } = linksOf({ REPORT_ACCESS: "entra", WEBSITE_AUTH_ENABLED: "True" });

    expect(links?.report).toBe("https://func-advisor.azurewebsites.net/api/report");
    expect(links?.rule("UPG-007")).toBe("https://func-advisor.azurewebsites.net/api/report?rule=UPG-007");
    expect(links?.finding(LONG)).toMatch(/^https:\/\/func-advisor\.azurewebsites\.net\/api\/report\/finding\?id=[0-9a-f]{16}$/);
  });

  it("carry a token for the route and the days they work, whatever they lead to", () => {
    const { links } = linksOf({ REPORT_ACCESS: "link", LINK_KEY: KEY, LINK_DAYS: "7" });

    for (const link of [links?.report, links?.rule("UPG-007"), links?.finding(LONG)]) {
      const token = new URL(link ?? "").searchParams.get("link") ?? "";
      expect(readLink(token, KEY, AT)).toEqual({ route: "payments", until: "2026-12-05" });
    }
  });

  it("are the same all day, so that a message frozen twice has the same bytes, and others the next day", () => {
    const [early, late, next] = ["00:00:00Z", "23:59:59Z", "24:00:00Z"].map(
      (time) => linksOf({ REPORT_ACCESS: "link", LINK_KEY: KEY }, instant(`2026-11-28T${time}`)).links?.report,
    );

    expect(late).toBe(early);
    expect(next).not.toBe(early);
  });

  it("stay short enough for a card, however long the names are", () => {
    const { links } = linksOf({ REPORT_ACCESS: "link", LINK_KEY: KEY, REPORT_URL: `https://${"a".repeat(60)}.azurewebsites.net/` });

    expect(links?.finding(LONG).length).toBeLessThan(300);
  });

  it.for([
    { url: "https://advisor.contoso.com", report: "https://advisor.contoso.com/api/report" },
    { url: "https://advisor.contoso.com/", report: "https://advisor.contoso.com/api/report" },
    { url: "https://contoso.com/aks/?x=1#y", report: "https://contoso.com/aks/api/report" },
  ])("lead to $url where that is set", ({ url, report }) => {
    expect(linksOf({ REPORT_ACCESS: "entra", WEBSITE_AUTH_ENABLED: "True", REPORT_URL: url }).links?.report).toBe(report);
  });

  it.for([
    { url: undefined, prefix: "" },
    { url: "https://contoso.com", prefix: "" },
    { url: "https://contoso.com/aks/", prefix: "/aks" },
  ])("from page to page, and through signing in, stay under the name that people use: $url", ({ url, prefix }) => {
    const settings = { REPORT_URL: url, WEBSITE_HOSTNAME: "func-advisor.azurewebsites.net" };
    const { report, exports, decide } = readerLinks(settings, { person: { id: "ada", name: "Ada" } });

    expect([report, exports[0]?.href, decide?.("1")]).toEqual(
      ["/api/report", "/api/findings?format=json", "/api/snooze?id=1"].map((path) => `${prefix}${path}`),
    );
    expect(signInLink(settings, new URL("https://func-advisor.azurewebsites.net/api/report?rule=UPG-007"))).toBe(
      `${prefix}/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(`${prefix}/api/report?rule=UPG-007`)}`,
    );
  });

  it.for([
    { what: "the page is off", change: { REPORT_ACCESS: "off" }, problems: [] },
    {
      what: "links have no key",
      change: { REPORT_ACCESS: "link" },
      problems: ['LINK_KEY is missing; with REPORT_ACCESS "link" nobody can read the page'],
    },
    {
      what: "the key is short",
      change: { REPORT_ACCESS: "link", LINK_KEY: "short" },
      problems: [expect.stringContaining("LINK_KEY is shorter than 32 characters"), expect.stringContaining("LINK_KEY is missing")],
    },
    {
      what: "the key is what Azure leaves of a secret it cannot read",
      change: { REPORT_ACCESS: "link", LINK_KEY: "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/link)" },
      problems: [
        expect.stringContaining("LINK_KEY is a Key Vault reference that Azure could not resolve"),
        expect.stringContaining("LINK_KEY is missing"),
      ],
    },
    {
      what: "nobody knows where the page is",
      change: { REPORT_ACCESS: "link", LINK_KEY: KEY, WEBSITE_HOSTNAME: "" },
      problems: ["REPORT_URL is missing, and so is the app's own host name; cards and mails link to no page"],
    },
  ])("are none where $what, and the operators are told why", ({ change, problems }) => {
    const { links, settings } = linksOf(change);

    expect(links).toBeUndefined();
    expect(settings.problems.map(({ setting, text }) => `${setting} ${text}`)).toEqual(problems);
  });

  it("tell the operators when signing in is not set up, and when a group reads a route there is not", () => {
    const group = "00000000-0000-4000-8000-000000000001";
    const { settings } = linksOf({ REPORT_ACCESS: "entra", REPORT_GROUPS: JSON.stringify({ [group]: ["payment"] }) });

    expect(settings.problems.map(({ setting, text }) => `${setting} ${text}`)).toEqual([
      'REPORT_ACCESS is "entra", and Easy Auth is not on in front of the app; nobody can read the page until it is',
      `REPORT_GROUPS.${group} names route payment, which ROUTES does not have`,
    ]);
  });
});
