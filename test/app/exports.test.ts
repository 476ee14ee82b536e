import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askAs, openReportWorld, recordsOf } from "../support/report-world.ts";
import { subscriptionOf, type TestWorld } from "../support/world.ts";

const PAYMENTS = "00000000-0000-4000-8000-000000000001";

let world: TestWorld;
beforeAll(async () => {
  world = await openReportWorld({
    REPORT_ACCESS: "entra",
    WEBSITE_AUTH_ENABLED: "True",
    REPORT_GROUPS: JSON.stringify({ [PAYMENTS]: ["payments"], "00000000-0000-4000-8000-000000000002": "*" }),
  });
  for (const each of world.state.subscriptions)
    if (each.displayName === "dev") Object.assign(each, { displayName: '=HYPERLINK("https://evil.example")' });
  await world.night("2026-11-23");
});
afterAll(() => world.close());

const everybody = () => askAs(world, { groups: ["00000000-0000-4000-8000-000000000002"] });
const payments = () => askAs(world, { groups: [PAYMENTS] });

/** Which clusters' findings a file holds: in each format names stand in places of their own. */
const CLUSTERS: Readonly<Record<string, (text: string) => readonly string[]>> = {
  json: (text) =>
    (JSON.parse(text) as { findings: readonly { target: { cluster: string } }[] }).findings.map((each) => nameIn(JSON.stringify(each))),
  csv: (text) => text.trim().split("\r\n").slice(1).map(nameIn),
  sarif: (text) =>
    (JSON.parse(text) as { runs: readonly { results: readonly object[] }[] }).runs.flatMap(({ results }) =>
      results.map((each) => nameIn(JSON.stringify(each))),
    ),
  markdown: (text) =>
    ["prod-1", "prod-2", "dev-1"].filter((name) => text.includes(`${name} / apps`) || text.includes(`${name.replace("-", "\\-")} / apps`)),
};
const nameIn = (text: string): string => /(?:prod|dev)-\d/.exec(text)?.[0] ?? "";

const FORMATS = [
  { format: "json", type: "application/json; charset=utf-8", ending: ".json" },
  { format: "csv", type: "text/csv; charset=utf-8", ending: ".csv" },
  { format: "sarif", type: "application/sarif+json; charset=utf-8", ending: ".sarif" },
  { format: "markdown", type: "text/markdown; charset=utf-8", ending: ".md" },
];

describe.each(FORMATS)("an export as $format", ({ format, type, ending }) => {
  const clustersIn = CLUSTERS[format] ?? expect.fail();
  const shown = async (query: string, ask = everybody()) =>
    new Set(clustersIn((await ask("GET", `/api/findings?format=${format}&${query}`)).body));

  it("is a file to keep, named by its day", async () => {
    const { status, headers, body } = await everybody()("GET", `/api/findings?format=${format.toUpperCase()}`);

    expect(status).toBe(200);
    expect(headers).toMatchObject({
      "content-type": type,
      "content-disposition": `attachment; filename="aks-findings-2026-11-23${ending}"`,
    });
    expect(new Set(clustersIn(body))).toEqual(new Set(["prod-1", "prod-2", "dev-1"]));
  });

  it.for([
    { query: "cluster=prod-1", shows: ["prod-1"] },
    { query: "cluster=prod-1&cluster=prod-2", shows: ["prod-1", "prod-2"] },
    { query: `subscription=${subscriptionOf("prod")}`, shows: ["prod-1", "prod-2"] },
    { query: "severity=medium", shows: ["prod-1", "prod-2", "dev-1"] },
    { query: "severity=high", shows: [] },
    { query: "state=new,open&rule=COST-014", shows: ["prod-1", "prod-2", "dev-1"] },
    { query: "state=resolved", shows: [] },
  ])("holds with $query $shows", async ({ query, shows }) => {
    expect(await shown(query)).toEqual(new Set(shows));
  });

  it("holds for a team its own clusters, and names no other", async () => {
    const { body } = await payments()("GET", `/api/findings?format=${format}`);

    expect(new Set(clustersIn(body))).toEqual(new Set(["prod-2"]));
    expect(body).not.toMatch(/prod-1|dev-1|HYPERLINK/);
  });
});

describe("an export", () => {
  it("is JSON where no format is asked for", async () => {
    const { headers, body } = await everybody()("GET", "/api/findings");

    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(JSON.parse(body)).toMatchObject({ version: 1, headline: { open: (await recordsOf(world)).length } });
  });

  it("holds no cell that a spreadsheet would work out", async () => {
    const { body } = await everybody()("GET", "/api/findings?format=csv");

    expect(body).toContain("HYPERLINK");
    expect(body).not.toMatch(/(^|[,\n])"?[=+@-][A-Z]/m);
  });

  it.for([
    { query: "format=pdf", says: 'format is not "pdf"; it takes one of json, csv, sarif, markdown.' },
    { query: "format=json&format=csv", says: "it takes one of json, csv, sarif, markdown." },
    { query: "severty=high", says: '"severty" is not a parameter; there are format, subscription, cluster, severity, state, rule.' },
    { query: "severity=hihg", says: 'severity is not "hihg"; it takes info, low, medium, high, critical.' },
    { query: "cluster=prod-9", says: 'no cluster called "prod-9" is in what you may read.' },
  ])("is none with $query, and a program reads why", async ({ query, says }) => {
    const { status, headers, body } = await everybody()("GET", `/api/findings?${query}`);

    expect([status, headers["content-type"]]).toEqual([400, "text/plain; charset=utf-8"]);
    expect(body).toContain(says);
  });
});
