import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { userPool } from "../../local/sample/spec.ts";
import { cardText } from "../../local/terminal.ts";
import type { OutboxMessage } from "../../src/core/model/delivery.ts";
import { type FaultyStorage, holding, startFaultyStorage } from "../support/faulty-storage.ts";
import { findingsOf, rawRows, tableOf } from "../support/rows.ts";
import { clusterOf, EVERY_DAY, HEALTHY, openWorld, show, subscriptionOf, type TestWorld } from "../support/world.ts";

const NAMES = ["platform", "payments", "berlin", "kolkata", "aside"] as const;
type Team = (typeof NAMES)[number];

const team = (name: Team, more: Readonly<Record<string, string>> = {}) => ({
  name,
  match: name === "platform" ? "default" : { tag: { team: name } },
  target: `TEAMS_WEBHOOK_${name.toUpperCase()}`,
  days: EVERY_DAY,
  ...more,
});
const ROUTES = [
  team("platform"),
  team("payments"),
  team("berlin", { timeZone: "Europe/Berlin", sendAt: "07:30" }),
  team("kolkata", { timeZone: "Asia/Kolkata", sendAt: "14:30" }),
  team("aside"),
  { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS" },
];

let storage: FaultyStorage;
let world: TestWorld;

const news = new Map<Team, number>();
/** Each of them has one finding more from now on. The team whose route is set aside has none after the first morning. */
function newsFor(...teams: readonly Team[]): void {
  for (const name of teams) news.set(name, (news.get(name) ?? 0) + 1);
  show(
    world.state,
    NAMES.map((name) => {
      const spec = clusterOf(`${name}-1`, name === "aside" ? HEALTHY : {}, { tags: { team: name } });
      const more = Array.from({ length: news.get(name) ?? 0 }, (_, index) =>
        userPool(`news${index + 1}`, "D8ds_v5", 5, { ephemeralGiB: 300 }),
      );
      return { ...spec, pools: [...spec.pools, ...more] };
    }),
  );
}

interface Post {
  readonly at: string;
  readonly channel: string;
  readonly body: string;
}
const channelOf = (path: string): string => path.split("/")[2] ?? "";

const QUARTER = 15 * 60_000;

/** The scan of that night, and the morning until then: a quarter of an hour at a time, with what was posted in which. */
async function postsOf(day: string, until = "08:00"): Promise<readonly Post[]> {
  return [...(await postsFrom(`${day}T01:45:00Z`, `${day}T02:15:00Z`)), ...(await postsFrom(`${day}T06:30:00Z`, `${day}T${until}:00Z`))];
}

async function postsFrom(from: string, to: string): Promise<readonly Post[]> {
  const posts: Post[] = [];
  for (let moment = Date.parse(from); moment < Date.parse(to); moment += QUARTER) {
    const before = world.teams.posts.length;
    await world.live(new Date(moment).toISOString(), new Date(moment + QUARTER).toISOString());
    const at = new Date(moment).toISOString().slice(11, 16);
    posts.push(...world.teams.posts.slice(before).map(({ path, body }) => ({ at, channel: channelOf(path), body })));
  }
  return posts;
}
const brief = (posts: readonly Post[]): readonly string[] => posts.map(({ at, channel }) => `${at} ${channel}`);
const titleOf = ({ body }: Post): string => cardText(body).split("\n")[0] ?? "";

async function messageOf(route: string, key: string): Promise<OutboxMessage> {
  const stored = await world.store.outbox.get(route, key);
  if (!stored) throw new Error(`route ${route} has no message ${key}`);
  return stored.value;
}
const toldTo = async (route: string): Promise<number> =>
  (await world.store.told.list(route)).filter(({ state }) => state === "open").length;

const isMarked = holding("PUT\n", "/outbox(", "payments", '"state":"handed-over"');

beforeAll(async () => {
  storage = await startFaultyStorage();
  world = await openWorld({
    clusters: [],
    routes: ROUTES,
    storage,
    settings: { TEAMS_WEBHOOK_ASIDE: "https://example.com/hooks/1?sig=local-secret" },
  });
});
afterAll(async () => {
  await world.close();
  await storage.close();
});

beforeEach(() => {
  world.teams.answers.length = 0;
  storage.faults.length = 0;
});

describe("the first morning", () => {
  let posts: readonly Post[];
  beforeAll(async () => {
    show(
      world.state,
      NAMES.map((name) => clusterOf(`${name}-1`, {}, { tags: { team: name } })),
    );
    posts = await postsOf("2026-11-24", "09:15");
  });

  it("brings each route its digest at its own local time", () => {
    expect(brief(posts.filter(({ channel }) => channel !== "operators"))).toEqual([
      "06:30 berlin",
      "07:00 payments",
      "07:00 platform",
      "09:00 kolkata",
    ]);
  });

  it("marks as handed over what was answered with 202, and remembers what was told", async () => {
    const message = await messageOf("payments", "digest|2026-11-24");

    expect(message).toMatchObject({ state: "handed-over", tries: 1, answerLost: false, toldWritten: true });
    expect(message.forms?.teams).toBe(posts.find(({ channel }) => channel === "payments")?.body);
    expect((await world.store.told.list("payments")).map(({ key, state }) => [key, state])).toEqual(
      (await findingsOf(world, "payments")).map(({ key }) => [key, "open"]),
    );
  });

  it("sets a route with a wrong address aside: the operators hear of it once, and get its digest with the reason", async () => {
    const heard = posts.filter(({ channel }) => channel === "operators");
    const [settings, reason, digest] = heard;

    expect(heard.map((post) => `${post.at} ${titleOf(post)}`)).toEqual([
      "01:45 Some settings are wrong and set aside",
      "07:00 Route aside could not be told",
      "07:00 Baseline: 1 finding in 1 cluster",
    ]);
    for (const post of [settings, reason]) {
      expect(cardText(post?.body ?? "")).toContain("TEAMS_WEBHOOK_ASIDE does not lead to a Workflows host");
    }
    expect(digest?.body).toBe((await messageOf("aside", "digest|2026-11-24")).forms?.teams);
    expect(await messageOf("aside", "digest|2026-11-24")).toMatchObject({ state: "given-up" });
    expect(await toldTo("aside")).toBe(0);
  });
});

describe("a webhook that asks to wait for an hour", () => {
  it("is asked again after that, without holding up the others", async () => {
    newsFor("platform", "payments");
    world.teams.answers.push({ status: 429, headers: { "retry-after": "3600" } });

    const posts = await postsOf("2026-11-25", "08:45");

    expect(brief(posts).map((post) => post.replace("08:00", "08:15"))).toEqual(["07:00 platform", "08:15 payments"]);
    expect(posts.map(titleOf)).toEqual(["1 new", "1 new"]);
    expect(await messageOf("payments", "digest|2026-11-25")).toMatchObject({ state: "handed-over", tries: 2, answerLost: false });
    expect(await toldTo("payments")).toBe(2);
  });
});

describe("a crash", () => {
  it("between the post and its mark repeats the message once, identical, after the claim has run out", async () => {
    newsFor("payments");
    storage.faults.push({ match: isMarked, what: "refuse", times: 1 });
    const failures = world.host.failures.length;

    const posts = await postsOf("2026-11-26");

    const toPayments = posts.filter(({ channel }) => channel === "payments");
    expect(brief(toPayments)).toEqual(["07:00 payments", "07:15 payments"]);
    // That delivery failed, and says so: nothing but another's claim is passed over in silence.
    expect(world.host.failures.slice(failures).map(({ name }) => name)).toEqual(["deliver"]);
    expect(toPayments[1]?.body).toBe(toPayments[0]?.body);
    expect(await messageOf("payments", "digest|2026-11-26")).toMatchObject({ state: "handed-over", tries: 2, answerLost: true });
  });

  it("after both posts repeats nothing: it may have been shown, and the operators are told", async () => {
    newsFor("payments");
    storage.faults.push({ match: isMarked, what: "refuse", times: 2 });

    const posts = await postsOf("2026-11-27");

    expect(brief(posts)).toEqual(["07:00 payments", "07:15 payments", "07:30 operators", "07:30 operators"]);
    expect(cardText(posts[2]?.body ?? "")).toContain("no answer came twice; it may have been shown");
  });

  it("between the mark and what was told writes it from the marked row, and posts nothing", async () => {
    newsFor("payments");
    const before = await toldTo("payments");
    storage.faults.push({ match: holding("POST\n", "/told(", "payments"), what: "refuse", times: 1 });

    const early = await postsOf("2026-11-28", "07:15");
    const atFirst = await messageOf("payments", "digest|2026-11-28");
    const toldAtFirst = await toldTo("payments");
    const late = await postsFrom("2026-11-28T07:15:00Z", "2026-11-28T07:45:00Z");

    expect([brief(early), brief(late)]).toEqual([["07:00 payments"], []]);
    expect([atFirst.state, atFirst.toldWritten, toldAtFirst]).toEqual(["handed-over", false, before]);
    expect(await messageOf("payments", "digest|2026-11-28")).toMatchObject({ state: "handed-over", toldWritten: true });
    // Also the finding that could not be told on the day before.
    expect(await toldTo("payments")).toBe(before + 2);
  });

  it("between giving up and passing on loses nothing: the operators get it with the next delivery", async () => {
    newsFor("payments");
    world.teams.answers.push({ status: 404 }, { status: 404 });
    storage.faults.push({ match: holding("POST\n", "/outbox\n", "notice|undelivered|payments"), what: "refuse", times: 1 });

    const posts = await postsOf("2026-11-29");

    expect(posts.map((post) => `${post.at} ${post.channel} ${titleOf(post)}`)).toEqual([
      "07:15 operators Route payments could not be told",
      "07:15 operators 1 new",
    ]);
  });
});

describe("what was never tried", () => {
  it("goes before what is tried again, so that webhooks that take long do not use up the time of the others", async () => {
    await postsOf("2026-11-30", "07:15");
    const frozen = { ...(await messageOf("berlin", "digest|2026-11-24")), state: "queued", tells: [], toldWritten: false } as const;
    await world.store.outbox.insert({ ...frozen, key: "urgent|2026-11-30|tried", tries: 3 });
    await world.store.outbox.insert({ ...frozen, route: "platform", key: "urgent|2026-11-30|new", tries: 0 });

    const posts = await postsFrom("2026-11-30T07:15:00Z", "2026-11-30T07:30:00Z");

    expect(brief(posts)).toEqual(["07:15 platform", "07:15 berlin"]);
  });
});

describe("a quiet day", () => {
  it("posts nothing and looks at each route once", async () => {
    await postsOf("2026-11-30", "09:15");
    let looks = 0;
    const countLooks = (asked: string) => {
      if (/^GET\n\S*\/findings\(\)\n/.test(asked)) looks++;
      return false;
    };
    storage.faults.push({ match: countLooks, what: "refuse" });

    const posts = await postsOf("2026-12-01", "10:00");

    // Berlin's, that of the two at seven, and Kolkata's.
    expect(looks).toBe(3);
    expect(posts).toEqual([]);
    for (const route of ["platform", "payments", "berlin", "kolkata"]) {
      const looked = await messageOf(route, "digest|2026-12-01");
      expect(looked).toMatchObject({ state: "quiet", tries: 0 });
      expect(looked).not.toHaveProperty("forms");
      expect(world.logged.filter((line) => line.endsWith(`digest|2026-12-01 for route ${route}: nothing new`))).toHaveLength(1);
    }
  });
});

describe("a row that cannot be read", () => {
  const spoil = async (table: string, part: string): Promise<void> => {
    for (const { partitionKey, rowKey } of await rawRows(world, table)) {
      const key = { partitionKey: String(partitionKey), rowKey: String(rowKey) };
      if (`${key.partitionKey} ${key.rowKey}`.includes(part)) await tableOf(world, table).updateEntity({ ...key, json: "{" }, "Merge");
    }
  };

  it("in the outbox of one route holds up no other", async () => {
    newsFor("payments", "berlin");
    world.teams.answers.push({ status: 429, headers: { "retry-after": "3600" } });
    await postsOf("2026-12-02", "06:45");
    await spoil("outbox", "berlin digest|2026-12-02");

    const posts = await postsFrom("2026-12-02T06:45:00Z", "2026-12-02T07:15:00Z");

    expect(brief(posts)).toEqual(["07:00 payments"]);
    expect(world.logged.join("\n")).toMatch(/error deliver row digest.2026-12-02 in partition berlin of table outbox cannot be read/);
  });

  it("among the findings of one team, or in last night's scan, leaves the others theirs", async () => {
    newsFor("payments");
    await spoil("findings", "berlin-1");
    await spoil("scans", `2026-12-02 ${subscriptionOf("berlin")}`);

    const posts = await postsOf("2026-12-03");

    expect(posts.filter(({ channel }) => channel === "payments").map((post) => `${post.at} ${titleOf(post)}`)).toEqual(["07:00 1 new"]);
    expect(world.logged.join("\n")).toMatch(/error deliver row .*berlin-1.* of table findings cannot be read/);
    expect(world.logged.join("\n")).toMatch(/error nightly-scan row .* of table scans cannot be read/);
  });
});
