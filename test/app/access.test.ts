import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Asked, readerOf } from "../../src/app/access.ts";
import { readLink, signLink } from "../../src/app/link-token.ts";
import { day, instant } from "../../src/core/model/time.ts";
import { settingsWith } from "../support/settings.ts";
import { ADA, principalHeader } from "../support/signed-in.ts";

const NOW = instant("2026-11-28T08:00:00Z");
const KEY = "a key of more than thirty-two characters";
const [PAYMENTS, PLATFORM, STRANGERS] = ["1", "2", "3"].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`) as [
  string,
  string,
  string,
];

const settingsOf = (change: Readonly<Record<string, string>>) =>
  settingsWith({
    WEBSITE_HOSTNAME: "advisor.azurewebsites.net",
    ROUTES: JSON.stringify([
      { name: "platform", match: "default", channel: "mail", to: ["platform@contoso.com"] },
      { name: "payments", match: { tag: { team: "payments" } }, channel: "mail", to: ["payments@contoso.com"] },
    ]),
    ...change,
  });

const ENTRA = { REPORT_ACCESS: "entra", WEBSITE_AUTH_ENABLED: "True" };
const BY_GROUP = { ...ENTRA, REPORT_GROUPS: JSON.stringify({ [PAYMENTS]: ["payments"], [PLATFORM]: "*" }) };
const LINK = { REPORT_ACCESS: "link", LINK_KEY: KEY };
const OFF = { REPORT_ACCESS: "off", LINK_KEY: KEY, WEBSITE_AUTH_ENABLED: "True" };

interface Request {
  readonly method?: string;
  readonly principal?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: string;
}

const asked = ({ method = "GET", principal, headers = {}, query = "" }: Request): Asked => ({
  method,
  header: (name) => (name === "x-ms-client-principal" ? principal : headers[name]),
  query: new URLSearchParams(query),
});

const tokenFor = (route: string, until = "2026-12-05", key = KEY): string => signLink({ route, until: day(until) }, key);
const GOOD = tokenFor("payments");
const [PAYLOAD = "", SIGNATURE = ""] = GOOD.split(".");
const altered = (text: string): string => `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
/** Other characters that decode to the same bytes: the last one has bits to spare. */
const respelled = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
  .map((last) => `${SIGNATURE.slice(0, -1)}${last}`)
  .find((text) => text !== SIGNATURE && Buffer.from(text, "base64url").equals(Buffer.from(SIGNATURE, "base64url")));
const otherRoute = Buffer.from(JSON.stringify({ route: "platform", until: "2026-12-05" })).toString("base64url");

