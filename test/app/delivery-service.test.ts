import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ServiceAnswer } from "../../local/mail-service.ts";
import { addressOf, type DeliveryCase, endingOf, liveMorning, openCases } from "../support/delivery-cases.ts";
import type { TestWorld } from "../support/world.ts";

interface ServiceCase extends DeliveryCase {
  /** What the mail service answers, one after another; then it takes everything. */
  readonly service?: readonly ServiceAnswer[];
  /** The webhook is gone. */
  readonly isGone?: true;
}

const CASES: readonly ServiceCase[] = [
  { name: "post", by: "mail", ends: "by mail" },
  { name: "slow", by: "mail", service: [{ afterMs: 300 }], ends: "by mail" },
  { name: "running", by: "mail", service: [{ operation: "Running" }], ends: "by mail" },
  { name: "ailing", by: "mail", service: [{ status: 500 }, { status: 503 }], ends: "by mail" },
  { name: "throttled", by: "mail", service: [{ status: 429, headers: { "retry-after": "1800" } }], ends: "by mail" },
  { name: "dated", by: "mail", service: [{ status: 429, headers: { "retry-after": "Tue, 24 Nov 2026 07:40:00 GMT" } }], ends: "by mail" },
  { name: "dropped", by: "mail", service: ["drop"], ends: "by mail", mails: 2 },
  { name: "silent", by: "mail", service: ["drop", "drop"], ends: "with the operators", mails: 2, because: /twice; it may have been shown/ },
  {
    name: "unlinked",
    by: "mail",
    service: [{ status: 404, code: "DomainNotLinked" }],
    ends: "with the operators",
    because: /404 DomainNotLinked: MAIL_FROM must be a sender of a domain that is linked/,
  },
  {
    name: "forbidden",
    by: "mail",
    service: [{ status: 403, code: "Denied" }],
    ends: "with the operators",
    because: /403 Denied: the app's identity may not send there/,
  },
  {
    name: "failed",
    by: "mail",
    service: [{ operation: "Failed", code: "EmailDropped" }],
    ends: "with the operators",
    mails: 1,
    because: /could not send it \(Failed EmailDropped\)/,
  },
  { name: "mailed", isGone: true, fallback: true, ends: "by mail", because: /410: the flow is gone/ },
  {
    name: "stuck",
    isGone: true,
    fallback: true,
    service: [{ operation: "Canceled" }],
    ends: "with the operators",
    mails: 1,
    because: /410: the flow is gone or switched off; and by mail: .*Canceled/,
  },
];

let world: TestWorld;
const sentTo = (name: string) =>
  world.mailService?.sent.filter(({ mail }) => mail.recipients.to.some(({ address }) => address === addressOf(name))) ?? [];

beforeAll(async () => {
  world = await openCases(CASES, { mail: "acs" });
  for (const { name, service = [], isGone } of CASES) {
    world.mailService?.answersTo(addressOf(name)).push(...service);
    if (isGone) world.teams.answersOf(name).push({ status: 410 });
  }
  await liveMorning(world, "08:00");
});
afterAll(() => world.close());

describe("a route by Azure Communication Services", () => {
  it.for(CASES)("called $name ends $ends", async (each) => {
    const { name, ends, because } = each;
    const ending = await endingOf(world, each);
    const sent = sentTo(name);

    expect(ending.ends).toBe(ends);
    expect(sent).toHaveLength(each.mails ?? (ends === "by mail" ? 1 : 0));
    // A repeat is the same operation with the same mail.
    expect(new Set(sent.map((one) => JSON.stringify(one))).size).toBe(Math.min(1, sent.length));
    expect(ending.isTold).toBe(ends !== "with the operators");
    if (because === undefined) expect(ending.heard).toEqual([]);
    else expect(ending.heard.join("\n")).toMatch(because);
  });
});

it("no token and no words of the service stand in the log", () => {
  expect(world.logged.join("\n")).not.toMatch(/Bearer|eyJ|secret/);
});
