import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { courseOf, poolWaves } from "../../../src/core/calc/waves.ts";
import type { NodePool, NodeShare } from "../../../src/core/model/cluster.ts";
import { count, percent, pool, share, version, without } from "../../support/build.ts";
import { law } from "../../support/law.ts";

interface Settings {
  readonly surge?: string;
  readonly unavailable?: string;
}
const set = (nodeCount: number, { surge, unavailable }: Settings, change: Partial<NodePool> = {}) =>
  pool({
    nodeCount,
    upgrade: {
      ...(surge === undefined ? {} : { maxSurge: share(surge) }),
      ...(unavailable === undefined ? {} : { maxUnavailable: share(unavailable) }),
    },
    ...change,
  });

describe("the waves of an upgrade", () => {
  it.for([
    { of: "20 nodes at 25 %", on: set(20, { surge: "25%" }), expected: { kind: "surge", nodesAtOnce: 5, waves: 4 } },
    {
      of: "3 system nodes at 10 %",
      on: set(3, { surge: "10%" }, { mode: "system" }),
      expected: { kind: "surge", nodesAtOnce: 1, waves: 3 },
    },
    { of: "the default from 1.32 on", on: set(20, {}), expected: { kind: "surge", nodesAtOnce: 2, waves: 10 } },
    {
      of: "the default before",
      on: set(20, {}, { version: version("1.31.2") }),
      expected: { kind: "surge", nodesAtOnce: 1, waves: 20 },
    },
    {
      of: "surge before unavailable",
      on: set(20, { surge: "5", unavailable: "1" }),
      expected: { kind: "surge", nodesAtOnce: 5, waves: 4 },
    },
    {
      of: "the default surge beside max unavailable",
      on: set(20, { unavailable: "5" }),
      expected: { kind: "surge", nodesAtOnce: 2, waves: 10 },
    },
    { of: "in place, by count", on: set(20, { surge: "0", unavailable: "3" }), expected: { kind: "in-place", nodesAtOnce: 3, waves: 7 } },
    {
      of: "in place, by percentage, rounded up",
      on: set(11, { surge: "0%", unavailable: "33%" }),
      expected: { kind: "in-place", nodesAtOnce: 4, waves: 3 },
    },
    {
      of: "in place, more than there are",
      on: set(2, { surge: "0", unavailable: "5" }),
      expected: { kind: "in-place", nodesAtOnce: 2, waves: 1 },
    },
    {
      of: "no more instances than a scale set has",
      on: set(990, { surge: "10" }),
      expected: { kind: "surge", nodesAtOnce: 10, waves: 99 },
    },
    {
      of: "one more instance than a scale set has",
      on: set(990, { surge: "11" }),
      expected: { kind: "cannot-run", why: "over-scale-set-limit" },
    },
    {
      of: "the same without a scale set",
      on: set(990, { surge: "11" }, { kind: "virtual-machines" }),
      expected: { kind: "surge", nodesAtOnce: 11, waves: 90 },
    },
    {
      of: "a full scale set in place",
      on: set(1000, { surge: "0", unavailable: "10" }),
      expected: { kind: "in-place", nodesAtOnce: 10, waves: 100 },
    },
    { of: "neither", on: set(20, { surge: "0", unavailable: "0" }), expected: { kind: "cannot-run", why: "both-zero" } },
    { of: "neither, as 0 %", on: set(20, { surge: "0", unavailable: "0%" }), expected: { kind: "cannot-run", why: "both-zero" } },
    {
      of: "max unavailable on a system pool",
      on: set(3, { surge: "1", unavailable: "1" }, { mode: "system" }),
      expected: { kind: "cannot-run", why: "unavailable-on-system-pool" },
    },
    { of: "spot, whatever is set", on: set(20, { surge: "0", unavailable: "0" }, { priority: "spot" }), expected: { kind: "spot" } },
    { of: "a stopped pool", on: set(20, { surge: "25%" }, { powerState: "stopped" }), expected: { kind: "no-nodes" } },
    { of: "an empty pool", on: set(0, { surge: "25%" }), expected: { kind: "no-nodes" } },
  ])("for $of: $expected", ({ on, expected }) => {
    expect(poolWaves(on)).toEqual(expected);
  });

  it("follow the share that is asked about, also where what is set cannot run", () => {
    expect(poolWaves(set(20, { surge: "25%" }), share("10%"))).toEqual({ kind: "surge", nodesAtOnce: 2, waves: 10 });
    expect(poolWaves(set(20, { surge: "0", unavailable: "0" }), share("1"))).toMatchObject({ kind: "surge", waves: 20 });
    expect(poolWaves(set(20, { surge: "25%" }), share("0"))).toEqual({ kind: "cannot-run", why: "both-zero" });
  });

  it("cannot be told without max surge and version, nor of numbers that cannot be", () => {
    const impossible = { cannotTell: { kind: "unreadable" } };

    expect(poolWaves(without(set(20, {}), "version"))).toMatchObject({ cannotTell: { kind: "absent" } });
    expect(poolWaves(pool({ nodeCount: 20, upgrade: { maxSurge: percent(150) } }))).toMatchObject(impossible);
    expect(poolWaves(pool({ nodeCount: 20, upgrade: { maxUnavailable: count(-1) } }))).toMatchObject(impossible);
    expect(poolWaves(pool({ nodeCount: 2.5 }))).toMatchObject(impossible);
  });

  const shares = fc.oneof(
    fc.integer({ min: 1, max: 100 }).map((percent): NodeShare => ({ kind: "percent", percent })),
    fc.integer({ min: 1, max: 1200 }).map((nodes): NodeShare => ({ kind: "count", nodes })),
  );

  law("reach every node, and no wave is in vain", [fc.integer({ min: 1, max: 1000 }), shares, fc.boolean()], (nodeCount, of, isInPlace) => {
    const upgrade = isInPlace ? { maxSurge: share("0"), maxUnavailable: of } : { maxSurge: of };
    const waves = poolWaves(pool({ nodeCount, upgrade, kind: "virtual-machines" }));
    if (!("waves" in waves)) throw new Error("it can run");

    expect(waves.kind).toBe(isInPlace ? "in-place" : "surge");
    expect(waves.nodesAtOnce).toBeLessThanOrEqual(nodeCount);
    expect(waves.waves * waves.nodesAtOnce).toBeGreaterThanOrEqual(nodeCount);
    expect((waves.waves - 1) * waves.nodesAtOnce).toBeLessThan(nodeCount);
  });
});

