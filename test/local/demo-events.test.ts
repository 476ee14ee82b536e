import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { DEMO_DAY, liveEvent } from "../../local/demo-events.ts";
import { sampleEstate, secondNight, settle } from "../../local/sample/estate.ts";
import { cardText } from "../../local/terminal.ts";
import { startWorld, type World } from "../../local/world.ts";

let world: World;
beforeAll(async () => {
  const routes = [{ name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM" }];
  world = await startWorld({
    state: sampleEstate(),
    channels: ["platform"],
    settings: { ROUTES: JSON.stringify(routes) },
    startsAt: "2026-11-24T01:30:00Z",
    bundle: inject("bundle"),
  });
  settle(world.state);
  secondNight(world.state);
  await world.live("2026-11-24T01:45:00Z", "2026-11-24T02:30:00Z");
});
afterAll(() => world.close());

it("a max surge above the quota waits for the digest, a rolling upgrade that failed does not", async () => {
  const cards: string[][] = [];
  for (const event of DEMO_DAY) {
    const before = world.teams.posts.length;
    await liveEvent(world, event);
    cards.push(world.teams.posts.slice(before).map(({ body }) => cardText(body).split("\n")[0] ?? ""));
  }

  expect(cards).toEqual([[], ["The rolling upgrade of a node pool failed"]]);
  expect(world.host.failures).toEqual([]);
});
