import { describe, expect, it } from "vitest";
import { readForm } from "../../src/app/decide-form.ts";
import { seenOf } from "../../src/app/decide-seen.ts";
import { isSameOrigin } from "../../src/app/same-origin.ts";
import type { Decision } from "../../src/core/model/decision.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import { day, instant } from "../../src/core/model/time.ts";
import { moneyNight, supportEnds } from "../core/digest/estate.ts";

const TODAY = day("2026-11-28");
const form = (fields: Readonly<Record<string, string>>): string => new URLSearchParams(fields).toString();
const WHY = "A new pool comes in January.";

describe("a form", () => {
  it.for([
    { what: "accepted with a reason", fields: { kind: "accepted", why: WHY }, read: { kind: "accepted", why: WHY } },
    {
      what: "snoozed until tomorrow",
      fields: { kind: "snoozed", why: WHY, until: "2026-11-29" },
      read: { kind: "snoozed", why: WHY, until: "2026-11-29" },
    },
    {
      what: "planned for a year ahead",
      fields: { kind: "planned", why: WHY, until: "2027-11-28" },
      read: { kind: "planned", why: WHY, until: "2027-11-28" },
    },
    {
      what: "accepted with a day that it has none for",
      fields: { kind: "accepted", why: WHY, until: "2026-12-24" },
      read: { kind: "accepted", why: WHY },
    },
    { what: "withdrawn without a reason", fields: { kind: "withdrawn" }, read: { kind: "withdrawn", why: "" } },
    { what: "with a reason of three characters", fields: { kind: "accepted", why: " ok! " }, read: { kind: "accepted", why: "ok!" } },
    {
      what: "with a reason of 400 characters",
      fields: { kind: "accepted", why: "\u{1f4a1}".repeat(400) },
      read: { kind: "accepted", why: "\u{1f4a1}".repeat(400) },
    },
    {
      what: "with a reason in lines, as text whatever it says",
      fields: { kind: "accepted", why: "one\r\ntwo <b>\u202e\u0000&amp;" },
      read: { kind: "accepted", why: "one\ntwo <b>&amp;" },
    },
  ])("is read: $what", ({ fields, read }) => {
    expect(readForm(form({ seen: "abc", ...fields } as Record<string, string>), TODAY)).toEqual({ ...read, seen: "abc" });
  });

  const DAYS = "it takes a day from 2026-11-29 to 2027-11-28";
  it.for([
    { what: "nothing at all", body: "", problems: ["What is decided is none of accepted, snoozed, planned, withdrawn."] },
    {
      what: "an unknown decision",
      body: form({ kind: "deleted", why: WHY }),
      problems: ["What is decided is none of accepted, snoozed, planned, withdrawn."],
    },
    {
      what: "no reason",
      body: form({ kind: "accepted" }),
      problems: ["A reason is missing: it takes 3 characters or more, for whoever asks later."],
    },
    {
      what: "a reason of two characters and blanks",
      body: form({ kind: "accepted", why: "  ok  \n" }),
      problems: [expect.stringContaining("A reason is missing")],
    },
    {
      what: "a reason of what has no shape",
      body: form({ kind: "accepted", why: "\u200b\u200b\u200b\u200b" }),
      problems: [expect.stringContaining("A reason is missing")],
    },
    {
      what: "a reason of 401 characters",
      body: form({ kind: "accepted", why: "x".repeat(401) }),
      problems: ["The reason has 401 characters; it takes 400 at most."],
    },
    { what: "no day", body: form({ kind: "snoozed", why: WHY }), problems: [`The last day is missing; ${DAYS}.`] },
    {
      what: "today",
      body: form({ kind: "snoozed", why: WHY, until: "2026-11-28" }),
      problems: [`2026-11-28 cannot be the last day; ${DAYS}.`],
    },
    {
      what: "a day more than a year ahead",
      body: form({ kind: "planned", why: WHY, until: "2027-11-29" }),
      problems: [`2027-11-29 cannot be the last day; ${DAYS}.`],
    },
    {
      what: "a day there is not",
      body: form({ kind: "planned", why: WHY, until: "2027-02-30" }),
      problems: [`The last day is not a day of the form YYYY-MM-DD; ${DAYS}.`],
    },
    {
      what: "a day in another form",
      body: form({ kind: "planned", why: WHY, until: "24.12.2026" }),
      problems: [`The last day is not a day of the form YYYY-MM-DD; ${DAYS}.`],
    },
    {
      what: "neither day nor reason",
      body: form({ kind: "planned" }),
      problems: [expect.stringContaining("A reason"), expect.stringContaining("The last day is missing")],
    },
    {
      what: "a field twice",
      body: `${form({ kind: "accepted", why: WHY })}&kind=snoozed`,
      problems: ["The field kind was sent more than once."],
    },
  ])("is not taken with $what, and says what it takes", ({ body, problems }) => {
    expect(readForm(body, TODAY)).toMatchObject({ problems });
  });

  it("shows again what was typed, at the most as much as its fields take", () => {
    const again = readForm(form({ kind: "snoozed", why: "x".repeat(9000), until: "never, and never again" }), TODAY);

    expect(again).toMatchObject({ kind: "snoozed", why: "x".repeat(400), until: "never, and" });
  });
});

