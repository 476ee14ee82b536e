import { describe, expect, it } from "vitest";
import { type Judgement, summarise } from "../../../src/core/digest/summarise.ts";
import { missing } from "../../../src/core/model/absence.ts";
import type { Summary } from "../../../src/core/model/delivery.ts";
import { currency } from "../../../src/core/model/money.ts";
import type { Snapshot } from "../../../src/core/model/snapshot.ts";
import { cluster, minutesAfter, NOW, outcome, ref, SUBSCRIPTION, snapshot, WESTEUROPE } from "../../support/build.ts";
import { EUR, fixedSize, inRegion, managedDisk, on, record, route, saves, setAside } from "./estate.ts";

const THROTTLED = missing("throttled", "Azure kept asking to wait").missing;
const FORBIDDEN = missing("forbidden", "the app may not read it").missing;
const payments = { ...route, name: "payments", match: { kind: "tag", key: "team", value: "payments" } as const };
const everyone = { ...route, name: "everyone" };

const eur = (amount: number) => ({ amount, currency: EUR });

const of = (name: string, change: Partial<Snapshot> = {}, team?: string): Snapshot =>
  snapshot(cluster({ ...ref(name), region: WESTEUROPE, tags: team === undefined ? {} : { team } }), change);

const rows = (change: Partial<Judgement>): readonly Summary[] =>
  summarise({
    at: NOW,
    subscription: SUBSCRIPTION,
    snapshots: [],
    outcomes: [],
    records: [],
    setAside: new Map(),
    routes: [payments, everyone],
    currency: EUR,
    previous: [],
    ...change,
  });

