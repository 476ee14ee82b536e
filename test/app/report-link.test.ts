import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { signLink } from "../../src/app/link-token.ts";
import { addDays, day } from "../../src/core/model/time.ts";
import { askAs, decidePath, findingPath, foundIn, KEY, linksIn, ORIGIN, openReportWorld, post } from "../support/report-world.ts";
import type { TestWorld } from "../support/world.ts";

const DAY = day("2026-11-23");

let world: TestWorld;
let recordOf: Awaited<ReturnType<typeof foundIn>>;
beforeAll(async () => {
  world = await openReportWorld({ REPORT_ACCESS: "link", LINK_KEY: KEY, LINK_DAYS: "7", WEBSITE_AUTH_ENABLED: "True" });
  await world.night(DAY);
  await world.morning(DAY);
  recordOf = await foundIn(world);
});
afterAll(() => world.close());

/** The links to the page in what the channel was sent. */
function linksTo(channel: string): readonly string[] {
  const sent = world.teams.posts.filter(({ path }) => path.includes(`/${channel}/`)).map(({ body }) => JSON.stringify(body));
  return [...new Set(sent.join("\n").matchAll(/https:\/\/func-advisor\.azurewebsites\.net(\/api\/report[^"\\)\s]*)/g))].map(
    ([, path = ""]) => path,
  );
}
const token = (route: string): string => `link=${signLink({ route, until: addDays(DAY, 7) }, KEY)}`;
const at = (path: string, link: string): string => `${path}${path.includes("?") ? "&" : "?"}${link}`;

describe("the link in a card", () => {
  it("opens the page of its route, and nothing of the others", async () => {
    const links = linksTo("payments");
    expect(links.length).toBeGreaterThan(0);

    for (const link of links) {
      const { status, body } = await askAs(world)("GET", link);

      expect(status).toBe(200);
      expect(body).toContain("prod-2");
      expect(body).not.toMatch(/prod-1|dev-1/);
    }
  });

  it("is carried from page to page, and to the exports", async () => {
    const ask = askAs(world);
    const seen = new Set<string>();
    const toFollow = [at("/api/report", token("payments"))];
    for (let path = toFollow.pop(); path !== undefined; path = toFollow.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const { status, body, headers } = await ask("GET", path);

      expect([path, status]).toEqual([path, 200]);
      if (headers["content-type"]?.startsWith("text/html")) toFollow.push(...linksIn(body).filter(isOneFilter));
    }

    expect([...seen].some((path) => path.startsWith("/api/findings?format=sarif"))).toBe(true);
    expect([...seen].some((path) => path.startsWith("/api/report/finding"))).toBe(true);
    expect(await world.store.decisions.all()).toEqual([]);
  });

  it("shows no form and no way to one, for nobody is signed in: the header of one is not believed", async () => {
    for (const path of [findingPath, decidePath]) {
      const { status, headers, body } = await askAs(world, {})("GET", at(path(recordOf("prod-2")), token("payments")));

      expect(status).toBe(200);
      expect(body).not.toMatch(/<form|api\/snooze|Accept, snooze or plan/);
      expect(headers["content-security-policy"]).toContain("form-action 'none'");
    }
  });

  it("decides nothing", async () => {
    const answer = await post(askAs(world, {}), at(decidePath(recordOf("prod-2")), token("payments")), {
      kind: "accepted",
      why: "it stays",
      seen: "x",
    });

    expect(answer.status).toBe(403);
    expect(await world.store.decisions.all()).toEqual([]);
  });
});

/** Beside the token and the format: filters of filters lead on for ever. */
const isOneFilter = (path: string): boolean =>
  [...new URL(path, ORIGIN).searchParams.keys()].filter((name) => name !== "format" && name !== "link").length <= 1;

describe("no link", () => {
  it.for([
    { what: "opens anything without its token", link: "" },
    { what: "opens anything when it was altered", link: token("payments").replace(/.$/, "_") },
  ])("$what", async ({ link }) => {
    for (const path of ["/api/report", "/api/findings", findingPath(recordOf("prod-2")), decidePath(recordOf("prod-2")), "/api/report/x"]) {
      const { status, body } = await askAs(world, {})("GET", at(path, link));

      expect(status).toBe(403);
      expect(body).not.toContain("prod-2");
    }
  });

  it.for(["/api/report?cluster=prod-1", "/api/findings?cluster=prod-1"])("opens %s for another route", async (path) => {
    const { status, body } = await askAs(world)("GET", at(path, token("payments")));

    expect([status, body]).toEqual([400, expect.stringContaining("no cluster called")]);
    expect((await askAs(world)("GET", at(findingPath(recordOf("prod-1")), token("payments")))).status).toBe(404);
    expect((await askAs(world)("GET", at(findingPath(recordOf("prod-1")), token("platform")))).status).toBe(200);
  });

  it("works after its days, and the next card brings one that does", async () => {
    const [link = ""] = linksTo("payments");
    travelTo("2026-11-30T23:59:59Z");
    const last = await askAs(world)("GET", link);
    travelTo("2026-12-01T00:00:01Z");
    const over = await askAs(world)("GET", link);

    expect([last.status, over.status]).toEqual([200, 403]);
    expect(over.body).toContain("This link has expired. The newest card or mail has one that works.");
  });

  it("stands in a log", () => {
    expect(world.logged.join("\n")).not.toMatch(/link=|eyJ/);
  });
});
