import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ArmBody } from "../../local/arm/state.ts";
import { clusterArmId } from "../../local/sample/cluster-body.ts";
import type { ClusterSpec } from "../../local/sample/spec.ts";
import { userPool } from "../../local/sample/spec.ts";
import { scanId } from "../../src/core/model/names.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import { instant } from "../../src/core/model/time.ts";
import { asKnown, findingsOf, scanRow, tableOf, told } from "../support/rows.ts";
import { clusterOf, openWorld, refOf, show, subscriptionOf, type TestWorld, under, usages } from "../support/world.ts";

const SUBSCRIPTIONS = [
  "steady",
  "refused",
  "busy",
  "busier",
  "partial",
  "deleted",
  "lost",
  "hidden",
  "quota",
  "rushed",
  "odd",
  "old",
] as const;
type Name = (typeof SUBSCRIPTIONS)[number];

const TWO: readonly Name[] = ["deleted", "hidden", "odd", "old"];
const clusters: readonly ClusterSpec[] = SUBSCRIPTIONS.flatMap((name) => {
  const many = name === "partial" ? 4 : TWO.includes(name) ? 2 : 1;
  return Array.from({ length: many }, (_, index) => clusterOf(`${name}-${index + 1}`));
});
const without = (...names: readonly string[]) => clusters.filter(({ name }) => !names.includes(name));
const named = (name: string): ClusterSpec => clusters.find((each) => each.name === name) ?? clusterOf(name);

/** Steady's cluster with so many further pools: something to tell each morning. */
const withNews = (all: readonly ClusterSpec[], many: number): readonly ClusterSpec[] =>
  all.map((spec) => {
    const news = Array.from({ length: many }, (_, index) => userPool(`news${index + 1}`, "D8ds_v5", 5, { ephemeralGiB: 300 }));
    return spec.name === "steady-1" ? { ...spec, pools: [...spec.pools, ...news] } : spec;
  });

let world: TestWorld;
let before: Readonly<Record<Name, readonly FindingRecord[]>>;

const findings = (name: Name) => findingsOf(world, name);
const allFindings = async () =>
  Object.fromEntries(await Promise.all(SUBSCRIPTIONS.map(async (name) => [name, await findings(name)] as const))) as typeof before;
const onCluster = (records: readonly FindingRecord[], name: string) =>
  records.filter(({ finding }) => finding.target.kind === "cluster" && finding.target.cluster === refOf(named(name)).id);
const linesOf = (card: string | undefined, section: string): readonly string[] => {
  const lines = card?.split("\n") ?? [];
  return lines.slice(lines.indexOf(section) + 1).filter((line) => line.includes(", since "));
};
const askedOf = (name: Name, path: string, since: number): number =>
  world.arm.requests.slice(since).filter((request) => under(name, path).test(request.path)).length;

beforeAll(async () => {
  world = await openWorld({ clusters });
  // One more node of `apps` takes 8 vCPUs: 5 are free.
  for (const name of ["quota", "rushed"] as const) {
    world.state.usages[`${subscriptionOf(name)}/westeurope`] = usages({ standardDDSv5Family: [495, 500] });
  }
  await world.night("2026-11-23");
  await world.morning("2026-11-23");
});
afterAll(() => world.close());

describe("the first night", () => {
  it("finds something in every subscription, so that there is something to lose", async () => {
    expect(world.cards("platform")).toHaveLength(1);
    for (const [name, records] of Object.entries(await allFindings())) {
      expect(records.map(told), name).toContain("fixed-size-pool apps");
    }
    expect((await findings("quota")).map(told)).toEqual(["fixed-size-pool apps", "surge-family-quota apps"]);
  });
});

