import { TableClient, TableServiceClient } from "@azure/data-tables";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PROXY_PASSWORD, sampleEstate, secondNight, settle } from "../../local/sample/estate.ts";
import { samplePrices } from "../../local/sample/prices.ts";
import { cardText } from "../../local/terminal.ts";
import { startWorld, type World } from "../../local/world.ts";

const ROUTES = [
  { name: "platform", match: "default", target: "TEAMS_WEBHOOK_PLATFORM", timeZone: "Europe/Berlin", sendAt: "07:30" },
  { name: "payments", match: { tag: { team: "payments" } }, target: "TEAMS_WEBHOOK_PAYMENTS", timeZone: "Europe/Berlin", sendAt: "07:30" },
  { name: "operators", match: "operator", target: "TEAMS_WEBHOOK_OPERATORS" },
];

let world: World;
const logged: string[] = [];

beforeAll(async () => {
  const state = sampleEstate();
  state.skus.westeurope?.push({ resourceType: "virtualMachines", name: "Standard_Odd_v9", family: "oddFamily", locations: ["westeurope"] });
  world = await startWorld({
    state,
    prices: samplePrices(),
    channels: ["platform", "payments", "operators"],
    settings: { ROUTES: JSON.stringify(ROUTES) },
    startsAt: "2026-11-23T01:30:00Z",
    bundle: inject("bundle"),
    log: (level, name, text) => logged.push(`${level} ${name} ${text}`),
  });
  await world.live("2026-11-23T01:45:00Z", "2026-11-23T03:00:00Z", (moment) => {
    if (moment.toISOString().slice(11, 16) === "02:15") settle(world.state);
  });
  await world.live("2026-11-23T06:15:00Z", "2026-11-23T07:00:00Z");
  secondNight(world.state);
  await world.live("2026-11-24T01:45:00Z", "2026-11-24T03:00:00Z");
  await world.live("2026-11-24T06:15:00Z", "2026-11-24T07:00:00Z");
});
afterAll(() => world.close());

/** The cards a channel got, as people read them before they unfold anything. */
const cards = (channel: string): readonly string[] =>
  world.teams.posts.filter(({ path }) => path.includes(`/${channel}/`)).map(({ body }) => cardText(body));

describe("two nights over the sample estate", () => {
  it("end with a baseline and then a digest of what changed, for each team, and nothing for the operators", async () => {
    expect(cards("payments")).toHaveLength(2);
    expect(cards("platform")).toHaveLength(2);
    expect(cards("operators")).toHaveLength(0);
    await expect(cards("payments").join("\n\n")).toMatchFileSnapshot("golden/payments.txt");
    await expect(cards("platform").join("\n\n")).toMatchFileSnapshot("golden/platform.txt");
  });

  it("fail in no invocation", () => {
    expect(world.host.failures).toEqual([]);
  });

  it("name the odd body with its field, in the log and on the card", () => {
    expect(logged.join("\n")).toMatch(
      /warning scan-subscription .*lab-weu-1 was listed and could not be decoded: properties\.agentPoolProfiles\.1\.count/,
    );
    expect(cards("platform")[0]).toContain("lab-weu-1");
  });

  it("name the odd VM size in the log, and read the others", () => {
    expect(logged.join("\n")).toMatch(/warning scan-subscription Standard_Odd_v9 .*could not be decoded: /);
  });

  it("name what is odd in the price list and in the spot market, once a region and night", () => {
    const warnings = logged.filter((line) => line.startsWith("warning"));
    const count = (text: string) => warnings.filter((line) => line.includes(text)).length;

    expect(count("1 price rows were left out, the first: the price of standard_l8s_v3, linux of the retail prices of westeurope")).toBe(2);
    expect(count("of the spot market of westeurope could not be decoded")).toBe(4);
  });

  it("read Azure and change nothing there: what is posted are questions to Resource Graph", () => {
    const other = world.arm.requests.filter(({ method }) => method !== "GET");

    expect(new Set(other.map(({ method, path }) => `${method} ${path.split("?")[0]}`))).toEqual(
      new Set(["POST /providers/Microsoft.ResourceGraph/resources"]),
    );
  });

  it("store and log no secret that Azure's answers or our settings hold", async () => {
    const rows: string[] = [];
    for await (const { name = "" } of TableServiceClient.fromConnectionString(world.azurite.connectionString, {
      allowInsecureConnection: true,
    }).listTables()) {
      for await (const row of TableClient.fromConnectionString(world.azurite.connectionString, name, {
        allowInsecureConnection: true,
      }).listEntities())
        rows.push(JSON.stringify(row));
    }
    const everything = [...rows, ...logged, ...world.teams.posts.map(({ body }) => body)].join("\n");

    expect(rows.length).toBeGreaterThan(50);
    expect(JSON.stringify(world.state.clusters)).toContain(PROXY_PASSWORD);
    expect(everything).not.toContain(PROXY_PASSWORD);
    expect(everything).not.toContain("local-secret");
  });

  it("run again write no further row and post no further card", async () => {
    const before = world.teams.posts.length;

    await world.host.fireTimer("nightly-scan", new Date("2026-11-24T02:00:00Z"));
    await world.host.drainQueues();
    await world.host.fireTimer("deliver", new Date("2026-11-24T07:00:00Z"));

    expect(world.teams.posts).toHaveLength(before);
  });
});
