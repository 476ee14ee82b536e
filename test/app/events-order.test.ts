import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { armEvent, rollingEvent, scheduledEvent } from "../../local/events.ts";
import { clusterArmId } from "../../local/sample/cluster-body.ts";
import type { ClusterSpec } from "../../local/sample/spec.ts";
import { instant } from "../../src/core/model/time.ts";
import { findingsOf } from "../support/rows.ts";
import { clusterOf, HEALTHY, openWorld, refOf, show, subscriptionOf, type TestWorld, under } from "../support/world.ts";

let world: TestWorld;
const specs = new Map<string, ClusterSpec>();
const NAMES = ["scan-1", "scan-2", "check-1", "check-2", "while-1", "feed-1", "feed-2", "rolled-1", "slow-1", "told-1", "said-1"];

function change(...changed: readonly ClusterSpec[]): void {
  for (const each of changed) specs.set(each.name, each);
  show(world.state, [...specs.values()]);
}
const idOf = (name: string): string => clusterArmId(specs.get(name) ?? clusterOf(name));
const send = (body: unknown) => world.host.deliverEvents("cluster-changed", body);
const rulesOpen = async (name: string): Promise<readonly string[]> =>
  (await findingsOf(world, name)).filter(({ closed }) => !closed).map(({ stamp, finding }) => `${stamp.rule} ${finding.subject}`);
const reads = (name: string): number =>
  world.arm.requests.filter(({ path }) => under(name, `managedClusters/${name}-\\d+\\?`).test(path)).length;

beforeAll(async () => {
  for (const name of NAMES) specs.set(name, clusterOf(name, HEALTHY, /^(told|said)/.test(name) ? { version: "1.35.1" } : {}));
  world = await openWorld({ clusters: [...specs.values()], settings: { EVENT_DELAY_SECONDS: "0", POLL_CHANGES: "on" } });
  world.state.pageSize = 1;
  await world.night("2026-11-23");
});
afterAll(() => world.close());

describe("a change between two pages of the nightly scan", () => {
  it("is what the scan judges, although its own page is older", async () => {
    travelTo("2026-11-24T02:00:01Z");
    world.state.faults.push({
      match: under("scan", "managedClusters\\?"),
      times: 1,
      afterAnswer: () => {
        change(clusterOf("scan-1"));
        void send(armEvent({ cluster: idOf("scan-1"), pool: "apps", at: "2026-11-24T02:00:01Z" }));
      },
    });
    const before = reads("scan");

    await world.live("2026-11-24T02:00:00Z", "2026-11-24T02:15:00Z");

    expect(reads("scan") - before).toBe(1);
    expect(await rulesOpen("scan")).toEqual(["fixed-size-pool apps"]);
    const [{ cluster } = {}] = (await world.store.snapshots.list(subscriptionOf("scan"))).map(({ value }) => value);
    expect(
      cluster && "known" in cluster && cluster.known.nodePools.find(({ name }) => name === "apps")?.sizes[0]?.autoscale,
    ).toBeUndefined();
  });
});

describe("a change before the nightly scan, whose check comes after it", () => {
  it("is found by the scan, and the check says what it appeared with", async () => {
    change(clusterOf("check-1"));
    travelTo("2026-11-25T01:59:59Z");
    world.state.faults.push({
      match: under("check", "managedClusters/check-1\\?"),
      times: 1,
      status: 429,
      headers: { "retry-after": "600" },
    });
    await send(armEvent({ cluster: idOf("check-1"), pool: "apps", at: "2026-11-25T01:59:50Z", correlationId: "late" }));
    await world.live("2026-11-25T02:00:00Z", "2026-11-25T02:30:00Z");

    const findings = await findingsOf(world, "check");
    expect(findings.map(({ state, cause }) => ({ state, by: cause?.correlationId }))).toEqual([{ state: "open", by: "late" }]);
    expect(findings[0]?.firstSeen).toMatch(/^2026-11-25T02:00/);
  });
});

describe("a change while its check runs", () => {
  it("makes one more", async () => {
    travelTo("2026-11-25T09:00:00Z");
    world.state.faults.push({
      match: under("while", "managedClusters/while-1\\?"),
      times: 1,
      afterAnswer: () => {
        change(clusterOf("while-1"));
        void send(armEvent({ cluster: idOf("while-1"), pool: "apps", at: "2026-11-25T09:00:02Z" }));
      },
    });
    const before = reads("while");
    await send(armEvent({ cluster: idOf("while-1"), pool: "apps", at: "2026-11-25T08:59:59Z" }));
    await world.pass("2026-11-25T09:00:00Z", 5);

    expect(reads("while") - before).toBe(2);
    expect(await rulesOpen("while")).toEqual(["fixed-size-pool apps"]);
    expect(await world.store.checks.get(refOf(clusterOf("while-1")))).toMatchObject({ wanted: 2, done: 2 });
  });
});

