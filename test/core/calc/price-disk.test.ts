import { describe, expect, it } from "vitest";
import type { ManagedStorage } from "../../../src/core/calc/disk-tier.ts";
import { diskRate } from "../../../src/core/calc/price-disk.ts";
import { gib } from "../../../src/core/model/units.ts";
import { NOW, price, prices } from "../../support/build.ts";
import { listRead } from "./money-facts.ts";

/** P10 as infracost's golden files have it. */
const LIST = listRead(
  prices({
    disks: {
      "P10 LRS": price(19.71, { meterId: "p10" }),
      "P15 LRS": price(38.02),
      "P20 LRS": price(73.22),
      "E10 LRS": price(9.6, { meterId: "e10" }),
      "P10 ZRS": price(29.57),
    },
  }),
  NOW,
);

describe("a month of an OS disk", () => {
  it.for([
    { sizeGiB: 128, storage: "premium-ssd", monthly: 19.71, tier: "P10" },
    { sizeGiB: 65, storage: "premium-ssd", monthly: 19.71, tier: "P10" },
    { sizeGiB: 129, storage: "premium-ssd", monthly: 38.02, tier: "P15" },
    { sizeGiB: 512, storage: "premium-ssd", monthly: 73.22, tier: "P20" },
    { sizeGiB: 100, storage: "standard-ssd", monthly: 9.6, tier: "E10" },
  ] satisfies { sizeGiB: number; storage: ManagedStorage; monthly: number; tier: string }[])(
    "of $sizeGiB GiB is billed as $tier: $monthly",
    ({ sizeGiB, storage, monthly, tier }) => {
      expect(diskRate({ kind: "managed", sizeGiB: gib(sizeGiB) }, storage, LIST)).toMatchObject({
        monthly,
        tier: { name: tier },
        use: { what: `${tier} LRS disk`, amount: monthly, per: "month", readAt: NOW },
      });
    },
  );

  it("is nothing for an ephemeral one, without a row", () => {
    expect(diskRate({ kind: "ephemeral", sizeGiB: gib(128) }, "premium-ssd", LIST)).toEqual({ monthly: 0 });
  });

  it("is not priced where the tier has no row", () => {
    expect(diskRate({ kind: "managed", sizeGiB: gib(1024) }, "premium-ssd", LIST)).toEqual({
      notPriced: "no retail row for P30 LRS disk in westeurope (list read 23 Nov 02:03 UTC)",
    });
  });

  it("is not priced where no disk is so large", () => {
    expect(diskRate({ kind: "managed", sizeGiB: gib(40_000) }, "premium-ssd", LIST)).toEqual({
      notPriced: "no managed disk has 40000 GiB",
    });
  });
});