describe("a night in which one subscription refuses, two put off and one leaves half of its clusters out", () => {
  let requestsBefore: number;

  beforeAll(async () => {
    before = await allFindings();
    requestsBefore = world.arm.requests.length;
    const throttled = { status: 429, body: { error: { code: "SubscriptionRequestsThrottled", message: "" } } };
    world.state.faults.push(
      { match: under("refused"), status: 403, body: { error: { code: "AuthorizationFailed", message: "" } } },
      { match: under("busy"), ...throttled, headers: { "retry-after": "60" } },
      { match: under("busier"), ...throttled },
    );
    world.state.unlisted = new Set(["partial-3", "partial-4"].map((name) => clusterArmId(named(name))));
    show(world.state, withNews(clusters, 1));
    await world.night("2026-11-24");
    await world.morning("2026-11-24");
    world.state.faults.length = 0;
    world.state.unlisted.clear();
  });

  it.for(["refused", "busy", "busier"] as const)("changes nothing of what is remembered of %s", async (name) => {
    expect(await findings(name)).toEqual(before[name]);
  });

  it("resolves nothing of the clusters that were left out, and says why nobody can tell", async () => {
    const records = await findings("partial");

    for (const name of ["partial-3", "partial-4"]) {
      expect(onCluster(records, name).map(asKnown)).toEqual(onCluster(before.partial, name));
      expect(onCluster(records, name).map(({ unknown }) => unknown?.reason.kind)).toEqual(["forbidden"]);
    }
    expect(records.every(({ state }) => state !== "resolved")).toBe(true);
  });

  it("judges the other half", async () => {
    const records = await findings("partial");

    expect([...onCluster(records, "partial-1"), ...onCluster(records, "partial-2")]).toMatchObject([
      { state: "open", round: "2026-11-24" },
      { state: "open", round: "2026-11-24" },
    ]);
  });

  it.for([
    ["refused", "failed", "forbidden"],
    ["busy", "failed", "throttled"],
    ["busier", "failed", "throttled"],
    ["partial", "done", undefined],
    ["steady", "done", undefined],
    ["quota", "done", undefined],
  ] as const)("ends subscription %s as %s", async ([name, state, kind]) => {
    const row = await scanRow(world, "2026-11-24", name);

    expect([row.state, row.failure?.kind]).toEqual([state, kind]);
  });

  it("closes the scan as soon as every subscription has ended", async () => {
    const [scan] = await world.store.scans.list();

    expect(scan?.closedAt).toMatch(/^2026-11-24T02:30:01/);
  });

  it("asks a subscription that puts off nine times, the first and eight hops, and one that refuses once", () => {
    expect(askedOf("busy", "managedClusters", requestsBefore)).toBe(9);
    expect(askedOf("busier", "managedClusters", requestsBefore)).toBe(9);
    expect(askedOf("refused", "managedClusters", requestsBefore)).toBe(1);
  });

  it("is told with one line a reason, in the digest that has other news", () => {
    const [, card] = world.cards("platform");

    expect(card).toContain("1 new");
    expect(linesOf(card, "COULD NOT CHECK")).toEqual([
      "subscription refused and 2 clusters in partial: the app may not read it (403 AuthorizationFailed), since 24 Nov",
      "2 subscriptions: busier and busy: Azure asks to wait (429 SubscriptionRequestsThrottled), since 24 Nov",
    ]);
  });

  it("leaves nothing for the operators and fails no invocation", () => {
    expect(world.cards("operators")).toEqual([]);
    expect(world.host.failures).toEqual([]);
  });
});