describe("a form comes from the app's own page", () => {
  const NAMES = { REPORT_URL: "https://advisor.contoso.com/aks", WEBSITE_HOSTNAME: "func-advisor.azurewebsites.net" };
  const OWN = "https://func-advisor.azurewebsites.net";

  it.for<{
    headers: Readonly<Record<string, string>>;
    asked?: string;
    settings?: { REPORT_URL?: string; WEBSITE_HOSTNAME?: string };
    is: boolean;
  }>([
    { headers: { origin: OWN }, is: true },
    { headers: { origin: "https://advisor.contoso.com" }, is: true },
    { headers: { origin: "https://advisor.contoso.com", "sec-fetch-site": "cross-site" }, is: true },
    { headers: { origin: "https://evil.example" }, is: false },
    { headers: { origin: "https://evil.example", "sec-fetch-site": "same-origin" }, is: false },
    { headers: { origin: "https://advisor.contoso.com.evil.example" }, is: false },
    { headers: { origin: "http://advisor.contoso.com" }, is: false },
    { headers: { origin: "https://advisor.contoso.com:8443" }, is: false },
    { headers: { origin: "https://other.azurewebsites.net" }, is: false },
    { headers: { origin: "null" }, is: false },
    { headers: { origin: "null", "sec-fetch-site": "same-origin" }, is: false },
    { headers: { origin: "" }, is: false },
    { headers: { origin: "", "sec-fetch-site": "same-origin" }, is: false },
    { headers: {}, is: false },
    { headers: { "sec-fetch-site": "same-origin" }, is: true },
    { headers: { "sec-fetch-site": "same-origin" }, asked: "https://rebound.example", is: false },
    { headers: { "sec-fetch-site": "same-site" }, is: false },
    { headers: { "sec-fetch-site": "cross-site" }, is: false },
    { headers: { "sec-fetch-site": "none" }, is: false },
    { headers: { referer: `${OWN}/api/snooze` }, is: false },
    { headers: { origin: OWN }, settings: {}, is: false },
    { headers: { "sec-fetch-site": "same-origin" }, settings: {}, is: false },
  ])("with $headers asked at $asked: $is", ({ headers, asked = OWN, settings = NAMES, is }) => {
    expect(
      isSameOrigin({ REPORT_URL: undefined, WEBSITE_HOSTNAME: undefined, ...settings }, { header: (name) => headers[name], origin: asked }),
    ).toBe(is);
  });
});

describe("what somebody saw", () => {
  const [record] = moneyNight().records;
  const seen = (
    change: Partial<FindingRecord["finding"]> = {},
    decisions: readonly Decision[] = [],
    of: FindingRecord = record ?? expect.fail(),
  ) => seenOf({ ...of, finding: { ...of.finding, ...change } }, { decisions });

  it("is the same while the finding is", () => {
    expect(seen({ detail: "Said in other words." })).toBe(seen());
  });

  it.for([
    { what: "graver", change: { severity: "critical" as const } },
    { what: "larger", change: { magnitude: { value: 99, unit: "node" as const } } },
  ])("is another when the finding is $what", ({ change }) => {
    expect(seen(change)).not.toBe(seen());
  });

  it("is another when somebody has decided meanwhile", () => {
    const { key, subscription, finding } = record ?? expect.fail();
    const decision: Decision = {
      ...{ id: "1", subscription, finding: key, kind: "accepted", at: instant("2026-11-28T08:00:00Z"), why: WHY },
      by: { kind: "person", id: "ada", name: "Ada" },
      reference: finding,
    };

    expect(seen({}, [decision])).not.toBe(seen());
    // Also in the same moment, whichever of the two is read last.
    expect(seen({}, [{ ...decision, id: "0" }, decision])).not.toBe(seen({}, [decision]));
    expect(seen({}, [decision, { ...decision, id: "2" }])).not.toBe(seen({}, [decision]));
    expect(seen({}, [{ ...decision, finding: supportEnds("prod-weu-1").key }])).toBe(seen());
  });

  it("is the same while a date comes nearer", () => {
    const dated = supportEnds("prod-weu-1");

    expect(dated.finding.due).toBeDefined();
    expect(seen({ magnitude: { value: 1, unit: "day" } }, [], dated)).toBe(seen({}, [], dated));
  });
});
