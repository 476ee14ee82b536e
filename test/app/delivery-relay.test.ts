import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SmtpAnswer } from "../../local/smtp.ts";
import type { TeamsAnswer } from "../../local/teams.ts";
import { addressOf, type DeliveryCase, type Ending, endingOf, liveMorning, openCases } from "../support/delivery-cases.ts";
import { everyRow } from "../support/rows.ts";
import type { TestWorld } from "../support/world.ts";

interface RelayCase extends DeliveryCase {
  /** What its webhook answers, and what the mail server says to its address, one after another; then they take everything. */
  readonly webhook?: readonly TeamsAnswer[];
  readonly relay?: readonly SmtpAnswer[];
}

/** Of every request: those that are answered must beat it also on a slow machine. */
const TIMEOUT_SECONDS = 5;
const GONE = { status: 404, body: '{"error":{"code":"WorkflowNotFound"}}' };
const refusing = (refuse: number): SmtpAnswer => ({ refuse, at: "content" });
const times = <T>(many: number, answer: T): readonly T[] => Array.from({ length: many }, () => answer);

const CASES: readonly RelayCase[] = [
  { name: "slow", webhook: [{ status: 202, afterMs: 300 }], ends: "by webhook" },
  { name: "throttled", webhook: [{ status: 429, headers: { "retry-after": "1800" } }], ends: "by webhook" },
  { name: "dated", webhook: [{ status: 429, headers: { "retry-after": "Tue, 24 Nov 2026 07:40:00 GMT" } }], ends: "by webhook" },
  { name: "ailing", webhook: [{ status: 500 }, { status: 503 }], ends: "by webhook" },
  { name: "dropped", webhook: ["drop"], ends: "by webhook", posts: 2 },
  { name: "late", webhook: [{ status: 202, afterMs: 60_000 }], ends: "by webhook", posts: 2 },
  { name: "silent", webhook: ["drop", "drop"], ends: "with the operators", posts: 2, because: /twice; it may have been shown/ },
  { name: "unsigned", webhook: [{ status: 401 }], ends: "with the operators", because: /401: the flow wants a token/ },
  { name: "forbidden", webhook: [{ status: 403 }], ends: "with the operators", because: /403: the flow wants a token/ },
  { name: "gone", webhook: [GONE], ends: "with the operators", because: /404 WorkflowNotFound: the flow is gone or switched off/ },
  { name: "removed", webhook: [{ status: 410 }], ends: "with the operators", because: /410: the flow is gone/ },
  { name: "large", webhook: [{ status: 413 }], ends: "with the operators", because: /413: the message is too large/ },
  { name: "dead", webhook: times(40, { status: 503 }), ends: "with the operators", because: /put off 8 times, last with 503/ },
  { name: "aside", ends: "with the operators", because: /TEAMS_WEBHOOK_ASIDE does not lead to a Workflows host/ },
  { name: "token", more: { auth: "entra" }, ends: "by webhook" },
  {
    name: "stranger",
    more: { auth: "entra" },
    webhook: [{ status: 403 }],
    fallback: true,
    ends: "by mail",
    because: /403: the flow does not let the app's identity in; add its object id/,
  },
  { name: "kept", fallback: true, ends: "by webhook" },
  { name: "mailed", webhook: [GONE], fallback: true, ends: "by mail", because: /404 WorkflowNotFound/ },
  { name: "hushed", webhook: ["drop", "drop"], fallback: true, ends: "by mail", posts: 2, because: /twice; it may have been shown/ },
  { name: "sidelined", fallback: true, ends: "by mail", because: /TEAMS_WEBHOOK_SIDELINED does not lead to a Workflows host/ },
  { name: "greylisted", webhook: [GONE], fallback: true, relay: [refusing(451)], ends: "by mail", because: /404/ },
  { name: "repeated", webhook: [GONE], fallback: true, relay: ["drop"], ends: "by mail", mails: 2, because: /404/ },
  {
    name: "stuck",
    webhook: [GONE],
    fallback: true,
    relay: [refusing(554)],
    ends: "with the operators",
    because: /404 WorkflowNotFound: the flow is gone or switched off; and by mail: the mail server answered 554/,
  },
  {
    name: "muted",
    webhook: [GONE],
    fallback: true,
    relay: ["drop", "drop"],
    ends: "with the operators",
    mails: 2,
    because: /404 .*; and by mail: the connection broke before an answer came, twice; it may have been shown/,
  },
  { name: "post", by: "mail", ends: "by mail" },
  { name: "slowpost", by: "mail", relay: [{ afterMs: 300 }], ends: "by mail" },
  { name: "greypost", by: "mail", relay: [refusing(451), refusing(450)], ends: "by mail" },
  { name: "droppost", by: "mail", relay: ["drop"], ends: "by mail", mails: 2 },
  { name: "badpost", by: "mail", relay: [refusing(554)], ends: "with the operators", because: /the mail server answered 554/ },
  { name: "nopost", by: "mail", relay: ["drop", "drop"], ends: "with the operators", mails: 2, because: /twice; it may have been shown/ },
  { name: "neverpost", by: "mail", relay: times(40, refusing(451)), ends: "with the operators", because: /put off 8 times/ },
  {
    name: "halfpost",
    by: "mail",
    more: { to: [addressOf("halfpost"), "nobody@contoso.com"] },
    ends: "by mail",
    because: /the mail server took it for 1 of 2 addresses \(550/,
  },
];

let world: TestWorld;
const mailsTo = (name: string) => world.smtp?.mails.filter(({ to }) => to.includes(addressOf(name))).map(({ raw }) => raw) ?? [];

beforeAll(async () => {
  const nowhere = "https://example.com/hooks/1?sig=local-secret";
  world = await openCases(CASES, {
    mail: "smtp",
    settings: {
      REQUEST_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS),
      TEAMS_WEBHOOK_ASIDE: nowhere,
      TEAMS_WEBHOOK_SIDELINED: nowhere,
    },
  });
  for (const { name, webhook = [], relay = [] } of CASES) {
    world.teams.answersOf(name).push(...webhook);
    world.smtp?.answersTo(addressOf(name)).push(...relay);
  }
  world.smtp?.answersTo("nobody@contoso.com").push({ refuse: 550, at: "recipient" });
  await liveMorning(world, "09:15");
});
afterAll(() => world.close());

