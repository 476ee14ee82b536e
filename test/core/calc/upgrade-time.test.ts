import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterUpgradeTime, poolUpgradeTime, wavesMinutes, windowsNeeded } from "../../../src/core/calc/upgrade-time.ts";
import type { NodePool, UpgradeSettings } from "../../../src/core/model/cluster.ts";
import { cluster, percent, pool } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const hours = (text: string): number => {
  const [whole = "", minutes = ""] = text.split(":");
  return Number(whole) * 60 + Number(minutes);
};

/** A cluster that is short of quota and addresses, its last roll measured at 9 minutes a wave. */
const SYSTEM = pool({ name: "system", mode: "system", nodeCount: 3, upgrade: { maxSurge: percent(10) } });
const APPS = pool({ name: "apps", nodeCount: 20, upgrade: { maxSurge: percent(25) } });
const EXAMPLE = cluster({ nodePools: [SYSTEM, APPS] });
const measured = new Map([
  ["system", 9],
  ["apps", 9],
]);
const atTen = new Map([["apps", percent(10)]]);

describe("the time of one pool", () => {
  it.for([
    { of: SYSTEM, shares: new Map(), waves: 3, likely: "0:27", slowest: "1:57" },
    { of: APPS, shares: new Map(), waves: 4, likely: "0:36", slowest: "2:36" },
    { of: APPS, shares: atTen, waves: 10, likely: "1:30", slowest: "6:30" },
  ])("$of.name in $waves waves: likely $likely, slowest $slowest", ({ of, shares, waves, likely, slowest }) => {
    expect(poolUpgradeTime(of, { shares, measured })).toMatchObject({
      pool: of.name,
      waves: { kind: "surge", waves },
      minutes: { likely: hours(likely), slowest: hours(slowest) },
    });
  });

  it("is 10 minutes a wave where none was measured", () => {
    expect(poolUpgradeTime(APPS)).toMatchObject({ minutes: { likely: 40, slowest: 160 } });
  });

  it.for([
    { upgrade: { drainTimeoutMinutes: 60 }, likely: 40, slowest: 280 },
    { upgrade: { nodeSoakMinutes: 5 }, likely: 60, slowest: 180 },
    { upgrade: { drainTimeoutMinutes: 60, nodeSoakMinutes: 5 }, likely: 60, slowest: 300 },
  ] satisfies { upgrade: UpgradeSettings; likely: number; slowest: number }[])(
    "waits for soak in every wave, and for pods at most until the drain timeout: $upgrade",
    ({ upgrade, likely, slowest }) => {
      expect(poolUpgradeTime({ ...APPS, upgrade: { ...APPS.upgrade, ...upgrade } })).toMatchObject({ minutes: { likely, slowest } });
    },
  );

  it("goes in place with max unavailable, without surge nodes to pay for", () => {
    const inPlace = { ...APPS, upgrade: { maxSurge: percent(0), maxUnavailable: percent(10) } };

    expect(poolUpgradeTime(inPlace)).toMatchObject({ waves: { kind: "in-place", waves: 10 }, minutes: { likely: 100 }, surgeNodeHours: 0 });
  });

  it.for([
    { of: APPS, shares: atTen, nodeHours: 3 },
    { of: SYSTEM, shares: new Map(), nodeHours: 0.45 },
  ])("costs $nodeHours hours of a surge node for $of.name", ({ of, shares, nodeHours }) => {
    expect(poolUpgradeTime(of, { shares, measured })).toMatchObject({ surgeNodeHours: nodeHours });
  });

  it("is none for a pool without nodes", () => {
    expect(poolUpgradeTime(pool({ nodeCount: 0 }))).toMatchObject({ minutes: { likely: 0, slowest: 0 }, surgeNodeHours: 0 });
  });

  it.for([
    { why: "spot", of: pool({ priority: "spot" }), kind: "unsupported" },
    { why: "refused by AKS", of: pool({ upgrade: { maxSurge: percent(0) } }), kind: "unsupported" },
    { why: "a drain timeout of no minutes", of: pool({ upgrade: { maxSurge: percent(10), drainTimeoutMinutes: 0 } }), kind: "unreadable" },
    { why: "a soak time of an hour", of: pool({ upgrade: { maxSurge: percent(10), nodeSoakMinutes: 60 } }), kind: "unreadable" },
  ] satisfies { why: string; of: NodePool; kind: string }[])("cannot be told for a pool that is $why", ({ of, kind }) => {
    expect(poolUpgradeTime(of)).toMatchObject({ cannotTell: { kind } });
  });
});

