import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import type { Cluster } from "../../../src/core/model/cluster.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import {
  cluster,
  count,
  maintenancePlans,
  maintenanceWindow,
  NOW,
  percent,
  prices,
  quota,
  quotas,
  regionFacts,
  schedule,
  subnets,
  subnetUse,
} from "../../support/build.ts";
import { CATALOGUE, hopOf, needFor, on, plan, poolOf, poolOfRun, SUBNET } from "./planning.ts";

const DDSV5 = vmFamily("standardDDSv5Family");
const D4 = "Standard_D4ds_v5";

interface Free {
  readonly vcpus?: number;
  readonly addresses?: number;
  readonly windowHours?: number;
}
/** What is free in the family and in the subnet; 1.35 to 1.36. */
const facts = ({ vcpus = 1000, addresses = 1000, windowHours = 8 }: Free = {}) =>
  regionFacts({
    versions: known(CATALOGUE, NOW),
    quotas: known(quotas({ byFamily: new Map([[DDSV5, quota(vcpus + 80, 80)]]), regional: quota(5000, 80) }), NOW),
    subnets: known(subnets({ [SUBNET]: known(subnetUse(addresses + 500, 500), NOW) }), NOW),
    maintenance: known(maintenancePlans([schedule("cluster-upgrades", maintenanceWindow({ durationHours: windowHours }))]), NOW),
  });
const hopOn = (of: Cluster, free?: Free) => hopOf(plan({ cluster: on("1.35.4", of), facts: facts(free) }));

describe("five pools of four at 50 %", () => {
  const FIVE = cluster({ nodePools: ["a", "b", "c", "d", "e"].map((name) => poolOf(name, D4, 4, percent(50))) });

  it("surge 2 nodes each: 8 vCPUs one after another, 40 together; 2 waves each, 20 minutes or 100", () => {
    const { asSet, standing } = hopOn(FIVE);

    // ceil(50 × 4 / 100) = 2 nodes × 4 vCPUs = 8, 5 × 8 = 40; 4 / 2 = 2 waves × 10 minutes
    expect(asSet.pools.map(({ surge }) => surge)).toEqual([2, 2, 2, 2, 2]);
    expect(needFor(asSet.needs.oneAfterAnother, "family-quota")).toMatchObject({ needed: 8 });
    expect(needFor(asSet.needs.together, "family-quota")).toMatchObject({ needed: 40 });
    expect(asSet.minutes).toMatchObject({ together: { likely: 20 }, oneAfterAnother: { likely: 100 } });
    expect(standing).toBe("as-set");
  });

  it("with 24 vCPUs free have room one after another, and at 5 to 6 surge nodes in any order", () => {
    const { standing, blocks, instead, highest } = hopOn(FIVE, { vcpus: 24 });

    // 24 / 4 = 6 nodes: one each and one more; together 10 × 4 − 24 = 16 short
    expect(standing).toBe("one-after-another");
    expect(blocks).toMatchObject([{ kind: "no-room-together", short: [{ needed: 40, free: 24, short: 16 }] }]);
    expect(instead?.order).toBe("together");
    expect(instead?.run.pools.map(({ surge }) => surge)).toEqual([1, 1, 1, 1, 2]);
    expect([...(instead?.shares ?? [])]).toEqual(["a", "b", "c", "d"].map((name) => [name, percent(25)]));
    // The others take 4 × 8 = 32 of 24.
    expect(highest[0]).toMatchObject({ oneAfterAnother: { nodes: 4, share: percent(100) }, together: { kind: "no-room" } });
  });

  it("with 16 vCPUs free go on as they are, only one after another", () => {
    const { standing, instead } = hopOn(FIVE, { vcpus: 16 });

    // One node each is 5 × 4 = 20 of 16: no order has room for all at once.
    expect(standing).toBe("one-after-another");
    expect(instead).toBeUndefined();
  });

  it("with 3 vCPUs free are blocked: not even one node has room", () => {
    const { standing, blocks, instead } = hopOn(FIVE, { vcpus: 3 });

    expect(standing).toBe("blocked");
    expect(blocks).toHaveLength(5);
    expect(blocks[0]).toMatchObject({ kind: "no-room", goesOn: "fails", hasRoomForOne: false, short: [{ needed: 8, free: 3, short: 5 }] });
    expect(instead).toBeUndefined();
  });
});