describe("a night in which things are gone, hidden, odd or old", () => {
  const gone = (code: string) => ({ status: 404, body: { error: { code, message: "" } } });

  beforeAll(async () => {
    before = await allFindings();
    show(world.state, withNews(without("deleted-2", "hidden-2"), 1));
    world.state.subscriptions = world.state.subscriptions.filter(({ displayName }) => displayName !== "lost");
    world.state.faults.push(
      { match: under("hidden", "managedClusters/hidden-2"), ...gone("SubscriptionNotFound") },
      { match: under("quota", "usages"), status: 403, body: { error: { code: "AuthorizationFailed", message: "" } } },
      { match: under("rushed", "usages"), status: 429, headers: { "retry-after": "30" }, body: {} },
    );
    spoil("odd-1");
    world.state.unlisted = new Set([clusterArmId(named("old-2"))]);
    await lookOld("old-2");
    await world.night("2026-11-25");
    await world.morning("2026-11-25");
  });

  it("closes the findings of a cluster that Azure says is not there", async () => {
    const records = await findings("deleted");

    expect(onCluster(records, "deleted-1")).toMatchObject([{ state: "open" }]);
    expect(onCluster(records, "deleted-2")).toMatchObject([{ state: "resolved", closed: { reason: "gone" } }]);
    expect(world.cards("platform").at(-1)).toMatch(/^1 resolved\n[\s\S]*RESOLVED\ndeleted-2 \/ apps · Fixed size, autoscaler off/);
  });

  it("closes nothing where Azure does not find the subscription, asked for the cluster or for the subscription itself", async () => {
    const [hidden, lost] = [await findings("hidden"), await findings("lost")];

    expect(onCluster(hidden, "hidden-1")).toMatchObject([{ state: "open" }]);
    expect(onCluster(hidden, "hidden-2").map(asKnown)).toEqual(onCluster(before.hidden, "hidden-2"));
    expect(onCluster(hidden, "hidden-2")).toMatchObject([{ unknown: { reason: { kind: "not-seen" } } }]);
    expect(lost).toEqual(before.lost);
    expect(await scanRow(world, "2026-11-25", "lost")).toMatchObject({ state: "failed", name: "lost", failure: { kind: "not-seen" } });
  });

  it.for([
    ["quota", "forbidden"],
    ["rushed", "throttled"],
  ] as const)("leaves the quota findings of %s as they were: the usage list is %s", async ([name, kind]) => {
    const isQuota = (record: FindingRecord) => told(record).startsWith("surge-");
    const records = await findings(name);

    expect(records.filter(isQuota).map(asKnown)).toEqual(before[name].filter(isQuota));
    expect(records.filter(isQuota)).toMatchObject([{ unknown: { reason: { kind } } }]);
    expect(records.filter((record) => !isQuota(record))).toMatchObject([{ state: "open", round: "2026-11-25" }]);
    expect((await scanRow(world, "2026-11-25", name)).state).toBe("done");
  });

  it("names the odd body with its field and keeps what was known of it", async () => {
    const field = "properties.agentPoolProfiles.1.count: expected number, received string";
    const snapshot = await world.store.snapshots.get(refOf(named("odd-1")));

    expect(await scanRow(world, "2026-11-25", "odd")).toMatchObject({
      state: "done",
      clustersRead: 1,
    });
    expect(world.logged.join("\n")).toContain(`${refOf(named("odd-1")).id} was listed and could not be decoded: ${field}`);
    expect(askedOf("odd", "managedClusters/odd-[0-9]+\\?", 0)).toBe(0);
    expect(snapshot?.value).toMatchObject({ presence: { kind: "present" }, readFailed: { reason: { kind: "unreadable" } } });
    expect(snapshot?.value.cluster).toMatchObject({
      known: { nodePools: [{}, { nodeCount: 6 }] },
      at: expect.stringMatching(/^2026-11-24T02/),
    });
    expect(onCluster(await findings("odd"), "odd-1").map(asKnown)).toEqual(onCluster(before.odd, "odd-1"));
    expect(onCluster(await findings("odd"), "odd-2")).toMatchObject([{ state: "open", round: "2026-11-25" }]);
  });

  it("does not judge what was read more than 36 hours ago", async () => {
    const records = onCluster(await findings("old"), "old-2");

    expect(records.map(asKnown)).toEqual(onCluster(before.old, "old-2"));
    expect(records).toMatchObject([{ unknown: { reason: { kind: "stale" } } }]);
    expect(onCluster(await findings("old"), "old-1")).toMatchObject([{ state: "open", round: "2026-11-25" }]);
  });

  function spoil(name: string): void {
    const { properties } = world.state.clusters.find((each) => each.name === name) ?? {};
    const { agentPoolProfiles } = properties as { readonly agentPoolProfiles: readonly ArmBody[] };
    Object.assign(agentPoolProfiles[1] ?? {}, { count: "six" });
  }

  /** As if this night had read it already, 38 hours ago: nothing asks for it any more. */
  async function lookOld(name: string): Promise<void> {
    const stored = await world.store.snapshots.get(refOf(named(name)));
    if (!stored || !("known" in stored.value.cluster)) throw new Error(`${name} was never read`);
    for await (const { partitionKey = "", rowKey = "" } of tableOf(world, "clusters").listEntities()) {
      if (rowKey.includes(name)) await tableOf(world, "clusters").deleteEntity(partitionKey, rowKey);
    }
    const cluster = { ...stored.value.cluster, at: instant("2026-11-23T12:00:00Z") };
    await world.store.snapshots.update(stored.value.ref, () => ({ ...stored.value, cluster, lastScan: scanId("2026-11-25") }));
  }
});

describe("a night in which nothing is new but that something could not be checked", () => {
  beforeAll(async () => {
    world.state.faults.length = 0;
    world.state.unlisted.clear();
    show(world.state, withNews(without("deleted-2"), 1));
    world.state.subscriptions.push({ subscriptionId: subscriptionOf("lost"), displayName: "lost" });
    world.state.faults.push({ match: under("refused"), status: 403, body: { error: { code: "AuthorizationFailed", message: "" } } });
    await world.night("2026-11-26");
    await world.morning("2026-11-26");
  });

  it("is a quiet day", async () => {
    const row = await world.store.outbox.get("platform", "digest|2026-11-26");

    expect(row?.value).toMatchObject({ state: "quiet", summary: "", tells: [] });
    expect(row?.value).not.toHaveProperty("forms");
    expect(world.cards("platform")).toHaveLength(3);
  });

  it("judges again what can be read again, and forgets that it could not tell", async () => {
    for (const name of ["busy", "busier", "partial", "hidden", "lost", "quota", "rushed", "odd", "old"] as const) {
      for (const record of await findings(name)) {
        expect(record, name).toMatchObject({ state: "open", round: "2026-11-26" });
        expect(record, name).not.toHaveProperty("unknown");
      }
    }
  });

  it("is told of with the next digest that has news, and since when", async () => {
    show(world.state, withNews(without("deleted-2"), 2));
    await world.night("2026-11-27");
    await world.morning("2026-11-27");

    const card = world.cards("platform").at(-1);

    expect(card).toMatch(/^1 new/);
    expect(linesOf(card, "COULD NOT CHECK")).toEqual([
      "subscription refused: the app may not read it (403 AuthorizationFailed), since 26 Nov",
    ]);
  });
});