describe("the time of a cluster", () => {
  it("is the sum of its pools one after another, and that of the longest together", () => {
    const now = clusterUpgradeTime(EXAMPLE, { measured });
    const advised = clusterUpgradeTime(EXAMPLE, { measured, shares: atTen });

    expect(now).toMatchObject({
      oneAfterAnother: { likely: hours("1:03"), slowest: hours("4:33") },
      together: { likely: hours("0:36"), slowest: hours("2:36") },
      apart: [],
    });
    expect(advised).toMatchObject({
      oneAfterAnother: { likely: hours("1:57"), slowest: hours("8:27") },
      together: { likely: hours("1:30"), slowest: hours("6:30") },
    });
  });

  it("leaves spot pools apart, by name", () => {
    const withSpot = cluster({ nodePools: [SYSTEM, pool({ name: "burst", priority: "spot" })] });

    expect(clusterUpgradeTime(withSpot, { measured })).toMatchObject({
      oneAfterAnother: { likely: 27 },
      pools: [{ pool: "system" }],
      apart: ["burst"],
    });
  });

  it("cannot be told where one pool's cannot", () => {
    const refused = pool({ name: "odd", upgrade: { maxSurge: percent(0) } });

    expect(clusterUpgradeTime(cluster({ nodePools: [SYSTEM, refused] }))).toMatchObject({ cannotTell: { kind: "unsupported" } });
  });
});

describe("minutes of waves", () => {
  const each = { replace: 10, drainTimeout: 30, soak: 0 };

  it.for([
    { what: "half a wave", waves: 0.5, of: each },
    { what: "endless waves", waves: Number.POSITIVE_INFINITY, of: each },
    { what: "no time to replace a node", waves: 4, of: { ...each, replace: 0 } },
    { what: "a drain timeout of two days", waves: 4, of: { ...each, drainTimeout: 2880 } },
    { what: "a negative soak time", waves: 4, of: { ...each, soak: -1 } },
    { what: "a soak time that is no number", waves: 4, of: { ...each, soak: Number.NaN } },
  ])("cannot be told of $what", ({ waves, of }) => {
    expect(wavesMinutes(waves, of)).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });

  it.for([
    { drainTimeout: 1, soak: 0, isPossible: true },
    { drainTimeout: 1440, soak: 30, isPossible: true },
    { drainTimeout: 0, soak: 0, isPossible: false },
    { drainTimeout: 1441, soak: 0, isPossible: false },
    { drainTimeout: 30, soak: 31, isPossible: false },
  ])(
    "can be told of a drain timeout of $drainTimeout and a soak time of $soak minutes: $isPossible",
    ({ drainTimeout, soak, isPossible }) => {
      expect("likely" in wavesMinutes(4, { ...each, drainTimeout, soak })).toBe(isPossible);
    },
  );

  const timings = fc.record({
    replace: fc.integer({ min: 1, max: 60 }),
    drainTimeout: fc.integer({ min: 1, max: 1440 }),
    soak: fc.integer({ min: 0, max: 30 }),
  });

  law("are never likely to be more than the slowest, and grow with every wave", [fc.nat({ max: 1000 }), timings], (waves, of) => {
    const minutes = wavesMinutes(waves, of);
    const more = wavesMinutes(waves + 1, of);
    if ("cannotTell" in minutes || "cannotTell" in more) throw new Error("all of it can be");

    expect(minutes.likely).toBeLessThanOrEqual(minutes.slowest);
    expect(minutes.slowest - minutes.likely).toBe(waves * of.drainTimeout);
    expect(more.likely).toBe(minutes.likely + of.replace + of.soak);
  });
});

describe("maintenance windows that an upgrade needs", () => {
  it.for([
    { upgrade: "1:57", window: "4:00", windows: 1 },
    { upgrade: "8:27", window: "4:00", windows: 3 },
    { upgrade: "4:00", window: "4:00", windows: 1 },
    { upgrade: "4:01", window: "4:00", windows: 2 },
    { upgrade: "0:00", window: "4:00", windows: 0 },
    { upgrade: "0:03", window: "0:01", windows: 3 },
  ])("are $windows of $window for $upgrade", ({ upgrade, window, windows }) => {
    expect(windowsNeeded(hours(upgrade), hours(window))).toBe(windows);
  });

  it.for([
    [-1, 240],
    [Number.POSITIVE_INFINITY, 240],
    [60, 0],
    [60, Number.NaN],
  ] as const)("cannot be told of %j", ([upgrade, window]) => {
    expect(windowsNeeded(upgrade, window)).toMatchObject({ cannotTell: { kind: "unreadable" } });
  });
});
