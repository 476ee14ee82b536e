import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keptDiskSaving, mostNodesSeen } from "../../../src/core/calc/saving-kept-disk.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { pool, poolSize } from "../../support/build.ts";
import { law } from "../../support/law.ts";
import { moneyFacts, seenDays } from "./money-facts.ts";

const D4 = vmSize("Standard_D4ds_v5");
const keeps = (nodeCount: number) =>
  pool({ scaleDownMode: "deallocate", osDisk: { kind: "managed", sizeGiB: gib(128) }, nodeCount, sizes: [poolSize(D4, nodeCount)] });

/** P10 LRS is 20 EUR a month in the builders' list. */
describe("the disks of deallocated nodes", () => {
  it.for([
    { what: "tonight, until seven days are seen", days: [[8], [4], [3]], now: 3, before: 160, saved: 100 },
    { what: "the mean of the days from then on", days: [[8], [2], [2], [2], [2], [2], [3]], now: 3, before: 160, saved: 100 },
    { what: "every look of a day", days: [[3, 9, 3]], now: 3, before: 180, saved: 120 },
    { what: "tonight's nodes too, where they are the most", days: [[1], [1], [1], [1], [1], [1], [1]], now: 4, before: 80, saved: 60 },
  ])("count against $what", ({ days, now, before, saved }) => {
    const saving = keptDiskSaving(keeps(now), moneyFacts({ history: seenDays(days) }));

    expect(saving).toMatchObject({ about: "disk", firmness: "up-to", isOfPart: true, before: { amount: before } });
    if ("notPriced" in saving) throw new Error(saving.notPriced);
    expect(saving.monthly.amount).toBeCloseTo(saved, 6);
  });

  it("are not priced where none was seen to go, whatever the prices", () => {
    expect(keptDiskSaving(keeps(3), moneyFacts())).toEqual({ notPriced: expect.stringContaining("none was seen to go") });
  });

  law(
    "are never worth more than all disks there were, and are some where there is an amount",
    [fc.array(fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }), { maxLength: 28 }), fc.nat(30)],
    (days, now) => {
      const saving = keptDiskSaving(keeps(now), moneyFacts({ history: seenDays(days) }));
      const most = Math.max(now, ...days.flat());

      expect(mostNodesSeen(keeps(now), seenDays(days))).toEqual([{ vmSize: D4, nodes: most }]);
      if ("notPriced" in saving) return;
      expect(saving.monthly.amount).toBeGreaterThan(0);
      expect(saving.monthly.amount).toBeLessThanOrEqual(saving.before.amount + 1e-9);
      expect(saving.before.amount).toBeCloseTo(most * 20, 6);
    },
  );
});
