import { QueueClient } from "@azure/storage-queue";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { day } from "../../src/core/model/time.ts";
import { findingsOf, rawRows, scanRow, tableOf, waitingIn } from "../support/rows.ts";
import { clusterOf, openWorld, subscriptionOf, type TestWorld } from "../support/world.ts";

const QUEUE = "scan-subscription";

let world: TestWorld;
beforeAll(async () => {
  world = await openWorld({
    clusters: [clusterOf("broken-1"), clusterOf("fine-1")],
    retrySeconds: 120,
    settings: { SCAN_DEADLINE_MINUTES: "60" },
  });
});
afterAll(() => world.close());

const send = (text: string) => new QueueClient(world.azurite.connectionString, QUEUE).sendMessage(Buffer.from(text).toString("base64"));
const errors = (about: string) => world.logged.filter((line) => line.startsWith("error ") && line.includes(about));
const heard = () => world.cards("operators");
const shared = { scan: "2026-11-22", subscription: subscriptionOf("fine"), hops: 0 };

describe("a message that is malformed", () => {
  const MALFORMED = [
    { what: "of another shape", text: JSON.stringify({ kind: "page", ...shared }), reason: /^malformed: page: / },
    { what: "of an unknown kind", text: JSON.stringify({ kind: "pages", ...shared }), reason: /^malformed: kind: / },
    { what: "with more than we know", text: JSON.stringify({ kind: "page", ...shared, page: 0, extra: 1 }), reason: /^malformed: .*extra/ },
    {
      what: "with a subscription that is no GUID",
      text: JSON.stringify({ kind: "page", ...shared, page: 0, subscription: "../../other" }),
      reason: /^malformed: subscription: /,
    },
    {
      what: "that names something else than a cluster",
      text: JSON.stringify({
        kind: "reread",
        ...shared,
        clusters: [{ id: "/x", subscription: shared.subscription, resourceGroup: "", name: "x" }],
      }),
      reason: /^malformed: clusters\.0: is not the ARM id/,
    },
    { what: "of plain text", text: "hello there", reason: /^malformed: message: / },
    { what: "of nothing but a number", text: "17", reason: /^malformed: message: / },
  ];

  beforeAll(async () => {
    for (const { text } of MALFORMED) await send(text);
    await world.live("2026-11-22T22:00:00Z", "2026-11-22T23:00:00Z");
  });

  it.for(MALFORMED)("$what is put down with its reason", async ({ text, reason }) => {
    const units = await world.store.failures.since(day("2026-11-22"));

    expect(units.filter(({ excerpt }) => excerpt === text || excerpt === JSON.stringify(text))).toMatchObject([
      { queue: QUEUE, reason: expect.stringMatching(reason), at: expect.stringMatching(/^2026-11-22T22:/) },
    ]);
  });

  it("is acknowledged: it fails nothing, stays in no queue, and is logged as an error once", async () => {
    expect(world.host.failures).toEqual([]);
    expect([await waitingIn(world, QUEUE), await waitingIn(world, `${QUEUE}-poison`)]).toEqual([0, 0]);
    expect(errors("malformed: ")).toHaveLength(MALFORMED.length);
  });

  it("is told to the operators, all together once", () => {
    expect(heard()).toHaveLength(1);
    expect(heard()[0]).toMatch(/^7 messages were set aside\n/);
    expect(heard()[0]?.match(/malformed: /g)).toHaveLength(MALFORMED.length);
  });
});

describe("a message whose handler fails five times", () => {
  beforeAll(async () => {
    await world.night("2026-11-23");
    await world.morning("2026-11-23");
    const { partitionKey, rowKey } = await findingRow("broken");
    await tableOf(world, "findings").updateEntity({ partitionKey, rowKey, json: "{" }, "Merge");
    await world.night("2026-11-24", { until: "03:30" });
    await world.morning("2026-11-24");
  });

  it("is put down with what it said, and stays in no queue", async () => {
    const [unit] = await world.store.failures.since(day("2026-11-24"));

    expect(unit).toMatchObject({ queue: QUEUE, reason: "failed five times", at: "2026-11-24T02:09:00.000Z" });
    expect(JSON.parse(unit?.excerpt ?? "")).toMatchObject({ kind: "page", subscription: subscriptionOf("broken"), page: 1 });
    expect([await waitingIn(world, QUEUE), await waitingIn(world, `${QUEUE}-poison`)]).toEqual([0, 0]);
  });

  it("fails with the row that cannot be read", () => {
    expect(world.host.failures.slice(0, 5).map(({ name, error }) => `${name} ${String(error)}`)).toEqual(
      Array.from({ length: 5 }, () =>
        expect.stringMatching(/^scan-subscription UnreadableRows: Cannot read row .*broken-1.* of table findings/),
      ),
    );
  });

  it("is logged as an error each time it is set aside", async () => {
    expect(errors("failed five times")).toHaveLength((await world.store.failures.since(day("2026-11-24"))).length);
  });

  it("is told to the operators once, although the scan sends for it again until its deadline", async () => {
    expect((await world.store.failures.since(day("2026-11-24"))).length).toBeGreaterThan(1);
    expect(heard().slice(1)).toEqual([
      expect.stringMatching(/^1 message was set aside\n[\s\S]*scan-subscription · message .* · failed five times/),
    ]);
  });

  it("leaves the other subscriptions and the scan alone", async () => {
    expect(await scanRow(world, "2026-11-24", "fine")).toMatchObject({ state: "done" });
    expect(await scanRow(world, "2026-11-24", "broken")).toMatchObject({ state: "failed", failure: { kind: "unavailable" } });
    expect((await world.store.scans.list())[0]?.closedAt).toMatch(/^2026-11-24T03:/);
    expect((await findingsOf(world, "fine"))[0]).toMatchObject({ round: "2026-11-24" });
  });
});

describe("a notice that the operators' own channel does not take", () => {
  it("says it again with the next thing there is to say", async () => {
    await send("first");
    world.teams.answers.push({ status: 404 });
    await world.live("2026-11-24T08:00:00Z", "2026-11-24T08:30:00Z");
    const before = heard().length;
    await send("second");
    await world.live("2026-11-24T08:30:00Z", "2026-11-24T09:30:00Z");

    expect(heard().slice(before)).toEqual([expect.stringMatching(/^2 messages were set aside\n/)]);
  });
});

async function findingRow(name: string): Promise<{ readonly partitionKey: string; readonly rowKey: string }> {
  const row = (await rawRows(world, "findings")).find(({ partitionKey }) => partitionKey === subscriptionOf(name));
  return { partitionKey: String(row?.partitionKey), rowKey: String(row?.rowKey) };
}