describe("who may read", () => {
  it.for<{ what: string; settings: Readonly<Record<string, string>>; request: Request; why: string; says?: RegExp }>([
    { what: "off, whoever asks", settings: OFF, request: {}, why: "forbidden" },
    { what: "off, with a principal", settings: OFF, request: { principal: principalHeader() }, why: "forbidden" },
    { what: "off, with a link that was good", settings: OFF, request: { query: `link=${GOOD}` }, why: "forbidden" },

    { what: "entra, nobody signed in", settings: ENTRA, request: {}, why: "sign-in" },
    { what: "entra, an empty principal", settings: ENTRA, request: { principal: "" }, why: "sign-in" },
    {
      what: "entra, a link in place of a sign-in",
      settings: { ...ENTRA, LINK_KEY: KEY },
      request: { query: `link=${GOOD}` },
      why: "sign-in",
    },
    {
      what: "entra, the parts of a principal without the principal",
      settings: ENTRA,
      request: { headers: { "x-ms-client-principal-id": ADA, "x-ms-client-principal-name": "Ada", "x-ms-client-principal-idp": "aad" } },
      why: "sign-in",
    },
    {
      what: "entra, a principal where Easy Auth is not on",
      settings: { REPORT_ACCESS: "entra" },
      request: { principal: principalHeader() },
      why: "forbidden",
      says: /not set up in front/,
    },
    {
      what: "entra, a principal where Easy Auth is off",
      settings: { ...ENTRA, WEBSITE_AUTH_ENABLED: "False" },
      request: { principal: principalHeader() },
      why: "forbidden",
    },
    { what: "entra, no base64", settings: ENTRA, request: { principal: "{}" }, why: "forbidden" },
    { what: "entra, no JSON", settings: ENTRA, request: { principal: Buffer.from("hello").toString("base64") }, why: "forbidden" },
    {
      what: "entra, JSON of another shape",
      settings: ENTRA,
      request: { principal: Buffer.from('{"auth_typ":"aad"}').toString("base64") },
      why: "forbidden",
    },
    {
      what: "entra, two principals in one header",
      settings: ENTRA,
      request: { principal: `${principalHeader()}, ${principalHeader()}` },
      why: "forbidden",
    },
    {
      what: "entra, somebody of GitHub",
      settings: ENTRA,
      request: { principal: principalHeader({ provider: "github" }) },
      why: "forbidden",
    },
    {
      what: "entra, no object id",
      settings: ENTRA,
      request: { principal: principalHeader({ claims: [{ typ: "name", val: "Ada" }] }) },
      why: "forbidden",
    },
    {
      what: "entra, an object id that is none",
      settings: ENTRA,
      request: { principal: principalHeader({ oid: "ada" }) },
      why: "forbidden",
    },
    {
      what: "entra, two object ids",
      settings: ENTRA,
      request: { principal: principalHeader({ claims: [ADA, PAYMENTS].map((val) => ({ typ: "oid", val })) }) },
      why: "forbidden",
    },
    {
      what: "entra by group, without one",
      settings: BY_GROUP,
      request: { principal: principalHeader() },
      why: "forbidden",
      says: /None of your groups/,
    },
    {
      what: "entra by group, in another one",
      settings: BY_GROUP,
      request: { principal: principalHeader({ groups: [STRANGERS] }) },
      why: "forbidden",
    },
    {
      what: "entra by group, in too many to be listed",
      settings: BY_GROUP,
      request: {
        principal: principalHeader({
          claims: [
            { typ: "oid", val: ADA },
            { typ: "_claim_names", val: '{"groups":"src1"}' },
          ],
        }),
      },
      why: "forbidden",
      says: /Groups assigned to the application/,
    },
    {
      what: "entra by group, in too many, in the implicit flow",
      settings: BY_GROUP,
      request: {
        principal: principalHeader({
          claims: [
            { typ: "oid", val: ADA },
            { typ: "hasgroups", val: "true" },
            { typ: "groups", val: PLATFORM },
          ],
        }),
      },
      why: "forbidden",
    },

    ...["{", "[]", '"*"', JSON.stringify({ platform: "*" }), JSON.stringify({ [PLATFORM]: [] }), "@Microsoft.KeyVault(x)"].map((wrong) => ({
      what: `entra by group, where REPORT_GROUPS is ${wrong}`,
      settings: { ...ENTRA, REPORT_GROUPS: wrong },
      request: { principal: principalHeader({ groups: [PLATFORM] }) },
      why: "forbidden",
      says: /None of your groups/,
    })),

    { what: "link, without one", settings: LINK, request: {}, why: "forbidden" },
    {
      what: "link, a principal in place of one",
      settings: { ...LINK, WEBSITE_AUTH_ENABLED: "True" },
      request: { principal: principalHeader() },
      why: "forbidden",
    },
    {
      what: "link, the day after its last",
      settings: LINK,
      request: { query: `link=${tokenFor("payments", "2026-11-27")}` },
      why: "forbidden",
      says: /expired/,
    },
    {
      what: "link, the day after its last, to look whether it is there",
      settings: LINK,
      request: { method: "HEAD", query: `link=${tokenFor("payments", "2026-11-27")}` },
      why: "forbidden",
      says: /expired/,
    },
    { what: "link, something behind its signature", settings: LINK, request: { query: `link=${GOOD}.${SIGNATURE}` }, why: "forbidden" },
    { what: "link, its signature spelled otherwise", settings: LINK, request: { query: `link=${PAYLOAD}.${respelled}` }, why: "forbidden" },
    {
      what: "link, signed with another key",
      settings: LINK,
      request: { query: `link=${tokenFor("payments", "2026-12-05", `${KEY}!`)}` },
      why: "forbidden",
    },
    {
      what: "link, another route under its signature",
      settings: LINK,
      request: { query: `link=${otherRoute}.${SIGNATURE}` },
      why: "forbidden",
    },
    { what: "link, an altered signature", settings: LINK, request: { query: `link=${PAYLOAD}.${altered(SIGNATURE)}` }, why: "forbidden" },
    { what: "link, a signature cut short", settings: LINK, request: { query: `link=${GOOD.slice(0, -1)}` }, why: "forbidden" },
    { what: "link, no signature", settings: LINK, request: { query: `link=${PAYLOAD}` }, why: "forbidden" },
    { what: "link, an empty signature", settings: LINK, request: { query: `link=${PAYLOAD}.` }, why: "forbidden" },
    { what: "link, more than one", settings: LINK, request: { query: `link=${GOOD}&link=${GOOD}` }, why: "forbidden" },
    { what: "link, for acting", settings: LINK, request: { method: "POST", query: `link=${GOOD}` }, why: "forbidden", says: /only shows/ },
    { what: "link, for deleting", settings: LINK, request: { method: "DELETE", query: `link=${GOOD}` }, why: "forbidden" },
    {
      what: "link, for a route that is no longer set up",
      settings: LINK,
      request: { query: `link=${tokenFor("shop")}` },
      why: "forbidden",
      says: /no longer set up/,
    },
    {
      what: "link, without a key to check it by",
      settings: { REPORT_ACCESS: "link" },
      request: { query: `link=${GOOD}` },
      why: "forbidden",
    },
    {
      what: "link, signed with what Azure leaves of a secret it cannot read",
      settings: { REPORT_ACCESS: "link", LINK_KEY: "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/link)" },
      request: {
        query: `link=${tokenFor("payments", "2026-12-05", "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/link)")}`,
      },
      why: "forbidden",
    },
  ])("is not: $what", ({ settings, request, why, says }) => {
    const answer = readerOf(settingsOf(settings), asked(request), NOW);

    expect(answer).toMatchObject({ kind: "refused", why, ...(says ? { says: expect.stringMatching(says) } : {}) });
  });

  it.for<{
    what: string;
    settings: Readonly<Record<string, string>>;
    request: Request;
    routes: "all" | readonly string[];
    person?: object;
    link?: string;
  }>([
    {
      what: "whoever Entra signed in",
      settings: ENTRA,
      request: { principal: principalHeader() },
      routes: "all",
      person: { id: ADA, name: "Ada Byron" },
    },
    {
      what: "somebody with short claims alone",
      settings: { ...ENTRA, WEBSITE_AUTH_ENABLED: "true" },
      request: {
        principal: principalHeader({
          claims: [
            { typ: "oid", val: ADA.toUpperCase() },
            { typ: "preferred_username", val: "ada@contoso.com" },
          ],
        }),
      },
      routes: "all",
      person: { id: ADA, name: "ada@contoso.com" },
    },
    {
      what: "somebody without a name",
      settings: ENTRA,
      request: { principal: principalHeader({ claims: [{ typ: "oid", val: ADA }] }) },
      routes: "all",
      person: { id: ADA, name: ADA },
    },
    {
      what: "somebody in too many groups where groups do not count",
      settings: ENTRA,
      request: {
        principal: principalHeader({
          claims: [
            { typ: "oid", val: ADA },
            { typ: "hasgroups", val: "true" },
          ],
        }),
      },
      routes: "all",
    },
    {
      what: "the group of a route, its route",
      settings: BY_GROUP,
      request: { principal: principalHeader({ groups: [STRANGERS, PAYMENTS.toUpperCase()] }) },
      routes: ["payments"],
    },
    {
      what: "the group of all, everything",
      settings: BY_GROUP,
      request: { principal: principalHeader({ groups: [PAYMENTS, PLATFORM] }) },
      routes: "all",
    },
    { what: "a link, its route", settings: LINK, request: { query: `link=${GOOD}` }, routes: ["payments"], link: GOOD },
    {
      what: "a link on its last day",
      settings: LINK,
      request: { query: `link=${tokenFor("payments", "2026-11-28")}` },
      routes: ["payments"],
    },
    {
      what: "a link to look whether it is there",
      settings: LINK,
      request: { method: "HEAD", query: `link=${GOOD}` },
      routes: ["payments"],
    },
    {
      what: "a link whoever is signed in beside it",
      settings: LINK,
      request: { query: `link=${GOOD}`, principal: principalHeader() },
      routes: ["payments"],
    },
  ])("is $what", ({ settings, request, routes, person, link }) => {
    const answer = readerOf(settingsOf(settings), asked(request), NOW);

    expect(answer).toMatchObject({
      kind: "reader",
      routes: routes === "all" ? "all" : new Set(routes),
      ...(person ? { person } : {}),
      ...(link === undefined ? {} : { link }),
    });
    if (settings === LINK) expect(answer).not.toHaveProperty("person");
  });

  it("does not believe any principal but in the mode that sets it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(LINK, OFF, { REPORT_ACCESS: "entra" }, {}),
        fc.record({ oid: fc.uuid(), name: fc.string() }),
        (settings, account) => {
          expect(readerOf(settingsOf(settings), asked({ principal: principalHeader(account) }), NOW).kind).toBe("refused");
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe("a signed link", () => {
  it("says what was signed, until its last day has ended", () => {
    const claim = { route: "payments", until: day("2026-12-05") };

    expect(readLink(signLink(claim, KEY), KEY, instant("2026-12-05T23:59:59.999Z"))).toEqual(claim);
    expect(readLink(signLink(claim, KEY), KEY, instant("2026-12-06T00:00:00Z"))).toEqual({ wrong: "expired" });
  });

  it("is worth nothing with any one character changed", () => {
    fc.assert(
      fc.property(fc.nat(GOOD.length - 1), fc.constantFrom(..."ABab01-_.="), (place, mark) => {
        fc.pre(GOOD[place] !== mark);
        const changed = `${GOOD.slice(0, place)}${mark}${GOOD.slice(place + 1)}`;

        expect(readLink(changed, KEY, NOW)).toEqual({ wrong: "altered" });
      }),
      { numRuns: 500 },
    );
  });

  it("is not read where it is signed and says something else than a link", () => {
    const signed = signLink({ route: "", until: day("2026-12-05") }, KEY);

    expect(readLink(signed, KEY, NOW)).toEqual({ wrong: "altered" });
  });
});