describe("a window too short", () => {
  const SLOW = cluster({ nodePools: [poolOf("apps", D4, 30, count(1))] });

  it.for([
    { hours: 4, likely: 2, slowest: 5 },
    { hours: 5, likely: 1, slowest: 4 },
    { hours: 20, likely: 1, slowest: 1 },
  ])("30 waves of 10 minutes, 40 at the slowest, take $likely to $slowest windows of $hours hours", ({ hours, likely, slowest }) => {
    // 30 × 10 = 300 minutes; 30 × (10 + 30) = 1200 minutes
    const { asSet } = hopOn(SLOW, { windowHours: hours });

    expect(asSet.minutes).toMatchObject({ oneAfterAnother: { likely: 300, slowest: 1200 } });
    expect(asSet.window).toMatchObject({ kind: "windows", windowMinutes: hours * 60, windows: { likely, slowest } });
  });
});

describe("a fall-back to one node", () => {
  const APPS = cluster({ nodePools: [poolOf("apps", D4, 20, percent(25))] });

  it("from 1.35 on goes on with one node: 20 waves, 200 minutes instead of 40", () => {
    const { asSet, standing, blocks } = hopOn(APPS, { vcpus: 19 });
    const apps = poolOfRun(asSet, "apps");

    // ceil(25 × 20 / 100) = 5 × 4 = 20 of 19; one node takes 4; 20 / 1 = 20 waves × 10 minutes
    expect(standing).toBe("falls-back");
    expect(needFor(apps.needs, "family-quota")).toEqual({ needed: 20, free: 19, short: 1 });
    expect(apps).toMatchObject({ waves: { waves: 4 }, course: { kind: "one-node", waves: 20 }, fallsBackTo: count(1) });
    expect(apps.minutes).toEqual({ likely: 200, slowest: 800 });
    expect(blocks).toMatchObject([{ kind: "no-room", pool: "apps", goesOn: "one-node" }]);
  });

  it("is slower than the lower max surge that has room: 4 nodes, 5 waves", () => {
    const { instead } = hopOn(APPS, { vcpus: 19 });

    // 19 / 4 = 4 nodes = 20 %; 20 / 4 = 5 waves × 10
    expect(instead?.shares).toEqual(new Map([["apps", percent(20)]]));
    expect(instead?.run.minutes).toMatchObject({ oneAfterAnother: { likely: 50 } });
  });

  it("costs what one node costs for all waves", () => {
    const odd = cluster({ nodePools: [poolOf("apps", D4, 10, percent(25))] });
    const { asSet, instead } = hopOf(plan({ cluster: odd, facts: { ...facts({ vcpus: 8 }), prices: known(prices(), NOW) } }));

    // 3 nodes have no room; 1 node × 10 waves × 10 / 60 h × 0.24; 2 nodes × 5 waves come to the same
    expect(asSet.cost).toMatchObject({ cost: { amount: expect.closeTo(((1 * 10 * 10) / 60) * 0.24, 9) } });
    expect(instead?.run.cost).toMatchObject({ cost: { amount: expect.closeTo(((2 * 5 * 10) / 60) * 0.24, 9) } });
  });

  it("goes in place where not even one node has room and max unavailable is set", () => {
    const both = poolOf("apps", D4, 20, percent(25), { upgrade: { maxSurge: percent(25), maxUnavailable: count(2) } });
    const { asSet, standing, instead } = hopOn(cluster({ nodePools: [both] }), { vcpus: 3 });

    // 20 / 2 = 10 waves × 10 minutes, and no node is paid for
    expect(standing).toBe("falls-back");
    expect(poolOfRun(asSet, "apps")).toMatchObject({ course: { kind: "in-place", waves: 10 }, minutes: { likely: 100 } });
    expect(instead).toBeUndefined();
  });

  it("is not there on 1.34: the hop from it fails as it is set", () => {
    const before = plan({ cluster: on("1.34.8", APPS), facts: facts({ vcpus: 19 }) });

    expect(before.verdict).toEqual({ kind: "less-surge", hop: 0 });
    expect(poolOfRun(hopOf(before).asSet, "apps").course).toEqual({ kind: "fails", hasRoomForOne: true });
  });
});

