import { describe, expect, it } from "vitest";
import { composeDigest } from "../../../src/core/digest/compose.ts";
import { subscriptionNotChecked, uncheckedLines } from "../../../src/core/digest/unchecked.ts";
import { missing } from "../../../src/core/model/absence.ts";
import type { CouldNotCheck } from "../../../src/core/model/delivery.ts";
import { scanId } from "../../../src/core/model/names.ts";
import type { FindingRecord } from "../../../src/core/model/record.ts";
import { minutesAfter, NOW, ref, SUBSCRIPTION } from "../../support/build.ts";
import { baselineNight, fixedSize, names, PLATFORM_DEV, route } from "./estate.ts";

const FORBIDDEN = missing("forbidden", "the app may not read it").missing;
const PRINCIPAL = "abcdef00-0000-4000-8000-000000000001";
const group = (change: Partial<CouldNotCheck> = {}): CouldNotCheck => ({
  reason: FORBIDDEN,
  scope: "subscription",
  subscription: PLATFORM_DEV,
  since: minutesAfter(-3 * 1440),
  clusters: [],
  ...change,
});
const linesOf = (...couldNotCheck: CouldNotCheck[]) => uncheckedLines({ route, at: NOW, couldNotCheck, records: [], told: [], names });

describe("what could not be checked", () => {
  it("is one line a kind of reason, with the way out", () => {
    const { lines } = uncheckedLines({
      route,
      at: NOW,
      records: [],
      told: [],
      names,
      principalId: PRINCIPAL,
      couldNotCheck: [
        group(),
        group({ scope: "cluster", subscription: SUBSCRIPTION, since: NOW, clusters: [ref("prod-weu-1"), ref("prod-weu-2")] }),
        group({
          reason: missing("throttled", "Azure kept asking to wait").missing,
          scope: "rule",
          subscription: SUBSCRIPTION,
          clusters: [ref()],
        }),
      ],
    });

    expect(lines).toMatchObject([
      {
        what: "subscription platform-dev and 2 clusters in prod",
        why: "the app may not read it",
        since: "20 Nov",
        wayOut: "Give the app's identity the role Reader there.",
        commands: [
          `az role assignment create --role Reader --assignee-object-id ${PRINCIPAL} --assignee-principal-type ServicePrincipal --scope /subscriptions/${SUBSCRIPTION}`,
          `az role assignment create --role Reader --assignee-object-id ${PRINCIPAL} --assignee-principal-type ServicePrincipal --scope /subscriptions/${PLATFORM_DEV}`,
        ],
      },
      { what: "some rules for prod-weu-1", why: "Azure kept asking to wait", commands: [] },
    ]);
  });

  it.for([
    { of: [group({ scope: "cluster", subscription: SUBSCRIPTION, clusters: [ref("prod-weu-1")] })], what: "prod-weu-1" },
    { of: [group(), group({ subscription: SUBSCRIPTION })], what: "2 subscriptions: platform-dev and prod" },
    { of: [group(), group({ scope: "cluster", clusters: [ref("dev-1")] })], what: "subscription platform-dev" },
    { of: [group({ scope: "rule", subscription: SUBSCRIPTION })], what: "some rules for prod" },
  ])("names $what", ({ of, what }) => {
    expect(linesOf(...of).lines.map((each) => each.what)).toEqual([what]);
  });

  it("asks for the role where the answer was refused: a network may lie in another subscription", () => {
    const scope = `/subscriptions/${PLATFORM_DEV}`;
    const network = group({ reason: { ...FORBIDDEN, scope }, scope: "rule", subscription: SUBSCRIPTION, clusters: [ref()] });
    const own = group({ reason: { ...FORBIDDEN, scope: `/subscriptions/${SUBSCRIPTION}` }, scope: "cluster", subscription: SUBSCRIPTION });
    const asked = (...of: CouldNotCheck[]) =>
      linesOf(...of).lines.map(({ wayOut, commands }) => [wayOut, ...commands.map((command) => command.split("--scope ")[1])]);

    expect(asked(network)).toEqual([["Give the app's identity the role Reader on subscription platform-dev.", scope]]);
    expect(asked(own)).toEqual([["Give the app's identity the role Reader there.", `/subscriptions/${SUBSCRIPTION}`]]);
    expect(asked(network, own, network)).toEqual([
      ["Give the app's identity the role Reader on subscriptions platform-dev and prod.", `/subscriptions/${SUBSCRIPTION}`, scope],
    ]);
  });

  it("puts nothing but the subscription of a scope into a command", () => {
    const scope = `/subscriptions/${PLATFORM_DEV}/resourceGroups/$(rm -rf ~)`;

    expect(linesOf(group({ reason: { ...FORBIDDEN, scope } })).lines[0]?.commands).toEqual([
      expect.stringMatching(new RegExp(`--scope /subscriptions/${PLATFORM_DEV}$`)),
    ]);
    expect(linesOf(group({ reason: { ...FORBIDDEN, scope: "/subscriptions/$(rm -rf ~)" } })).lines[0]?.commands).toEqual([]);
  });

  it("stays told when the scope becomes known", () => {
    const { tells } = linesOf(group());
    const couldNotCheck = [group({ reason: { ...FORBIDDEN, scope: `/subscriptions/${SUBSCRIPTION}` } })];

    expect(uncheckedLines({ route, at: minutesAfter(1440), couldNotCheck, records: [], told: tells, names }).lines).toEqual([]);
  });

  it("says at most two reasons in their own words", () => {
    const whyOf = (...whys: string[]) => linesOf(...whys.map((why) => group({ reason: missing("absent", why).missing }))).lines[0]?.why;

    expect(whyOf("b", "a")).toBe("a; b");
    expect(whyOf("c", "a", "b")).toBe("a; 2 more reasons");
  });

  it("says how many findings stay as they were, where nobody could look", () => {
    const own = fixedSize("prod-weu-1", "web");
    const records = [
      own,
      fixedSize("prod-weu-1", "api"),
      fixedSize("prod-weu-2", "web"),
      { ...fixedSize("dev", "a"), subscription: PLATFORM_DEV },
    ];
    const wayOut = (change: Partial<CouldNotCheck>, of: readonly FindingRecord[] = records) =>
      uncheckedLines({ route, at: NOW, couldNotCheck: [group(change)], records: of, told: [], names }).lines[0]?.wayOut;
    const cluster = { scope: "cluster", subscription: SUBSCRIPTION, clusters: [ref("prod-weu-1")] } as const;

    expect(wayOut(cluster)).toBe("2 findings there stay as they were. Give the app's identity the role Reader there.");
    expect(wayOut({})).toMatch(/^1 finding there stays as it was\. Give/);
    expect(wayOut({ ...cluster, scope: "rule" })).toMatch(/^Give/);
    expect(wayOut(cluster, [{ ...own, closed: { at: NOW, reason: "fixed" } }])).toMatch(/^Give/);
  });

  it("never puts a subscription id that is none into a command", () => {
    expect(linesOf(group({ subscription: "x; rm -rf /" as never })).lines[0]?.commands).toEqual([]);
  });

  it("is told once, and again after it had gone away", () => {
    const { tells } = linesOf(group());
    const again = (change: Partial<CouldNotCheck>) =>
      uncheckedLines({ route, at: minutesAfter(1440), couldNotCheck: [group(change)], records: [], told: tells, names }).lines;

    expect(tells).toMatchObject([{ route: "payments", at: NOW, state: "open" }]);
    expect(again({})).toEqual([]);
    expect(again({ since: minutesAfter(1000) })).toHaveLength(1);
    expect(again({ subscription: SUBSCRIPTION })).toHaveLength(1);
  });

  it("does not break a quiet day, and stands in the next digest", () => {
    const quiet = { ...baselineNight(), records: [], couldNotCheck: [group()] };

    expect(composeDigest(quiet)).toBeUndefined();
    expect(composeDigest({ ...quiet, records: [fixedSize("prod-weu-1", "web")] })?.unchecked).toHaveLength(1);
  });

  it("is a whole subscription when its scan failed, since the night it first did", () => {
    const scan = {
      scan: scanId("2026-11-23"),
      subscription: PLATFORM_DEV,
      name: "platform-dev",
      page: 0,
      clustersRead: 0,
      touchedAt: NOW,
    };

    expect(subscriptionNotChecked({ ...scan, state: "done" })).toBeUndefined();
    expect(subscriptionNotChecked({ ...scan, state: "failed", failure: FORBIDDEN, failingSince: minutesAfter(-3 * 1440) })).toEqual(
      group(),
    );
  });
});
