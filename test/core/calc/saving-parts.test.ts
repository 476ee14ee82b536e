import { describe, expect, it } from "vitest";
import { addressSaving } from "../../../src/core/calc/saving-address.ts";
import { otherDiskSaving } from "../../../src/core/calc/saving-other-disk.ts";
import { profileSaving } from "../../../src/core/calc/saving-profile.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { gib } from "../../../src/core/model/units.ts";
import { pool, price, prices, sku, skus, vmPrices } from "../../support/build.ts";
import { moneyFacts, seenDays, worked } from "./money-facts.ts";

const D4 = vmSize("Standard_D4ds_v5");
const D8 = vmSize("Standard_D8ds_v5");
const disk = (sizeGiB: number) => ({ kind: "managed", sizeGiB: gib(sizeGiB) }) as const;
const WEEK = seenDays([[2], [2], [2], [2], [2], [2], [2]]);

describe("smaller disks", () => {
  const large = pool({ osDisk: disk(512) });

  it("save the difference of the tiers, on the mean and at both ends of the autoscaler", () => {
    const saving = worked(otherDiskSaving(large, disk(128), moneyFacts({ history: WEEK })));

    expect(saving).toMatchObject({
      ...{ about: "disk", firmness: "up-to", confidence: "low" },
      ...{ monthly: { amount: 2 * (73 - 20) }, before: { amount: 2 * 73 }, range: { low: 2 * 53, high: 10 * 53 } },
    });
    expect(saving.prices.map(({ what }) => what)).toEqual(["P20 LRS disk", "P10 LRS disk"]);
  });

  it("save the whole where they are local", () => {
    const local = { kind: "ephemeral", sizeGiB: gib(128) } as const;

    expect(worked(otherDiskSaving(large, local, moneyFacts()))).toMatchObject({ monthly: { amount: 3 * 73 } });
  });

  it("are not priced without a row", () => {
    const withoutP10 = prices({ disks: { "P20 LRS": price(73) } });

    expect(otherDiskSaving(large, disk(128), moneyFacts({ prices: withoutP10 }))).toEqual({
      notPriced: expect.stringContaining("P10 LRS disk"),
    });
  });
});

describe("public addresses, gone", () => {
  it.for([
    { what: "of Azure's own", nodePublicIp: {}, hourly: 0.005, firmness: "firm" },
    { what: "of a prefix", nodePublicIp: { prefixId: "p" }, hourly: 0.006, firmness: "up-to" },
  ])("$what save their hours, $firmness", ({ nodePublicIp, hourly, firmness }) => {
    const saving = worked(addressSaving(pool({ nodePublicIp }), moneyFacts()));

    expect(saving).toMatchObject({ about: "public-ip", firmness });
    expect(saving.monthly.amount).toBeCloseTo(3 * hourly * 730, 9);
    expect(saving.before).toEqual(saving.monthly);
  });

  it("save nothing where there are none", () => {
    expect(addressSaving(pool(), moneyFacts())).toMatchObject({ monthly: { amount: 0 } });
  });
});

describe("the minimum of one size as nodes of another", () => {
  const facts = moneyFacts({
    prices: prices({ vms: { [D4]: vmPrices(0.24), [D8]: vmPrices(0.4) } }),
    skus: skus(sku(), sku({ name: D8, vcpus: 8 })),
  });
  const four = { vmSize: D4, nodes: 4 };
  const two = { vmSize: D8, nodes: 2 };

  it("saves hours and disks of the one, less those of the other", () => {
    const saving = worked(profileSaving(pool({ osDisk: disk(128) }), four, two, facts));

    expect(saving).toMatchObject({ about: "size", firmness: "up-to", isOfPart: true, basis: { kind: "tonight" } });
    expect(saving.before.amount).toBeCloseTo(4 * (0.24 * 730 + 20), 9);
    expect(saving.monthly.amount).toBeCloseTo(4 * (0.24 * 730 + 20) - 2 * (0.4 * 730 + 20), 9);
  });

  it("is less than nothing where the other costs more", () => {
    expect(worked(profileSaving(pool(), two, { ...four, nodes: 9 }, facts)).monthly.amount).toBeLessThan(0);
  });

  it("is not priced where a capacity reservation group is paid for either way", () => {
    expect(profileSaving(pool({ capacityReservationGroupId: "g" }), four, two, facts)).toHaveProperty("notPriced");
  });
});