describe("a spot pool in the run", () => {
  const MIXED = cluster({
    nodePools: [poolOf("burst", D4, 12, percent(50), { priority: "spot" }), poolOf("apps", D4, 4, percent(25))],
  });

  it("stands apart: no surge, no time, no money, and its command comes last", () => {
    const { asSet, spot, steps, standing } = hopOn(MIXED, { vcpus: 4 });

    // apps alone: 1 node × 4 vCPUs of 4; 4 waves × 10 minutes
    expect(standing).toBe("as-set");
    expect(spot).toEqual([{ pool: "burst", nodes: 12 }]);
    expect(asSet.pools.map(({ pool }) => pool)).toEqual(["apps"]);
    expect(needFor(asSet.needs.together, "family-quota")).toEqual({ needed: 4, free: 4, short: 0 });
    expect(asSet.minutes).toMatchObject({ oneAfterAnother: { likely: 40 } });
    expect(steps.upgrade.at(-1)).toMatchObject({
      text: expect.stringContaining("evicted"),
      command: { args: expect.arrayContaining(["burst"]) },
    });
    expect(steps.upgrade[0]?.command?.args).toContain("--control-plane-only");
    expect(plan({ cluster: on("1.35.4", MIXED), facts: facts() }).total.nodeRebuilds).toBe(12 + 4);
  });
});

describe("a node-subnet cluster out of addresses at surge but not at rest", () => {
  const NODE_SUBNET = { model: "node-subnet", podCidrs: [], outboundType: "userDefinedRouting" } as const;
  // 8 nodes × (1 + 30) = 248 of the 251 addresses of a /24
  const TIGHT = cluster({ network: NODE_SUBNET, nodePools: [poolOf("apps", D4, 8, percent(25), { nodeSubnet: SUBNET })] });
  const tight = {
    ...facts(),
    subnets: known(subnets({ [SUBNET]: known(subnetUse(251, 248), NOW) }), NOW),
  };

  it("is blocked by 28 addresses for even one surge node, and says so", () => {
    const hop = hopOf(plan({ cluster: TIGHT, facts: tight }));

    // ceil(25 × 8 / 100) = 2 nodes × 31 = 62 of 3: 59 short; one node 31 − 3 = 28 short
    expect(hop.standing).toBe("blocked");
    expect(hop.blocks).toMatchObject([
      {
        kind: "no-room",
        surge: 2,
        hasRoomForOne: false,
        short: [{ of: { kind: "subnet" }, needed: 62, limit: 251, used: 248, short: 59 }],
      },
    ]);
    expect(hop.highest[0]?.oneAfterAnother).toMatchObject({ kind: "no-room", short: [{ needed: 31, free: 3, short: 28 }] });
  });

  it("has room with a node fewer", () => {
    const fewer = plan({
      cluster: TIGHT,
      facts: tight,
      options: { whatIf: { nodes: new Map([["apps", 7]]) }, maxSurge: { all: count(1) } },
    });

    // 7 × 31 = 217, 34 free, 31 needed
    expect(fewer.verdict).toEqual({ kind: "as-set", hop: 0 });
    expect(needFor(hopOf(fewer).asSet.needs.together, "subnet")).toEqual({ needed: 31, free: 34, short: 0 });
  });
});
