import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measuredWaves, rollsOf } from "../../../src/core/calc/measured-waves.ts";
import { poolUpgradeTime } from "../../../src/core/calc/upgrade-time.ts";
import type { ClusterEvent } from "../../../src/core/model/event.ts";
import { cluster, count, minutesAfter, pool, ref } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const event = (step: "started" | "succeeded" | "failed", minutes: number, name = "apps"): ClusterEvent => ({
  ...{ id: `${step}${minutes}`, at: minutesAfter(minutes), cluster: ref(), pool: name, what: { kind: "rolling", step }, operation: "roll" },
});
/** Ten nodes, two at a time: five waves. */
const apps = pool({ name: "apps", nodeCount: 10, upgrade: { maxSurge: count(2), nodeSoakMinutes: 4 } });
const of = (...events: ClusterEvent[]) => rollsOf(cluster({ nodePools: [apps] }), events);

describe("a rolling upgrade", () => {
  it("takes its minutes, over its waves, less the soak", () => {
    expect(of(event("started", 0), event("succeeded", 100))).toMatchObject([{ pool: "apps", nodes: 10, waves: 5, waveMinutes: 16 }]);
  });

  it.for([
    { what: "in the wrong order", events: [event("succeeded", 100), event("started", 0)], many: 1 },
    { what: "without a start", events: [event("succeeded", 100)], many: 0 },
    { what: "without an end", events: [event("started", 0)], many: 0 },
    { what: "that failed", events: [event("started", 0), event("failed", 50), event("succeeded", 100)], many: 0 },
    { what: "begun again", events: [event("started", 0), event("failed", 50), event("started", 60), event("succeeded", 160)], many: 1 },
    { what: "of another pool", events: [event("started", 0, "web"), event("succeeded", 100, "web")], many: 0 },
    { what: "of a pool in other case", events: [event("started", 0, "APPS"), event("succeeded", 100)], many: 1 },
    { what: "too short for its soak", events: [event("started", 0), event("succeeded", 20)], many: 0 },
    { what: "twice", events: [event("started", 0), event("succeeded", 100), event("started", 200), event("succeeded", 300)], many: 2 },
  ])("$what measures $many", ({ events, many }) => {
    expect(of(...events)).toHaveLength(many);
  });

  it("of a pool without waves measures nothing", () => {
    expect(
      rollsOf(cluster({ nodePools: [pool({ name: "apps", priority: "spot" })] }), [event("started", 0), event("succeeded", 100)]),
    ).toEqual([]);
  });
});

describe("what was measured", () => {
  const rolled = (minutes: number, start: number) => of(event("started", start), event("succeeded", start + minutes));

  it("is the median of the last three rolls", () => {
    const rolls = [rolled(500, 0), rolled(100, 1000), rolled(120, 2000), rolled(220, 3000)].flat();

    expect(measuredWaves(rolls).get("apps")).toBe(20);
    expect(measuredWaves(rolls.slice(0, 2)).get("apps")).toBe((96 + 16) / 2);
    expect(measuredWaves([])).toEqual(new Map());
  });

  law("gives back the time of the roll it came from", [fc.integer({ min: 25, max: 2000 })], (minutes) => {
    const measured = measuredWaves(rolled(minutes, 0));
    const time = poolUpgradeTime(apps, { measured });

    expect("cannotTell" in time ? undefined : time.minutes.likely).toBeCloseTo(minutes, 6);
  });
});
