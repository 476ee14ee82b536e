import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clusterArmId } from "../../local/sample/cluster-body.ts";
import { scanRow } from "../support/rows.ts";
import { clusterOf, openWorld, type TestWorld } from "../support/world.ts";

const REFUSED = Array.from({ length: 20 }, (_, index) => clusterOf(`fleet-${100 + index}`));
const READABLE = Array.from({ length: 5 }, (_, index) => clusterOf(`fleet-${200 + index}`));

let world: TestWorld;
/** Names of the clusters whose plans were asked for in a night, each as often as it was. */
async function askedIn(night: string): Promise<readonly string[]> {
  const before = world.arm.requests.length;
  await world.night(night, { until: "02:15" });
  const asked = world.arm.requests.slice(before).flatMap(({ path }) => {
    const [, name = ""] = /managedClusters\/([^/]+)\/maintenanceConfigurations/i.exec(path) ?? [];
    return name === "" || path.includes("skipToken") ? [] : [name];
  });
  return asked.toSorted();
}
const names = (specs: typeof REFUSED) => specs.map(({ name }) => name);

beforeAll(async () => {
  world = await openWorld({ clusters: [...REFUSED, ...READABLE] });
  for (const spec of READABLE) {
    const times = { maintenanceWindow: { schedule: { daily: { intervalDays: 1 } }, durationHours: 8, startTime: "02:00" } };
    world.state.maintenance[clusterArmId(spec).toLowerCase()] = [{ name: "aksManagedAutoUpgradeSchedule", properties: times }];
  }
  world.state.faults.push({
    match: /fleet-1\d\d\/maintenanceconfigurations/i,
    status: 403,
    body: { error: { code: "AuthorizationFailed", message: "" } },
  });
});
afterAll(() => world.close());

describe("clusters whose planned maintenance is always refused", () => {
  it("are asked for first where nobody was asked yet, as many as a night asks for", async () => {
    expect(await askedIn("2026-11-23")).toEqual(names(REFUSED));
  });

  it("have had their turn then: the others are read the night after, and some of them asked again", async () => {
    expect(await askedIn("2026-11-24")).toEqual([...names(REFUSED).slice(0, 15), ...names(READABLE)]);
  });

  it("are read as soon as they may be and their turn comes, and nobody who was read is asked again within the week", async () => {
    world.state.faults.length = 0;

    expect(await askedIn("2026-11-25")).toEqual(names(REFUSED));
    expect(await askedIn("2026-11-26")).toEqual([]);
  });
});

describe("plans that Azure puts off", () => {
  it("leave the others to another night, and hold up nothing", async () => {
    world.state.faults.push({ match: /maintenanceconfigurations/i, status: 429, headers: { "retry-after": "60" }, body: {} });

    expect(await askedIn("2026-12-03")).toEqual(["fleet-200"]);
    expect(await scanRow(world, "2026-12-03", "fleet")).toMatchObject({ state: "done" });
  });
});
