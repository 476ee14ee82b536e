import { describe, expect, it } from "vitest";
import { known } from "../../../src/core/model/absence.ts";
import { vmFamily } from "../../../src/core/model/names.ts";
import { versionText } from "../../../src/core/model/version.ts";
import {
  cluster,
  maintenancePlans,
  maintenanceWindow,
  NOW,
  percent,
  prices,
  quota,
  quotas,
  regionFacts,
  schedule,
  sku,
  skus,
  subnets,
  subnetUse,
  version,
  vmPrices,
} from "../../support/build.ts";
import { CATALOGUE, hopOf, lowerOf, needFor, plan, poolOf, poolOfRun, SUBNET } from "./planning.ts";

const DDSV5 = vmFamily("standardDDSv5Family");
const SYSTEM = poolOf("system", "Standard_D4ds_v5", 3, percent(10), { mode: "system", nodeSubnet: SUBNET, version: version("1.34.2") });
const APPS = poolOf("apps", "Standard_D8ds_v5", 20, percent(25), { nodeSubnet: SUBNET, version: version("1.34.2") });
const CLUSTER = cluster({
  version: version("1.34.2"),
  network: { model: "node-subnet", podCidrs: [], outboundType: "userDefinedRouting" },
  nodePools: [APPS, SYSTEM],
});
const FACTS = regionFacts({
  skus: known(skus(sku(), sku({ name: "Standard_D8ds_v5", vcpus: 8, vcpusAvailable: 8 })), NOW),
  quotas: known(quotas({ byFamily: new Map([[DDSV5, quota(200, 172)]]), regional: quota(1000, 172) }), NOW),
  subnets: known(subnets({ [SUBNET]: known(subnetUse(1000, 882), NOW) }), NOW),
  prices: known(prices({ vms: { Standard_D4ds_v5: vmPrices(0.24), Standard_D8ds_v5: vmPrices(0.5) } }), NOW),
  versions: known(CATALOGUE, NOW),
  // Sun 02:00–06:00 UTC
  maintenance: known(maintenancePlans([schedule("cluster-upgrades", maintenanceWindow({ durationHours: 4 }))]), NOW),
});
const MEASURED = new Map([
  ["system", 9],
  ["apps", 9],
]);
const EXAMPLE = plan({ cluster: CLUSTER, facts: FACTS, measured: MEASURED });
const HOP = hopOf(EXAMPLE);

