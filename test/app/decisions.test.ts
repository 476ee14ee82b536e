import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { travelTo } from "../../local/clock.ts";
import { armEvent } from "../../local/events.ts";
import { clusterArmId } from "../../local/sample/cluster-body.ts";
import type { ClusterSpec } from "../../local/sample/spec.ts";
import type { Decision } from "../../src/core/model/decision.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import { addDays, day, instant } from "../../src/core/model/time.ts";
import { findingsOf, rawRows } from "../support/rows.ts";
import { clusterOf, openWorld, show, subscriptionOf, type TestWorld } from "../support/world.ts";

/** Several nights a test, each a whole scan. */
vi.setConfig({ testTimeout: 60_000 });

let world: TestWorld;

/** Each cluster has one finding: a pool of fixed size. Their environment makes nothing worse. */
const cluster = (name: string, tags: Readonly<Record<string, string>> = {}, nodes = 6): ClusterSpec => ({
  ...clusterOf(name, { nodes }),
  tags: { environment: "production", ...tags },
});

/** The scan of that night and the morning after it; what the route heard. */
async function night(of: string, clusters: readonly ClusterSpec[]): Promise<readonly string[]> {
  show(world.state, clusters);
  const before = world.cards("platform").length;
  await world.night(of);
  await world.morning(of);
  return world.cards("platform").slice(before);
}

const decisionsOf = (name: string): Promise<readonly Decision[]> => world.store.decisions.list(subscriptionOf(name));
const brief = async (name: string) => (await decisionsOf(name)).map(({ kind, by, until }) => [kind, by.kind, until]);
const setAsideIn = async (name: string) =>
  (await world.store.summaries.list())
    .filter(({ subscription }) => subscription === subscriptionOf(name))
    .map(({ open, setAside }) => [open, setAside]);

beforeAll(async () => {
  world = await openWorld({ clusters: [] });
});
afterAll(() => world.close());

describe("a finding that a tag sets aside before anybody was told of it", () => {
  const SNOOZED = { "Advisor-Snooze": "cost-014:2026-11-25" };

  it("is no part of the baseline: it is counted, and kept with who decided it", async () => {
    const [card] = await night("2026-11-23", [cluster("shop-1"), cluster("lab-1", SNOOZED)]);

    expect(card).toContain("Baseline: 1 finding in 1 cluster");
    expect(card).toContain("1 snoozed");
    expect(card).not.toContain("lab-1 / apps");
    expect(await brief("lab")).toEqual([["snoozed", "tag", "2026-11-25"]]);
    expect(await setAsideIn("lab")).toEqual([[0, 1]]);
    expect(await setAsideIn("shop")).toEqual([[1, 0]]);
  });

  it("is silent through its last day, and the nights write nothing new", async () => {
    const before = await rawRows(world, "decisions");

    for (const of of ["2026-11-24", "2026-11-25"]) expect(await night(of, [cluster("shop-1"), cluster("lab-1", SNOOZED)])).toEqual([]);

    expect(await rawRows(world, "decisions")).toEqual(before);
  });

  it("is said on the day after, once", async () => {
    const [card] = await night("2026-11-26", [cluster("shop-1"), cluster("lab-1", SNOOZED)]);

    expect(card).toMatch(/^1 back from snooze/);
    expect(card).toContain("lab-1 / apps");
    expect(card).toContain("snoozed until 25 Nov");
    expect(await setAsideIn("lab")).toEqual([[1, 0]]);
    expect(await night("2026-11-27", [cluster("shop-1"), cluster("lab-1", SNOOZED)])).toEqual([]);
  });
});

describe("a finding that is accepted by a tag", () => {
  const ACCEPTED = { "advisor-accept": "fixed-size-pool" };

  it("stays silent up to a quarter more, and is said again beyond", async () => {
    expect(await night("2026-11-28", [cluster("shop-1", ACCEPTED), cluster("lab-1")])).toEqual([]);
    expect(await night("2026-11-29", [cluster("shop-1", ACCEPTED, 7), cluster("lab-1")])).toEqual([]);
    const [card] = await night("2026-12-01", [cluster("shop-1", ACCEPTED, 8), cluster("lab-1")]);

    expect(card).toMatch(/^1 no longer accepted/);
    expect(card).toContain("accepted at 6 nodes");
    expect(await brief("shop")).toEqual([
      ["accepted", "tag", undefined],
      ["withdrawn", "app", undefined],
    ]);
  });

  it("is not set aside again by the same tag, nor by shrinking", async () => {
    await night("2026-12-02", [cluster("shop-1", ACCEPTED, 6), cluster("lab-1")]);

    expect(await setAsideIn("shop")).toEqual([[1, 0]]);
    expect(await decisionsOf("shop")).toHaveLength(2);
  });

  it("is set aside by the tag with an end, and said again once the tag is taken away", async () => {
    const until = { "advisor-accept": "COST-014:2027-06-30" };
    expect(await night("2026-12-03", [cluster("shop-1", until), cluster("lab-1")])).toEqual([]);
    expect(await setAsideIn("shop")).toEqual([[0, 1]]);

    const [card] = await night("2026-12-04", [cluster("shop-1"), cluster("lab-1")]);

    expect(card).toContain("no longer accepted");
    expect((await brief("shop")).at(-1)).toEqual(["withdrawn", "tag", undefined]);
  });
});

