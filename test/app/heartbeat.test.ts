import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { userPool } from "../../local/sample/spec.ts";
import { cardText } from "../../local/terminal.ts";
import type { OutboxMessage } from "../../src/core/model/delivery.ts";
import { clusterOf, EVERY_DAY, HEALTHY, openWorld, show, type TestWorld } from "../support/world.ts";

const route = (name: string, more: Readonly<Record<string, unknown>>) => ({
  ...{ name, match: { tag: { team: name } }, target: `TEAMS_WEBHOOK_${name.toUpperCase()}`, days: EVERY_DAY },
  ...more,
});
const ROUTES = [
  route("platform", { match: "default" }),
  route("weekday", { days: ["tue", "wed", "thu", "fri"], heartbeat: "sat" }),
  route("clean", { heartbeat: "thu" }),
  route("empty", {}),
  { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS" },
];
const CHANNELS = ["platform", "weekday", "clean", "empty", "operators"] as const;

/** Several nights a test, each a whole scan. */
vi.setConfig({ testTimeout: 60_000 });

let world: TestWorld;

/** The scan of that night and the morning after it: what each channel got. */
async function day(of: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const before = new Map(CHANNELS.map((channel) => [channel, world.cards(channel).length]));
  await world.night(of);
  await world.morning(of);
  return Object.fromEntries(
    CHANNELS.flatMap((channel) => {
      const got = world.cards(channel).slice(before.get(channel));
      return got.length === 0 ? [] : [[channel, got]];
    }),
  );
}
const message = async (of: string, key: string): Promise<OutboxMessage | undefined> => (await world.store.outbox.get(of, key))?.value;
const titleOf = (card: string | undefined): string => card?.split("\n")[0] ?? "";

const FLEET = [
  clusterOf("platform-1"),
  clusterOf("weekday-1", {}, { tags: { team: "weekday", environment: "production" } }),
  clusterOf("clean-1", HEALTHY, { tags: { team: "clean", environment: "production" } }),
];

beforeAll(async () => {
  world = await openWorld({ clusters: FLEET, routes: ROUTES });
});
afterAll(() => world.close());

describe("the week of a route", () => {
  it("begins with its baseline, which is no heartbeat, also on its weekday", async () => {
    const monday = await day("2026-11-23");

    expect(Object.keys(monday)).toEqual(["platform"]);
    expect(titleOf(monday.platform?.[0])).toMatch(/^Baseline: 1 finding/);
    expect(await message("platform", "heartbeat|2026-W48")).toBeUndefined();
    expect(titleOf((await day("2026-11-24")).weekday?.[0])).toMatch(/^Baseline: 1 finding/);
  });

  it("is quiet on days without news, but for a route whose weekday it is: one that is in order hears that it is", async () => {
    const [platform, ...others] = FLEET;
    const news = userPool("news", "D8ds_v5", 5, { ephemeralGiB: 300 });
    show(world.state, [...(platform ? [{ ...platform, pools: [...platform.pools, news] }] : []), ...others]);

    expect(titleOf((await day("2026-11-25")).platform?.[0])).toMatch(/^1 new/);
    expect(await day("2026-11-26")).toEqual({ clean: [expect.stringMatching(/^Checked 1 cluster, nothing new/)] });
    expect(await day("2026-11-27")).toEqual({});
  });

  it("is summed up on its weekday, although that is none of its days", async () => {
    const saturday = await day("2026-11-28");

    expect(Object.keys(saturday)).toEqual(["weekday"]);
    expect(titleOf(saturday.weekday?.[0])).toBe("Checked 1 cluster, nothing new · 1 still open");
    // Its baseline, told on Monday, is no news.
    expect(saturday.weekday?.[0]).not.toContain("THIS WEEK");
    expect(await day("2026-11-29")).toEqual({});
  });

  it("names what was new in it, and says again what could not be checked", async () => {
    show(
      world.state,
      FLEET.map((each) =>
        each.name === "platform-1"
          ? {
              ...each,
              tags: { ...each.tags, "advisor-snooze": "x" },
              pools: [...each.pools, userPool("news", "D8ds_v5", 5, { ephemeralGiB: 300 })],
            }
          : each,
      ),
    );
    const monday = await day("2026-11-30");
    const [card = ""] = monday.platform ?? [];

    expect(titleOf(card)).toBe("Checked 1 cluster, nothing new · 2 still open");
    expect(card).toContain("THIS WEEK: 1 NEW, 1 AT THE BASELINE");
    expect(card).toContain("platform-1 / news · Fixed size, autoscaler off · new");
    expect(card).toContain("COULD NOT CHECK");
    expect(await message("platform", "heartbeat|2026-W49")).toMatchObject({ state: "handed-over", toldWritten: true });
    expect(await message("platform", "digest|2026-11-30")).toEqual(
      expect.objectContaining({ state: "quiet", tells: [], toldWritten: true }),
    );
  });

  it("says it a week later again, as long as it holds", async () => {
    expect(await day("2026-12-01")).toEqual({});
    const [card = ""] = (await day("2026-12-07")).platform ?? [];

    expect(card).toContain("COULD NOT CHECK");
    expect(card).not.toContain("THIS WEEK");
  });

  it("comes with the digest where something is new that day: one message, and no heartbeat beside it", async () => {
    show(
      world.state,
      FLEET.map((each) => ({ ...each, pools: [...each.pools, userPool("more", "D8ds_v5", 5, { ephemeralGiB: 300 })] })),
    );
    const saturday = await day("2026-12-12");

    expect(saturday.weekday).toHaveLength(1);
    expect(titleOf(saturday.weekday?.[0])).toMatch(/^1 new/);
    expect(await message("weekday", "heartbeat|2026-W50")).toBeUndefined();
    expect(await message("weekday", "digest|2026-12-12")).toMatchObject({ state: "handed-over" });
  });

  it("is none where no scan has closed", async () => {
    const before = world.teams.posts.length;
    await world.morning("2026-12-17");

    expect(
      world.teams.posts
        .slice(before)
        .map(({ body }) => titleOf(cardText(body)))
        .filter((title) => title.startsWith("Checked")),
    ).toEqual([]);
    expect(await message("clean", "heartbeat|2026-W51")).toBeUndefined();
  });

  it("is none for a route that has no cluster", () => {
    expect(world.cards("empty")).toEqual([]);
  });
});
