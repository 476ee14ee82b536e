import { describe, expect, it } from "vitest";
import { carriedOn } from "../../../src/core/digest/carried-on.ts";
import { missing } from "../../../src/core/model/absence.ts";
import type { CouldNotCheck, Summary } from "../../../src/core/model/delivery.ts";
import { minutesAfter, NOW, ref, SUBSCRIPTION } from "../../support/build.ts";
import { EUR } from "./estate.ts";

const money = (amount: number) => ({ amount, currency: EUR });
const group = (why: string, scope: CouldNotCheck["scope"], ...names: readonly string[]): CouldNotCheck => ({
  ...{ reason: missing("forbidden", why).missing, scope, subscription: SUBSCRIPTION, since: NOW },
  clusters: names.map((name) => ref(name)),
});
const summary = (couldNotCheck: readonly CouldNotCheck[], cost?: number): Summary => ({
  ...{ subscription: SUBSCRIPTION, route: "platform", at: NOW, clusters: 3, open: 1, couldNotCheck },
  money: {
    firm: money(5),
    upTo: money(0),
    notPriced: 0,
    ...(cost === undefined ? {} : { cost: { money: money(cost), clustersNotPriced: 0 } }),
  },
});
const carry = (now: Summary, before: readonly Summary[], ...judged: readonly string[]) =>
  carriedOn([now], before, new Set(judged.map((name) => ref(name).id)))[0];

describe("the summary of a round that judged one region", () => {
  it("keeps what clusters cost from the last whole round, not what a part of them costs", () => {
    expect(carry(summary([], 1), [summary([], 900)])?.money?.cost?.money.amount).toBe(900);
    expect(carry(summary([], 1), [])?.money).not.toHaveProperty("cost");
  });

  it("keeps what rules could not tell elsewhere, and takes back what it could tell here", () => {
    const before = [summary([group("no quota", "rule", "prod-weu-1", "prod-neu-1"), group("no sizes", "rule", "prod-weu-1")])];

    expect(carry(summary([]), before, "prod-weu-1")?.couldNotCheck).toEqual([group("no quota", "rule", "prod-neu-1")]);
  });

  it("joins the same reason here and elsewhere", () => {
    const here = { ...group("no quota", "rule", "prod-weu-1"), since: minutesAfter(5) };
    const joined = carry(summary([here]), [summary([group("no quota", "rule", "prod-neu-1")])], "prod-weu-1");

    expect(joined?.couldNotCheck).toEqual([{ ...here, clusters: [ref("prod-neu-1"), ref("prod-weu-1")] }]);
  });

  it("takes clusters that cannot be read as they are now", () => {
    expect(carry(summary([]), [summary([group("not seen", "cluster", "prod-neu-1")])], "prod-weu-1")?.couldNotCheck).toEqual([]);
  });
});
