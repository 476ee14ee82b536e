import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClusterDay, mergedDay } from "../../../src/core/model/history.ts";
import { day } from "../../../src/core/model/time.ts";
import { minutesAfter, poolSize, ref } from "../../support/build.ts";
import { law } from "../../support/law.ts";

const sample = (minute: number, nodeCount = minute) => ({
  at: minutesAfter(minute),
  sizes: [poolSize("Standard_D4ds_v5", nodeCount)],
});
const seen = (pools: Readonly<Record<string, readonly ReturnType<typeof sample>[]>>): ClusterDay => ({
  cluster: ref().id,
  day: day("2026-11-23"),
  pools: Object.entries(pools).map(([pool, samples]) => ({ pool, samples })),
});

describe("a day that is looked at again", () => {
  it("has the moments of both looks in order, pool by pool", () => {
    const both = mergedDay(seen({ apps: [sample(0), sample(30)], web: [sample(0)] }), seen({ batch: [sample(30)], apps: [sample(10)] }));

    expect(both).toEqual(seen({ apps: [sample(0), sample(10), sample(30)], batch: [sample(30)], web: [sample(0)] }));
  });

  it("says of a moment what was said last", () => {
    expect(mergedDay(seen({ apps: [sample(5, 3)] }), seen({ apps: [sample(5, 4)] }))).toEqual(seen({ apps: [sample(5, 4)] }));
  });

  const looks = fc
    .uniqueArray(fc.record({ pool: fc.constantFrom("apps", "web"), minute: fc.nat(9) }), {
      maxLength: 8,
      selector: (of) => JSON.stringify(of),
    })
    .map((all) => all.map(({ pool, minute }) => seen({ [pool]: [sample(minute)] })));
  const together = (all: readonly ClusterDay[]): ClusterDay => all.reduce(mergedDay, seen({}));

  law("is the same whichever look came first, and however often", [looks], (all) => {
    const once = together(all);

    expect(together(all.toReversed())).toEqual(once);
    expect(together([...all, ...all])).toEqual(once);
    expect(once.pools.flatMap(({ samples }) => samples)).toHaveLength(all.length);
  });
});
