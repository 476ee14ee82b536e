import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cardText } from "../../local/terminal.ts";
import { clusterOf, EVERY_DAY, openWorld, type TestWorld } from "../support/world.ts";

const [TEAM, OPERATORS] = ["ana@contoso.com", "operators@contoso.com"] as const;
const GONE = { status: 404, body: '{"error":{"code":"WorkflowNotFound"}}' };

let world: TestWorld;
beforeAll(async () => {
  world = await openWorld({
    clusters: [clusterOf("payments-1", {}, { tags: { team: "payments" } })],
    routes: [
      { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", days: EVERY_DAY },
      { name: "operators", match: "operator", channel: "mail", to: [OPERATORS] },
    ],
    settings: { LINK_DAYS: "never" },
    mail: "smtp",
  });
});
afterAll(() => world.close());

const inOneLine = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

async function mailsFrom(from: string, to: string, of: TestWorld = world) {
  const before = of.smtp?.mails.length ?? 0;
  await of.live(from, to);
  return await Promise.all(
    (of.smtp?.mails.slice(before) ?? []).map(async (mail) => {
      const { subject = "", text = "" } = await PostalMime.parse(mail.raw);
      return { raw: mail.raw, to: mail.to, subject, text: inOneLine(text) };
    }),
  );
}

describe("operators who are told by mail", () => {
  it("hear of wrong settings, each notice with its name in the footer", async () => {
    const mails = await mailsFrom("2026-11-24T01:45:00Z", "2026-11-24T02:15:00Z");

    expect(mails.map(({ subject, to }) => [subject, to])).toEqual([["Some settings are wrong and set aside", [OPERATORS]]]);
    expect(mails[0]?.text).toContain('LINK_DAYS "never" is not a whole number from 1 to 90; 14 is used');
    expect(mails[0]?.text).toMatch(/Message notice\|settings\|[0-9a-f]{16}$/);
    expect(world.logged.filter((line) => line.startsWith("warning deliver Some settings are wrong"))).toHaveLength(1);
  });

  it("get what a route could not be told, as its own mail would have been, after the reason", async () => {
    world.teams.answersOf("payments").push(GONE);

    const [reason, digest, ...more] = await mailsFrom("2026-11-24T07:00:00Z", "2026-11-24T07:30:00Z");

    expect(more).toEqual([]);
    expect(reason?.subject).toBe("Route payments could not be told");
    expect(reason?.text).toContain("404 WorkflowNotFound: the flow is gone or switched off");
    const own = (await world.store.outbox.get("payments", "digest|2026-11-24"))?.value;
    expect([digest?.subject, digest?.text]).toEqual([own?.summary, inOneLine(own?.forms?.mail.text ?? "")]);
    expect(digest?.text).toContain("Message digest|2026-11-24");
    expect((await world.store.told.list("payments")).length).toBe(0);
  });

  it("get a notice a second time after a lost answer, and then the same bytes", async () => {
    world.teams.answersOf("payments").push({ status: 410 });
    world.smtp?.answersTo(OPERATORS).push("drop");

    const mails = await mailsFrom("2026-11-25T01:45:00Z", "2026-11-25T02:15:00Z");
    mails.push(...(await mailsFrom("2026-11-25T07:00:00Z", "2026-11-25T07:45:00Z")));

    const notices = mails.filter(({ subject }) => subject === "Route payments could not be told");
    expect(notices.length).toBe(2);
    expect(new Set(notices.map(({ raw }) => raw)).size).toBe(1);
    expect(notices[0]?.text).toContain("Message notice|undelivered|payments|digest|2026-11-25");
  });

  it("whose mail is refused are not told of it by mail: it is an error in the log, and nothing goes round in circles", async () => {
    world.teams.answersOf("payments").push({ status: 410 });
    world.smtp?.answersTo(OPERATORS).push({ refuse: 554, at: "content" }, { refuse: 554, at: "content" });
    const [logged, posted] = [world.logged.length, world.teams.posts.length];

    await mailsFrom("2026-11-26T01:45:00Z", "2026-11-26T02:15:00Z");
    const mails = await mailsFrom("2026-11-26T07:00:00Z", "2026-11-26T08:00:00Z");

    expect(mails).toEqual([]);
    expect(world.teams.posts.slice(posted).map(({ body }) => cardText(body))).toEqual([]);
    const lines = world.logged.slice(logged).filter((line) => line.includes("for route operators could not be handed over"));
    expect(lines).toEqual([
      expect.stringContaining(
        "notice|undelivered|payments|digest|2026-11-26 for route operators could not be handed over: the mail server answered 554",
      ),
      expect.stringContaining(
        "passed-on|payments|digest|2026-11-26 for route operators could not be handed over: the mail server answered 554",
      ),
    ]);
  });
});

describe("operators who have mail to fall back to", () => {
  let fallen: TestWorld;
  beforeAll(async () => {
    fallen = await openWorld({
      clusters: [clusterOf("payments-1", {}, { tags: { team: "payments" } })],
      routes: [
        { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", days: EVERY_DAY, fallback: [TEAM] },
        { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS", fallback: [OPERATORS] },
      ],
      mail: "smtp",
    });
  });
  afterAll(() => fallen.close());

  it("read why in that mail, without a notice of its own; a message nothing could carry comes as its own mail would have been", async () => {
    fallen.teams.answersOf("payments").push(GONE);
    fallen.smtp?.answersTo(TEAM).push({ refuse: 554, at: "content" });
    fallen.teams.answersOf("operators").push(...Array.from({ length: 9 }, () => GONE));

    const mails = await mailsFrom("2026-11-24T01:45:00Z", "2026-11-24T02:15:00Z", fallen);
    mails.push(...(await mailsFrom("2026-11-24T07:00:00Z", "2026-11-24T07:45:00Z", fallen)));

    expect(fallen.teams.posts).toEqual([]);
    expect(mails.map(({ subject, to }) => [subject, to])).toEqual(
      [
        "Some settings are wrong and set aside",
        "Route payments falls back to mail",
        "Route payments could not be told",
        "Baseline: 1 finding in 1 cluster",
      ].map((subject) => [subject, [OPERATORS]]),
    );
    const why = "This came by mail because the Teams webhook of route operators could not be used:";
    for (const { text } of mails) expect(text.startsWith(`${why} 404 WorkflowNotFound: `)).toBe(true);
    const own = (await fallen.store.outbox.get("payments", "digest|2026-11-24"))?.value;
    const asItWas = inOneLine(own?.forms?.mail.text ?? "");
    expect(mails[3]?.text).toBe(`${why} 404 WorkflowNotFound: the flow is gone or switched off. ${asItWas}`);
  });
});