describe("the change feed", () => {
  const row = (name: string, at: string, correlationId = "11111111-0000-0000-0000-000000000001") => ({
    id: `${idOf(name)}/providers/Microsoft.Resources/changes/${at}`,
    properties: {
      targetResourceId: idOf(name),
      targetResourceType: "microsoft.containerservice/managedclusters",
      changeType: "Update",
      changeAttributes: {
        timestamp: at,
        correlationId,
        changedBy: "jane@contoso.com",
        operation: "microsoft.containerservice/managedclusters/agentpools/write",
      },
      changes: {},
    },
  });
  const poll = async (at: string) => {
    travelTo(at);
    await world.host.fireTimer("poll-changes", new Date(at));
    await world.pass(at, 3);
  };

  it("raises the same counters, once a change, with one question for all subscriptions", async () => {
    await poll("2026-11-25T10:00:00Z");
    const [before, asked] = [reads("feed"), world.arm.requests.length];
    change(clusterOf("feed-1"));
    world.state.changes.push(row("feed-1", "2026-11-25T10:05:00.000Z"));

    await poll("2026-11-25T10:10:00Z");
    await poll("2026-11-25T10:20:00Z");

    expect(reads("feed") - before).toBe(1);
    expect(await rulesOpen("feed")).toEqual(["fixed-size-pool apps"]);
    expect((await findingsOf(world, "feed"))[0]?.cause).toMatchObject({ correlationId: "11111111-0000-0000-0000-000000000001" });
    const questions = world.arm.requests.slice(asked).filter(({ body }) => body?.includes("resourcechanges"));
    expect(questions).toHaveLength(2);
  });

  it("keeps quiet about what an event told", async () => {
    travelTo("2026-11-25T10:25:00Z");
    const before = reads("feed");
    await send(armEvent({ cluster: idOf("feed-2"), at: "2026-11-25T10:24:59Z", correlationId: "same" }));
    await world.pass("2026-11-25T10:25:00Z", 2);
    world.state.changes.push(row("feed-2", "2026-11-25T10:24:58.000Z", "same"));

    await poll("2026-11-25T10:30:00Z");

    expect(reads("feed") - before).toBe(1);
    expect((await world.store.events.sources()).get(subscriptionOf("feed"))).toEqual(new Set(["event-grid", "change-feed"]));
  });

  it("that cannot be read is read from the same moment the next time", async () => {
    world.state.faults.push({ match: /microsoft\.resourcegraph/i, times: 1, status: 503 });
    const before = reads("feed");
    change(clusterOf("feed-2"));
    world.state.changes.push(row("feed-2", "2026-11-25T10:39:00.000Z", "next"));
    await poll("2026-11-25T10:40:00Z");
    expect(reads("feed")).toBe(before);

    await poll("2026-11-25T12:10:00Z");

    expect(reads("feed") - before).toBe(1);
  });
});

describe("a rolling upgrade that succeeded", () => {
  it("is measured, also where its end is heard of before its start", async () => {
    travelTo("2026-11-25T13:00:00Z");
    const cluster = idOf("rolled-1");
    await send(rollingEvent({ cluster, pool: "apps", step: "Succeeded", at: "2026-11-25T12:59:00Z" }));
    await send(rollingEvent({ cluster, pool: "apps", step: "Started", at: "2026-11-25T12:00:00Z" }));
    await send(armEvent({ cluster, pool: "apps", at: "2026-11-25T12:59:30Z" }));
    await world.pass("2026-11-25T13:00:00Z", 3);

    const rolls = await world.store.rolls.since(subscriptionOf("rolled"), instant("2026-11-25T00:00:00Z"));

    // Six nodes, one at a time: 10 % of them, rounded up.
    expect(rolls.get(refOf(clusterOf("rolled-1")).id)).toMatchObject([{ pool: "apps", waves: 6, waveMinutes: 59 / 6 }]);
  });
});

describe("the end of support that Azure tells", () => {
  const details = { kubernetesVersion: "1.35.1", eolDate: "2026-12-20T00:00:00Z", supportType: "Community", daysUntilEOL: 24 };
  const endOf = async (name: string) => {
    const found = (await findingsOf(world, name)).find(({ stamp }) => stamp.rule === "support-ends-soon");
    return { due: found?.finding.due, says: found?.finding.workings.find(({ label }) => label === "who says so")?.value };
  };

  it("by an event beats the calendar, and says so", async () => {
    travelTo("2026-11-26T09:00:00Z");
    expect(await endOf("told")).toEqual({ due: undefined, says: undefined });

    await send(
      scheduledEvent({
        cluster: idOf("told-1"),
        at: "2026-11-26T08:59:00Z",
        properties: { eventSource: "EOLNotification", eventDetails: details },
      }),
    );
    await world.pass("2026-11-26T09:00:00Z", 3);

    const { due, says } = await endOf("told");
    expect(due).toBe("2026-12-20");
    expect(says).toMatch(/^Azure's own notice of .*; the calendar says/);
  });

  it("is read from Resource Graph at night, where no event comes", async () => {
    const properties = { eventSource: "EOLNotification", lastUpdateTime: "2026-11-26T05:00:00Z", eventDetails: JSON.stringify(details) };
    const type = "microsoft.containerservice/managedclusters/scheduledevents";
    world.state.notices.push({ id: `${idOf("said-1")}/scheduledEvents/1`, type, properties });

    await world.night("2026-11-27");

    expect((await endOf("said")).due).toBe("2026-12-20");
    const told = new Map(await world.store.endsOfLife.list(subscriptionOf("said"))).get(refOf(clusterOf("said-1")).id);
    expect(told?.toldAt).toBe("2026-11-26T05:00:00.000Z");
  });
});

describe("a rolling upgrade that takes two days", () => {
  it("is measured from its start, which was heard of long before its end", async () => {
    const cluster = idOf("slow-1");
    travelTo("2026-11-27T14:00:00Z");
    await send(rollingEvent({ cluster, pool: "apps", step: "Started", at: "2026-11-27T13:59:00Z" }));
    await world.pass("2026-11-27T14:00:00Z", 3);
    travelTo("2026-11-29T14:00:00Z");
    await send(rollingEvent({ cluster, pool: "apps", step: "Succeeded", at: "2026-11-29T13:59:00Z" }));
    await world.pass("2026-11-29T14:00:00Z", 3);

    const rolls = await world.store.rolls.since(subscriptionOf("slow"), instant("2026-11-25T00:00:00Z"));

    expect(rolls.get(refOf(clusterOf("slow-1")).id)).toMatchObject([{ pool: "apps", waves: 6, waveMinutes: 480 }]);
  });
});
