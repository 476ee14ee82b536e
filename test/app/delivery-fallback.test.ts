import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { rollingEvent } from "../../local/events.ts";
import { clusterArmId } from "../../local/sample/cluster-body.ts";
import { userPool } from "../../local/sample/spec.ts";
import { cardText } from "../../local/terminal.ts";
import type { OutboxMessage } from "../../src/core/model/delivery.ts";
import { currency } from "../../src/core/model/money.ts";
import { type FaultyStorage, holding, type StorageFault, startFaultyStorage } from "../support/faulty-storage.ts";
import { clusterOf, EVERY_DAY, openWorld, show, type TestWorld } from "../support/world.ts";

const GONE = { status: 404, body: '{"error":{"code":"WorkflowNotFound"}}' };
const TEAM = "ana@contoso.com";
const FIRM = { amount: 120, currency: currency("EUR") };

let storage: FaultyStorage;
let world: TestWorld;
let news = 0;

beforeAll(async () => {
  storage = await startFaultyStorage();
  world = await openWorld({
    clusters: [],
    routes: [
      { name: "payments", match: "default", target: "TEAMS_WEBHOOK_PAYMENTS", days: EVERY_DAY, heartbeat: "sun", fallback: [TEAM] },
      { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS", days: EVERY_DAY },
    ],
    storage,
    mail: "smtp",
  });
});
afterAll(async () => {
  await world.close();
  await storage.close();
});

interface Morning {
  readonly posts: readonly string[];
  readonly mails: readonly string[];
  /** Titles. */
  readonly heard: readonly string[];
}

/** The scan of that night with one finding more, and the morning: what the team got either way, and what the operators read. */
async function morningOf(day: string, until = "07:45"): Promise<Morning> {
  news++;
  const more = Array.from({ length: news }, (_, index) => userPool(`news${index + 1}`, "D8ds_v5", 5, { ephemeralGiB: 300 }));
  const spec = clusterOf("payments-1");
  show(world.state, [{ ...spec, pools: [...spec.pools, ...more] }]);
  const [posted, mailed] = [world.teams.posts.length, world.smtp?.mails.length ?? 0];
  await world.live(`${day}T01:45:00Z`, `${day}T02:15:00Z`);
  await world.live(`${day}T07:00:00Z`, `${day}T${until}:00Z`);
  const posts = world.teams.posts.slice(posted);
  const bodies = (channel: string) => posts.filter(({ path }) => path.includes(`/${channel}/`)).map(({ body }) => body);
  return {
    posts: bodies("payments"),
    mails: world.smtp?.mails.slice(mailed).map(({ raw }) => raw) ?? [],
    heard: bodies("operators").map((body) => cardText(body).split("\n")[0] ?? ""),
  };
}

async function rowOf(key: string): Promise<OutboxMessage | undefined> {
  return (await world.store.outbox.get("payments", key))?.value;
}
const toldCount = async (): Promise<number> => (await world.store.told.list("payments")).filter(({ state }) => state === "open").length;

describe("a route whose webhook is gone", () => {
  it("is told by mail the same morning, counts as told, and the operators hear why", async () => {
    world.teams.answersOf("payments").push(GONE);

    const { posts, mails, heard } = await morningOf("2026-11-24");

    expect([posts.length, mails.length, heard]).toEqual([0, 1, ["Route payments falls back to mail"]]);
    expect(await rowOf("digest|2026-11-24")).toMatchObject({ state: "given-up", lastError: expect.stringContaining("404") });
    expect(await rowOf("fallback|digest|2026-11-24")).toMatchObject({ state: "handed-over", by: "mail", toldWritten: true });
    // The digest's own forms, and the same to be told of.
    const [own, mail] = [await rowOf("digest|2026-11-24"), await rowOf("fallback|digest|2026-11-24")];
    expect([mail?.forms?.teams, mail?.tells, mail?.summary]).toEqual([own?.forms?.teams, own?.tells, own?.summary]);
    expect(await toldCount()).toBe(own?.tells.length);
  });

  it("is not told again by the next digest of what the mail said", async () => {
    const { posts, mails } = await morningOf("2026-11-25");

    expect([posts.length, mails.length]).toEqual([1, 0]);
    expect(cardText(posts[0] ?? "").split("\n")[0]).toBe("1 new");
  });
});

describe("the operators hear of a fallback", () => {
  it("once a day for one reason, and again for another", async () => {
    world.teams.answersOf("payments").push(GONE, { status: 403 });
    const day = "2026-11-26";
    const first = await morningOf(day);
    // A second message of the same day, as an event makes one.
    const digest = await rowOf(`digest|${day}`);
    if (!digest) throw new Error("there is no digest");
    const again = (key: string) =>
      ({ ...digest, key, state: "queued", tries: 0, tells: [], toldWritten: false, answerLost: false, firmTotal: FIRM }) as const;
    await world.store.outbox.insert(again(`urgent|${day}|one`));
    const posted = world.teams.posts.length;
    await world.live(`${day}T09:00:00Z`, `${day}T09:30:00Z`);
    world.teams.answersOf("payments").push({ status: 403 });
    await world.store.outbox.insert(again(`urgent|${day}|two`));
    await world.live(`${day}T09:30:00Z`, `${day}T10:00:00Z`);

    const heard = world.teams.posts.slice(posted).filter(({ path }) => path.includes("/operators/"));
    expect(first.heard).toEqual(["Route payments falls back to mail"]);
    // What the next headline compares with is what the mail said.
    expect((await rowOf(`fallback|urgent|${day}|one`))?.firmTotal).toEqual(FIRM);
    expect(heard.map(({ body }) => cardText(body))).toEqual([expect.stringMatching(/^Route payments falls back to mail\n[\s\S]*403/)]);
  });
});

describe("what does not wait for the digest", () => {
  it("comes by mail within the check, without a timer", async () => {
    const spec = clusterOf("payments-1");
    const pools = spec.pools.map((pool) => (pool.name === "apps" ? { ...pool, state: "Failed" } : pool));
    show(world.state, [{ ...spec, pools }]);
    world.teams.answersOf("payments").length = 0;
    world.teams.answersOf("payments").push(GONE);
    const mailed = world.smtp?.mails.length ?? 0;

    travelTo("2026-11-26T11:00:00Z");
    await world.host.deliverEvents(
      "cluster-changed",
      rollingEvent({ cluster: clusterArmId(spec), pool: "apps", step: "Failed", at: "2026-11-26T10:59:00Z" }),
    );
    await world.pass("2026-11-26T11:01:00Z", 3);

    const mails = world.smtp?.mails.slice(mailed) ?? [];
    expect(mails.map(({ to }) => to)).toEqual([[TEAM]]);
    const rows = (await world.store.outbox.list("payments"))
      .map(({ value }) => value)
      .filter(({ createdAt }) => createdAt > "2026-11-26T11:00");
    expect(rows.map(({ key, state }) => `${key.split("|").slice(0, 3).join("|")} ${state}`).sort()).toEqual([
      "fallback|urgent|2026-11-26 handed-over",
      expect.stringMatching(/^urgent\|2026-11-26\|.* given-up$/),
    ]);
  });
});

describe("a crash on the way to the fallback", () => {
  const insertOf = (key: string) => holding("POST\n", "/outbox\n", key);
  const updateOf = (key: string, state: string) => holding("PUT\n", "/outbox(", key, `"state":"${state}"`);
  /** `works`: the webhook takes everything again after its first answer. */
  const CRASHES: readonly { readonly what: string; readonly match: StorageFault["match"]; readonly works?: true }[] = [
    { what: "before the mail is frozen", match: insertOf('"key":"fallback|digest') },
    { what: "before the operators' notice is frozen", match: insertOf('"key":"notice|fallback|') },
    { what: "before the card is given up", match: updateOf('"key":"digest|', "given-up"), works: true },
    { what: "before the mail is claimed", match: updateOf('"key":"fallback|digest', "sending") },
    { what: "between the mail and its mark", match: updateOf('"key":"fallback|digest', "handed-over") },
    { what: "between the mark and what was told", match: holding("POST\n", "/told(", "payments") },
    { what: "before the row says that it was told", match: holding("PUT\n", "/outbox(", '"key":"fallback|digest', '"toldWritten":true') },
  ];

  it.for(
    CRASHES.flatMap((crash, index) => (["refuse", "lose"] as const).map((how, second) => ({ ...crash, how, day: 2 * index + second }))),
  )(
    "$what ($how) loses nothing: one mail or, after a lost answer, two of the same bytes; never a card beside them",
    async ({ match, how, day, works }) => {
      const date = new Date(Date.parse("2026-11-27") + day * 86_400_000).toISOString().slice(0, 10);
      world.teams.answersOf("payments").length = 0;
      world.teams.answersOf("payments").push(GONE, ...(works ? [] : [GONE, GONE]));
      storage.faults.length = 0;
      const fault: StorageFault = { match, what: how, times: 1 };
      storage.faults.push(fault);
      const before = await toldCount();

      const { posts, mails, heard } = await morningOf(date);

      expect(storage.met(fault)).toBe(1);
      expect(posts).toEqual([]);
      expect(mails.length).toBeGreaterThan(0);
      expect(mails.length).toBeLessThanOrEqual(2);
      expect(new Set(mails).size).toBe(1);
      expect(heard).toEqual(["Route payments falls back to mail"]);
      expect(await rowOf(`digest|${date}`)).toMatchObject({ state: "given-up", lastError: expect.stringContaining("404") });
      const mail = await rowOf(`fallback|digest|${date}`);
      expect(mail).toMatchObject({ state: "handed-over", toldWritten: true });
      if (mails.length === 2) expect(mail).toMatchObject({ answerLost: true });
      expect(await toldCount()).toBe(before + 1);
    },
  );
});