describe("a route", () => {
  it.for(CASES)("called $name ends $ends", async (each) => {
    const { name, ends, because } = each;
    const ending: Ending = await endingOf(world, each);
    const [posts, mails] = [ending.posts, mailsTo(name)];

    expect(ending.ends).toBe(ends);
    expect([posts.length, mails.length]).toEqual([
      each.posts ?? (ends === "by webhook" ? 1 : 0),
      each.mails ?? (ends === "by mail" ? 1 : 0),
    ]);
    // A second copy has the bytes of the first.
    expect([new Set(posts).size, new Set(mails).size]).toEqual([Math.min(1, posts.length), Math.min(1, mails.length)]);
    expect(ending.isTold).toBe(ends !== "with the operators");
    if (because === undefined) expect(ending.heard).toEqual([]);
    else expect(ending.heard.join("\n")).toMatch(because);
  });
});

it("what came by mail in place of a card says so, and why; what is by mail anyway does not", () => {
  const reason = /This came by mail because the Teams webhook of route mailed could not be used/;
  const plain = (raw: string | undefined) => (raw ?? "").replace(/=\r\n/g, "").replace(/\r\n/g, " ");

  expect(plain(mailsTo("mailed")[0])).toMatch(reason);
  expect(plain(mailsTo("post")[0])).not.toContain("This came by mail");
});

it("no secret of a webhook or of the relay stands in a row, a line of the log, or what operators read", async () => {
  const causes = world.host.failures.map(({ error }) => (error instanceof Error ? `${error.stack} ${String(error.cause)}` : String(error)));
  const everything = [...(await everyRow(world)), ...world.logged, ...causes, ...world.teams.posts.map(({ body }) => body)].join("\n");

  for (const secret of ["local-secret", "local-smtp-secret", "sig=", "/powerautomate/", "example.com/hooks", "Bearer "]) {
    expect(everything).not.toContain(secret);
  }
});