describe("the course of an upgrade with room for so many surge nodes", () => {
  const old = { version: version("1.34.2") };
  const upTo = (most: number) => (nodes: number) => nodes <= most;

  it.for([
    { of: "all of them", on: set(20, { surge: "25%" }), room: 5, expected: { kind: "as-set" } },
    { of: "all but one, from 1.35", on: set(20, { surge: "25%" }), room: 4, expected: { kind: "one-node", waves: 20 } },
    { of: "one, from 1.35", on: set(20, { surge: "25%" }), room: 1, expected: { kind: "one-node", waves: 20 } },
    { of: "none, from 1.35", on: set(20, { surge: "25%" }), room: 0, expected: { kind: "fails", hasRoomForOne: false } },
    { of: "all but one, before", on: set(20, { surge: "25%" }, old), room: 4, expected: { kind: "fails", hasRoomForOne: true } },
    { of: "none, before", on: set(20, { surge: "25%" }, old), room: 0, expected: { kind: "fails", hasRoomForOne: false } },
    {
      of: "none, with both settings",
      on: set(20, { surge: "25%", unavailable: "3" }),
      room: 0,
      expected: { kind: "in-place", nodesAtOnce: 3, waves: 7 },
    },
    {
      of: "one, with both settings, from 1.35",
      on: set(20, { surge: "25%", unavailable: "3" }),
      room: 1,
      expected: { kind: "one-node", waves: 20 },
    },
    {
      of: "one, with both settings, before",
      on: set(20, { surge: "25%", unavailable: "3" }, old),
      room: 1,
      expected: { kind: "in-place", nodesAtOnce: 3, waves: 7 },
    },
    { of: "none, in place already", on: set(20, { surge: "0", unavailable: "3" }), room: 0, expected: { kind: "as-set" } },
    { of: "none, on spot", on: set(20, { surge: "25%" }, { priority: "spot" }), room: 0, expected: { kind: "as-set" } },
  ])("$of: $expected", ({ on, room, expected }) => {
    expect(courseOf(on, upTo(room))).toEqual(expected);
  });

  it("fails where the version is not known, and follows the share that is asked about", () => {
    const unknown = without(set(20, { surge: "25%" }), "version");

    expect(courseOf(unknown, upTo(4))).toEqual({ kind: "fails", hasRoomForOne: true });
    expect(courseOf(unknown, upTo(4), share("20%"))).toEqual({ kind: "as-set" });
  });

  it("cannot be told where the surge cannot", () => {
    expect(courseOf(without(set(20, {}), "version"), upTo(4))).toMatchObject({ cannotTell: { kind: "absent" } });
  });
});