describe("the summaries of a subscription", () => {
  it("count clusters and open findings for each route", () => {
    const closed = { ...fixedSize("a", "old"), closed: { at: NOW, reason: "fixed" as const } };

    const summaries = rows({
      snapshots: [of("a"), of("b", {}, "payments"), of("c", { presence: { kind: "gone", since: NOW } })],
      records: [
        fixedSize("a", "web"),
        fixedSize("b", "web"),
        fixedSize("b", "api"),
        closed,
        record({ isWhole: true, finding: { target: inRegion("westeurope") } }),
      ],
    });

    expect(summaries).toMatchObject([
      { subscription: SUBSCRIPTION, route: "everyone", at: NOW, clusters: 1, open: 2, couldNotCheck: [] },
      { subscription: SUBSCRIPTION, route: "payments", at: NOW, clusters: 1, open: 2, couldNotCheck: [] },
    ]);
  });

  it("leave out what is set aside, its money with it, and count it", () => {
    const [kept, snoozed, elsewhere] = [managedDisk("a", "web", 10), managedDisk("a", "api", 30), managedDisk("b", "web", 5)];

    const summaries = rows({
      snapshots: [of("a"), of("b", {}, "payments")],
      records: [kept, snoozed, elsewhere],
      setAside: new Map([snoozed, elsewhere].map((each) => [each.key, setAside(each)])),
    });

    expect(summaries).toMatchObject([
      { route: "everyone", open: 1, setAside: 1, money: { firm: kept.finding.worth.kind === "monthly" ? kept.finding.worth.monthly : {} } },
      { route: "payments", open: 0, setAside: 1, money: { firm: eur(0) } },
    ]);
  });

  it("let what is set aside exclude nothing: money it competed for counts again", () => {
    const { finding, ...disk } = managedDisk("a", "web", 10);
    const larger = { ...disk, key: `${disk.key}size` as typeof disk.key, finding: { ...finding, worth: saves(500, { about: "size" }) } };
    const kept = { ...disk, finding: { ...finding, worth: saves(100, { about: "size" }) } };
    const records = [kept, larger];

    expect(rows({ snapshots: [of("a")], records })).toMatchObject([{ money: { firm: eur(500) } }]);
    expect(rows({ snapshots: [of("a")], records, setAside: new Map([[larger.key, setAside(larger)]]) })).toMatchObject([
      { money: { firm: eur(100) } },
    ]);
  });

  it("sum the money of open findings for each route, none of it twice", () => {
    const { finding, ...disk } = managedDisk("a", "web", 10);
    const size = { ...disk, key: `${disk.key}size` as typeof disk.key, finding: { ...finding, worth: saves(500, { about: "size" }) } };
    const closed = { ...managedDisk("a", "old", 10), closed: { at: NOW, reason: "fixed" as const } };

    const summaries = rows({
      snapshots: [of("a"), of("b", {}, "payments")],
      records: [
        { ...disk, finding },
        size,
        closed,
        fixedSize("a", "api"),
        managedDisk("b", "web", 1),
        record({ finding: { target: on("b") } }),
      ],
    });

    expect(summaries.map(({ route: name, money }) => [name, money])).toEqual([
      ["everyone", { firm: eur(500), upTo: eur(140.16), notPriced: 0 }],
      ["payments", { firm: eur(34.2), upTo: eur(0), notPriced: 1 }],
    ]);
  });

  it("say what the clusters of each route cost, and how many are not priced, or not all of them", () => {
    const cost = (amount: number, ...notPriced: readonly string[]) => ({ total: eur(amount), notPriced });
    const costs = new Map([
      [ref("a").id, cost(700)],
      [ref("c").id, cost(100, "pool gpu: no retail row")],
      [ref("e").id, { total: { amount: 9, currency: currency("USD") }, notPriced: [] }],
      [ref("gone").id, cost(1000)],
    ]);
    const gone = of("gone", { presence: { kind: "gone", since: NOW } });

    const summaries = rows({ snapshots: [of("a"), of("b", {}, "payments"), of("c"), of("d"), of("e"), gone], costs });

    expect(summaries.map(({ route: name, money }) => [name, money?.cost])).toEqual([
      ["everyone", { money: eur(800), clustersNotPriced: 3 }],
      ["payments", { money: eur(0), clustersNotPriced: 1 }],
    ]);
  });

  it("keep a row for a route that has nothing left there, so that its old one is replaced", () => {
    const previous = rows({ snapshots: [of("a")] });

    expect(rows({ previous })).toMatchObject([{ route: "everyone", clusters: 0, open: 0 }]);
  });

  it("name clusters that are not seen or not read, since when they are, and not again for each rule", () => {
    const since = minutesAfter(-1440);
    const unseen = of("b", { presence: { kind: "not-seen", since, reason: FORBIDDEN } });
    const unread = of("c", { readFailed: { since: minutesAfter(-60), reason: FORBIDDEN } });
    const unknown = [unseen, unread].map(({ ref: { name } }) => ({ target: on(name), reason: FORBIDDEN }));

    const [summary] = rows({ snapshots: [of("a"), unread, unseen], outcomes: [outcome({ unknown })] });

    expect(summary?.couldNotCheck).toEqual([
      { reason: FORBIDDEN, scope: "cluster", subscription: SUBSCRIPTION, since, clusters: [ref("b"), ref("c")] },
    ]);
  });

  it("group what rules could not tell by its reason, each cluster once", () => {
    const unknown = ["b", "a", "a"].map((name, index) => ({ target: on(name), subject: `pool${index}`, reason: THROTTLED }));
    const outcomes = [outcome({ unknown }), outcome({ unknown: [{ target: inRegion("westeurope"), reason: FORBIDDEN }] })];

    const [summary] = rows({ snapshots: [of("a"), of("b")], outcomes });

    expect(summary?.couldNotCheck).toEqual([
      { reason: FORBIDDEN, scope: "rule", subscription: SUBSCRIPTION, since: NOW, clusters: [] },
      { reason: THROTTLED, scope: "rule", subscription: SUBSCRIPTION, since: NOW, clusters: [ref("a"), ref("b")] },
    ]);
  });

  it("say once that a cluster was never read, however many regions it keeps from being told", () => {
    const reason = missing("unreadable", "its description could not be read").missing;
    const never = of("b", { cluster: { missing: reason }, readFailed: { since: NOW, reason } });
    const inBoth = ["westeurope", "northeurope"].map((name) =>
      outcome({
        unknown: [
          { target: on("b"), reason },
          { target: inRegion(name), reason },
          { target: inRegion(name), subject: "rg/vnet/nodes", reason: THROTTLED },
        ],
      }),
    );

    const [summary] = rows({ snapshots: [of("a"), never], outcomes: inBoth });

    expect(summary).toMatchObject({ clusters: 2 });
    expect(summary?.couldNotCheck).toEqual([
      { reason, scope: "cluster", subscription: SUBSCRIPTION, since: NOW, clusters: [ref("b")] },
      { reason: THROTTLED, scope: "rule", subscription: SUBSCRIPTION, since: NOW, clusters: [] },
    ]);
  });

  it("keep apart what may not be read in different subscriptions, though the words are the same", () => {
    const hubs = ["/subscriptions/hub-1", "/subscriptions/hub-2", "/subscriptions/hub-1"].map((scope) => ({ ...FORBIDDEN, scope }));
    const outcomes = [outcome({ unknown: hubs.map((reason, index) => ({ target: on("a"), subject: `pool${index}`, reason })) })];

    const [summary] = rows({ snapshots: [of("a")], outcomes });

    expect(summary?.couldNotCheck.map(({ reason, clusters }) => [reason.scope, clusters])).toEqual([
      ["/subscriptions/hub-1", [ref("a")]],
      ["/subscriptions/hub-2", [ref("a")]],
    ]);
  });

  it("carry on since when a reason holds, also when its words change", () => {
    const outcomes = (why: string) => [outcome({ unknown: [{ target: on("a"), reason: { ...THROTTLED, why } }] })];
    const night = { snapshots: [of("a")] };

    const first = rows({ ...night, outcomes: outcomes("asked to wait 5 s") });
    const second = rows({ ...night, outcomes: outcomes("asked to wait 9 s"), at: minutesAfter(1440), previous: first });
    const third = rows({ ...night, at: minutesAfter(2880), previous: second });
    const fourth = rows({ ...night, outcomes: outcomes("asked to wait"), at: minutesAfter(4320), previous: third });

    const since = [first, second, third, fourth].map(([row]) => row?.couldNotCheck[0]?.since);
    expect(since).toEqual([NOW, NOW, undefined, minutesAfter(4320)]);
  });

  it("leave out what belongs to no route", () => {
    expect(rows({ snapshots: [of("a")], routes: [payments] })).toEqual([]);
  });
});
