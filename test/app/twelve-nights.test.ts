import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PROXY_PASSWORD, sampleEstate, settle } from "../../local/sample/estate.ts";
import { liveOn, NIGHTS } from "../../local/sample/nights.ts";
import { samplePrices } from "../../local/sample/prices.ts";
import { cardText } from "../../local/terminal.ts";
import { startWorld, type World } from "../../local/world.ts";
import { everyRow } from "../support/rows.ts";

const ROUTES = [
  { name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM", timeZone: "Europe/Berlin", sendAt: "07:30" },
  { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", timeZone: "Europe/Berlin", sendAt: "07:30" },
  {
    ...{ name: "data", match: { tag: { team: "data" } }, target: "TEAMS_WEBHOOK_DATA" },
    ...{ timeZone: "Europe/Berlin", sendAt: "07:30", heartbeat: "fri" },
  },
  { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS" },
];
const CHANNELS = ["platform", "payments", "data", "operators"] as const;
const FIRST = "2026-11-23";
/** The morning on which the flow of payments is gone. */
const BROKEN = "2026-11-26";

let world: World;
const logged: string[] = [];
/** What each channel got on each day, as people read it before they unfold anything. */
const told = new Map<string, ReadonlyMap<string, readonly string[]>>();

beforeAll(async () => {
  const state = sampleEstate();
  state.skus.westeurope?.push({ resourceType: "virtualMachines", name: "Standard_Odd_v9", family: "oddFamily", locations: ["westeurope"] });
  world = await startWorld({
    ...{ state, prices: samplePrices(), channels: CHANNELS },
    settings: { ROUTES: JSON.stringify(ROUTES) },
    startsAt: `${FIRST}T01:30:00Z`,
    bundle: inject("bundle"),
    log: (level, name, text) => logged.push(`${level} ${name} ${text}`),
  });
  await night(FIRST);
  for (const each of NIGHTS) {
    liveOn(each, world.state);
    await night(each.day);
  }
});
afterAll(() => world.close());

/** The scan, and the half hour in which Berlin gets its digests. */
async function night(day: string): Promise<void> {
  const before = world.teams.posts.length;
  await world.live(`${day}T01:45:00Z`, `${day}T03:00:00Z`, (moment) => {
    if (day === FIRST && moment.toISOString().slice(11, 16) === "02:15") settle(world.state);
  });
  await world.live(`${day}T06:15:00Z`, `${day}T07:15:00Z`, (moment) => {
    if (day === BROKEN && moment.toISOString().slice(11, 16) === "06:30") gone(world, "payments");
  });
  const posts = world.teams.posts.slice(before).map(({ path, body }) => ({ channel: path.split("/")[2] ?? "", text: cardText(body) }));
  told.set(day, new Map(CHANNELS.map((name) => [name, posts.filter(({ channel }) => channel === name).map(({ text }) => text)])));
}

const gone = ({ teams }: World, channel: string) =>
  teams.answersOf(channel).push({ status: 404, body: '{"error":{"code":"WorkflowNotFound"}}' });

const DAYS = [FIRST, ...NIGHTS.map(({ day }) => day)];
const of = (day: string, channel: (typeof CHANNELS)[number]): readonly string[] => told.get(day)?.get(channel) ?? [];
/** What a card says first, by the day it came on. */
const headlines = (channel: (typeof CHANNELS)[number]): readonly (readonly string[])[] =>
  DAYS.flatMap((day) => of(day, channel).map((card) => [day.slice(5), card.split("\n")[0] ?? ""]));

describe("twelve nights over the sample estate", () => {
  it("tell each team what changed, day by day", async () => {
    for (const channel of CHANNELS) {
      const all = DAYS.map((day) => `== ${day}\n${of(day, channel).join("\n\n") || "nothing"}`).join("\n\n");
      await expect(all).toMatchFileSnapshot(`golden/twelve-nights-${channel}.txt`);
    }
    expect(world.host.failures).toEqual([]);
  });

  it("begin with a baseline, are silent where nothing is new, and at weekends", () => {
    expect(headlines("payments").map(([day]) => day)).toEqual(["11-23", "11-24", "11-27", "11-30", "12-01", "12-03"]);
    expect(of(FIRST, "payments")[0]).toMatch(/^Baseline: /);
  });

  it("tell what a broken flow missed once it is mended, and the operators meanwhile", () => {
    expect(headlines("operators")).toEqual([
      ["11-26", "Route payments could not be told"],
      ["11-26", "1 worse · €224/month at list price"],
    ]);
    expect(headlines("payments")).toContainEqual(["11-27", "1 worse · €224/month at list price"]);
  });

  it("say of a repair that comes and goes that it is back, and then nothing for a week", () => {
    const about = DAYS.filter((day) => of(day, "payments").some((card) => /^dev-weu-3 \/ tools · Fixed size.*\n/m.test(card)));

    expect(about).toEqual(["2026-11-24", "2026-11-30"]);
    expect(of("2026-11-24", "payments")[0]).toMatch(/RESOLVED[\s\S]*dev-weu-3 \/ tools/);
    expect(of("2026-11-30", "payments")[0]).toMatch(/dev-weu-3 \/ tools.*\nmedium · back again/);
  });

  it("count what a tag set aside, and say no more of it", () => {
    expect(of("2026-12-03", "payments")[0]).toMatch(/Still open: 30, .* · 1 snoozed/);
  });

  it("say of a quiet week that it was one, on its weekday", () => {
    expect(headlines("data")).toEqual([
      ["11-23", "Baseline: 12 findings in 3 clusters, €64/month at list price. The ten that matter most:"],
      ["11-27", "Checked 3 clusters, nothing new · 12 still open · €64/month at list price"],
      ["12-04", "Checked 3 clusters, nothing new · 12 still open · €64/month at list price"],
    ]);
  });

  it("tell a date at each of its milestones", () => {
    const dated = DAYS.filter((day) =>
      of(day, "platform").some((card) => card.includes("Kubernetes 1.34 leaves community support on 30 Nov: ")),
    );

    expect(dated).toEqual([FIRST, "2026-11-30"]);
    expect(of("2026-11-30", "platform")[0]).toContain("3 clusters · Kubernetes 1.34 leaves community support on 30 Nov: today");
  });

  it("name what is odd, in the log: a body with its field, a VM size, and prices once a region and night", () => {
    const warnings = logged.filter((line) => line.startsWith("warning"));
    const count = (text: string) => warnings.filter((line) => line.includes(text)).length;

    expect(warnings.join("\n")).toMatch(/lab-weu-1 was listed and could not be decoded: properties\.agentPoolProfiles\.1\.count/);
    expect(warnings.join("\n")).toMatch(/Standard_Odd_v9 .*could not be decoded: /);
    expect(count("1 price rows were left out, the first: the price of standard_l8s_v3, linux of the retail prices of westeurope")).toBe(
      DAYS.length,
    );
    expect(count("of the spot market of westeurope could not be decoded")).toBe(2 * DAYS.length);
  });

  it("read Azure and change nothing there: what is posted are questions to Resource Graph", () => {
    const other = world.arm.requests.filter(({ method }) => method !== "GET");

    expect(new Set(other.map(({ method, path }) => `${method} ${path.split("?")[0]}`))).toEqual(
      new Set(["POST /providers/Microsoft.ResourceGraph/resources"]),
    );
  });

  it("store and log no secret that Azure's answers or our settings hold", async () => {
    const rows = await everyRow(world);
    const everything = [...rows, ...logged, ...world.teams.posts.map(({ body }) => body)].join("\n");

    expect(rows.length).toBeGreaterThan(50);
    expect(JSON.stringify(world.state.clusters)).toContain(PROXY_PASSWORD);
    expect(everything).not.toContain(PROXY_PASSWORD);
    expect(everything).not.toContain("local-secret");
  });
});