describe("a tag that nobody understands", () => {
  it("decides nothing, and stands in the next digest with the way out", async () => {
    const WRONG = { "advisor-snooze": "COST-014:soon", "advisor-accept": "COST-9999" };
    const [card] = await night("2026-12-05", [cluster("shop-1"), cluster("lab-1", WRONG), cluster("new-1")]);

    expect(await setAsideIn("lab")).toEqual([[1, 0]]);
    expect(card).toContain("COULD NOT CHECK");
    expect(card).toContain("Mend the tag or take it away");
    expect(card).toContain('the tag advisor-accept names "COST-9999", which is no rule');
  });
});

describe("what a person decided", () => {
  it("holds like a tag: silent, counted, and said again when it is over", async () => {
    const [record] = (await findingsOf(world, "shop")) as readonly [FindingRecord];
    const snooze: Decision = {
      ...{ id: "d-1", subscription: record.subscription, finding: record.key, kind: "snoozed", at: instant("2026-12-05T12:00:00Z") },
      ...{ by: { kind: "person", id: "p-1", name: "Ada" }, why: "", until: addDays(day("2026-12-06"), 0) },
      reference: { severity: record.finding.severity, magnitude: record.finding.magnitude },
    };
    await world.store.decisions.add(snooze);
    const all = [cluster("shop-1"), cluster("lab-1"), cluster("new-1")];

    expect(await night("2026-12-06", all)).toEqual([]);
    expect(await setAsideIn("shop")).toEqual([[0, 1]]);
    const [card] = await night("2026-12-08", all);
    expect(card).toMatch(/^1 back from snooze/);
  });

  it("ends where the finding does, which is told as usual", async () => {
    const [record] = (await findingsOf(world, "lab")) as readonly [FindingRecord];
    await world.store.decisions.add({
      ...{ id: "d-2", subscription: record.subscription, finding: record.key, kind: "planned", at: instant("2026-12-08T12:00:00Z") },
      ...{ by: { kind: "person", id: "p-1", name: "Ada" }, why: "", until: day("2026-12-31") },
      reference: { severity: record.finding.severity, magnitude: record.finding.magnitude },
    });
    const healthy = clusterOf("lab-1", { autoscale: [3, 10] });

    const [card] = await night("2026-12-09", [cluster("shop-1"), healthy, cluster("new-1")]);

    expect(card).toMatch(/^1 resolved/);
  });
});

describe("what is set aside", () => {
  const severity = (name: string) => findingsOf(world, name).then((records) => records.map(({ finding }) => finding.severity));

  it("is not urgent either: only the one nobody decided about is told at once", async () => {
    const [loud, silent] = ["loud-1", "calm-1"].map((name) => clusterOf(name, { autoscale: [3, 10] }));
    if (!loud || !silent) throw new Error("no clusters");
    await night("2026-12-10", [loud, silent]);
    const before = world.cards("platform").length;
    travelTo("2026-12-10T09:00:00Z");
    const grave = { "advisor-COST-014": "critical" };
    show(world.state, [cluster("loud-1", grave), cluster("calm-1", { ...grave, "advisor-accept": "COST-014" })]);
    for (const each of [loud, silent]) {
      await world.host.deliverEvents(
        "cluster-changed",
        armEvent({ cluster: clusterArmId(each), pool: "apps", at: "2026-12-10T08:59:00Z" }),
      );
    }
    await world.pass("2026-12-10T09:00:00Z", 5);

    expect([await severity("loud"), await severity("calm")]).toEqual([["critical"], ["critical"]]);
    expect(world.cards("platform").slice(before)).toEqual([expect.stringContaining("loud-1")]);
    expect(await brief("calm")).toEqual([["accepted", "tag", undefined]]);
  });
});