describe("the plan of a cluster that is short of quota and addresses", () => {
  it("goes from 1.34.2 to 1.36 in 2 hops, of which the first has no room as it is", () => {
    expect(EXAMPLE.hops.map(({ from, to }) => `${versionText(from)} → ${versionText(to)}`)).toEqual(["1.34.2 → 1.35.4", "1.35.4 → 1.36.1"]);
    expect(EXAMPLE.total.hops).toBe(2);
    expect(EXAMPLE.verdict).toEqual({ kind: "less-surge", hop: 0 });
  });

  it("says when support of 1.34 ends: community on 30 Nov, platform and long-term later", () => {
    expect(HOP.support).toMatchObject({
      community: { kind: "ends", on: "2026-11", daysLeft: 7 },
      platform: { kind: "unknown" },
      lts: { kind: "ends", on: "2027-11" },
    });
  });

  it("system: 3 nodes of D4ds_v5, 1 surge node, 4 vCPUs, 31 addresses, 3 waves, 0:27 to 1:57", () => {
    const system = poolOfRun(HOP.asSet, "system");

    // ceil(10 × 3 / 100) = 1; 1 × 4; 1 × (1 + 30); 3 / 1 = 3 waves; 3 × 9; 3 × (9 + 30)
    expect(system).toMatchObject({
      nodes: 3,
      surge: 1,
      waves: { waves: 3 },
      minutes: { likely: 27, slowest: 117 },
      course: { kind: "as-set" },
    });
    expect(needFor(system.needs, "family-quota")).toEqual({ needed: 4, free: 28, short: 0 });
    expect(needFor(system.needs, "subnet")).toEqual({ needed: 31, free: 118, short: 0 });
  });

  it("apps: 20 nodes of D8ds_v5, 25 % → 5, 40 vCPUs short 12, 155 addresses short 37, 4 waves, 0:36 to 2:36", () => {
    const apps = poolOfRun(HOP.asSet, "apps");

    // ceil(25 × 20 / 100) = 5; 5 × 8 − 28; 5 × 31 − 118; 20 / 5; 4 × 9; 4 × 39
    expect(apps).toMatchObject({ nodes: 20, surge: 5, waves: { waves: 4 }, minutes: { likely: 36, slowest: 156 } });
    expect(apps.course).toEqual({ kind: "fails", hasRoomForOne: true });
    expect(needFor(apps.needs, "family-quota")).toEqual({ needed: 40, free: 28, short: 12 });
    expect(needFor(apps.needs, "subnet")).toEqual({ needed: 155, free: 118, short: 37 });
    expect(needFor(apps.needs, "regional-quota")).toEqual({ needed: 40, free: 828, short: 0 });
  });

  it("together: 44 vCPUs short 16, 186 addresses short 68", () => {
    const { together } = HOP.asSet.needs;

    expect(needFor(together, "family-quota")).toEqual({ needed: 44, free: 28, short: 16 });
    expect(needFor(together, "subnet")).toEqual({ needed: 186, free: 118, short: 68 });
  });

  it("apps at 10 %: 2 nodes, 16 vCPUs, 62 addresses, 10 waves, 1:30 to 6:30; together 20 and 93", () => {
    expect(HOP.instead).toMatchObject({ order: "together", shares: new Map([["apps", percent(10)]]) });
    const { run } = lowerOf(HOP);
    const apps = poolOfRun(run, "apps");

    expect(apps).toMatchObject({ surge: 2, waves: { waves: 10 }, minutes: { likely: 90, slowest: 390 }, course: { kind: "as-set" } });
    expect(needFor(apps.needs, "family-quota")).toEqual({ needed: 16, free: 28, short: 0 });
    expect(needFor(apps.needs, "subnet")).toEqual({ needed: 62, free: 118, short: 0 });
    expect(needFor(run.needs.together, "family-quota")).toEqual({ needed: 20, free: 28, short: 0 });
    expect(needFor(run.needs.together, "subnet")).toEqual({ needed: 93, free: 118, short: 0 });
  });

  it("in the window of 4 hours: likely 1:57 has room, slowest 8:27 has not", () => {
    const run = HOP.instead?.run;

    // 27 + 90 = 117; 117 + 390 = 507 = 8:27, three windows of 240
    expect(run?.minutes).toMatchObject({ oneAfterAnother: { likely: 117, slowest: 507 }, together: { likely: 90, slowest: 390 } });
    expect(run?.window).toMatchObject({ kind: "windows", windowMinutes: 240, windows: { likely: 1, slowest: 3 } });
  });

  it("costs 3.0 h of D8ds_v5 and 0.45 h of D4ds_v5", () => {
    // 2 × 90 / 60 = 3.0 h at 0.50; 1 × 27 / 60 = 0.45 h at 0.24
    expect(HOP.instead?.run.cost).toMatchObject({ cost: { amount: expect.closeTo(3 * 0.5 + 0.45 * 0.24, 9), currency: "EUR" } });
  });

  it("says what changes in silence: the nodes move to Ubuntu 24.04", () => {
    const from22 = { ...APPS, nodeImageVersion: "AKSUbuntu-2204gen2containerd-202611.10.0" };
    const fixed = { ...SYSTEM, osSku: "Ubuntu2204", nodeImageVersion: "AKSUbuntu-2204gen2containerd-202611.10.0" };
    const moving = plan({ cluster: { ...CLUSTER, nodePools: [from22, fixed] }, facts: FACTS });

    expect(hopOf(moving).silentChanges).toMatchObject([
      { kind: "os", pool: "apps", from: { name: "Ubuntu 22.04" }, to: { name: "Ubuntu 24.04" } },
    ]);
    expect(hopOf(moving, 1).silentChanges).toEqual([]);
  });

  it("names the highest max surge: 15 % one after another, 10 % in any order", () => {
    const apps = HOP.highest.find(({ pool }) => pool === "apps");

    expect(apps?.oneAfterAnother).toMatchObject({ kind: "has-room", nodes: 3, share: percent(15), waves: 7 });
    expect(apps?.together).toMatchObject({ kind: "has-room", nodes: 2, share: percent(10), waves: 10 });
    // 93 + 31 = 124 of 118 addresses
    expect(apps?.together).toMatchObject({ stops: [{ of: { kind: "subnet" }, needed: 124, free: 118, short: 6 }] });
  });

  it("names what blocks, and what is short by how much", () => {
    expect(HOP.blocks).toMatchObject([
      { kind: "no-room", pool: "apps", surge: 5, goesOn: "fails", hasRoomForOne: true, short: [{ short: 12 }, { short: 37 }] },
    ]);
  });

  it("names what is not known", () => {
    expect(EXAMPLE.notKnown.map(({ what }) => what)).toEqual([
      "pod disruption budgets",
      "use of APIs that a version removes",
      "free capacity in the zones",
    ]);
  });

  it("goes on from hop 1: the second has room with the max surge that was set, and nothing is set again", () => {
    const second = hopOf(EXAMPLE, 1);

    expect(second.standing).toBe("as-set");
    expect(poolOfRun(second.asSet, "apps")).toMatchObject({ surge: 2, waves: { waves: 10 } });
    expect(second.steps.upgrade.map(({ command }) => command?.args.join(" "))).toEqual([
      "aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.36.1 --control-plane-only",
      "aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n system --kubernetes-version 1.36.1",
      "aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n apps --kubernetes-version 1.36.1",
    ]);
  });

  it("adds both hops up: 46 nodes, 3:54 to 16:54, six windows at the slowest", () => {
    expect(EXAMPLE.total).toMatchObject({
      nodeRebuilds: 2 * (3 + 20),
      minutes: { likely: 2 * 117, slowest: 2 * 507 },
      windows: { likely: 2, slowest: 6 },
      cost: { amount: { amount: expect.closeTo(2 * (3 * 0.5 + 0.45 * 0.24), 9) } },
    });
  });

  it("gives the commands in order: max surge first, then control plane, system pool, the rest", () => {
    expect(HOP.steps.upgrade.map(({ command }) => `${command?.tool} ${command?.args.join(" ")}`)).toEqual([
      "az aks nodepool update -g rg-prod --cluster-name prod-weu-1 -n apps --max-surge 10%",
      "az aks upgrade -g rg-prod -n prod-weu-1 --kubernetes-version 1.35.4 --control-plane-only",
      "az aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n system --kubernetes-version 1.35.4",
      "az aks nodepool upgrade -g rg-prod --cluster-name prod-weu-1 -n apps --kubernetes-version 1.35.4",
    ]);
  });

  it("says how long there is a way back: 7 days, and no longer than 1.34 is supported", () => {
    expect(HOP.rollBack).toMatchObject({ withinDays: 7, supportedUntil: "2026-11-30", pools: ["system", "apps"] });
    expect(HOP.rollBack.steps[0]?.command?.args).toContain("--auto-upgrade-channel");
  });
});
