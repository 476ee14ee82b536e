import { describe, expect, it } from "vitest";
import { nodeRate, type PricedNode } from "../../../src/core/calc/price-node.ts";
import { currency } from "../../../src/core/model/money.ts";
import { vmSize } from "../../../src/core/model/names.ts";
import { instant } from "../../../src/core/model/time.ts";
import { price, prices, without } from "../../support/build.ts";
import { listRead } from "./money-facts.ts";

const READ = instant("2026-11-23T02:01:00Z");
const D4 = vmSize("Standard_D4ds_v5");
const LIST = listRead(
  prices({
    vms: {
      Standard_D4ds_v5: {
        linux: price(0.24, { meterId: "linux" }),
        windows: price(0.4, { meterId: "windows" }),
        linuxSpot: price(0.06, { meterId: "linux-spot" }),
        windowsSpot: price(0.22, { meterId: "windows-spot" }),
      },
      "Standard_E32-8ds_v5": { linux: price(2.5, { meterId: "constrained" }) },
      Standard_E32ds_v5: { linux: price(2.6, { meterId: "whole" }) },
    },
  }),
  READ,
);

describe("an hour of a node", () => {
  it.for([
    { node: { os: "linux", priority: "regular" }, hourly: 0.24, what: "Standard_D4ds_v5, Linux", meterId: "linux" },
    { node: { os: "windows", priority: "regular" }, hourly: 0.4, what: "Standard_D4ds_v5, Windows", meterId: "windows" },
    { node: { os: "linux", priority: "spot" }, hourly: 0.06, what: "Standard_D4ds_v5, Linux spot", meterId: "linux-spot" },
    { node: { os: "windows", priority: "spot" }, hourly: 0.22, what: "Standard_D4ds_v5, Windows spot", meterId: "windows-spot" },
    {
      node: { os: "windows", priority: "regular", isHybridBenefit: true },
      hourly: 0.24,
      what: "Standard_D4ds_v5, Linux, for Windows with Hybrid Benefit",
      meterId: "linux",
    },
    {
      node: { os: "linux", priority: "spot", isHybridBenefit: true },
      hourly: 0.06,
      what: "Standard_D4ds_v5, Linux spot",
      meterId: "linux-spot",
    },
  ] satisfies { node: PricedNode; hourly: number; what: string; meterId: string }[])(
    "is $hourly for $node",
    ({ node, hourly, what, meterId }) => {
      expect(nodeRate(D4, node, LIST)).toMatchObject({ hourly, use: { what, amount: hourly, per: "hour", meterId, readAt: READ } });
    },
  );

  it("says which row it is from, since when and when it was read", () => {
    expect(nodeRate(D4, { os: "linux", priority: "regular" }, LIST)).toEqual({
      hourly: 0.24,
      usd: 0.3,
      use: { what: "Standard_D4ds_v5, Linux", amount: 0.24, per: "hour", meterId: "linux", from: "2026-11-01", readAt: READ },
    });
  });

  it("is that of a constrained size's own row, never of the size it is cut from", () => {
    const rate = nodeRate(vmSize("Standard_E32-8ds_v5"), { os: "linux", priority: "regular" }, LIST);

    expect(rate).toMatchObject({ hourly: 2.5, use: { meterId: "constrained" } });
  });

  it("is found however Azure writes the size", () => {
    expect(nodeRate(vmSize("standard_d4DS_v5"), { os: "linux", priority: "regular" }, LIST)).toMatchObject({ hourly: 0.24 });
  });

  it.for([
    { node: { os: "linux", priority: "spot" }, size: "Standard_E32ds_v5", row: "Standard_E32ds_v5, Linux spot" },
    { node: { os: "windows", priority: "regular" }, size: "Standard_E32ds_v5", row: "Standard_E32ds_v5, Windows" },
    { node: { os: "linux", priority: "regular" }, size: "Standard_D99_v9", row: "Standard_D99_v9, Linux" },
  ] satisfies { node: PricedNode; size: string; row: string }[])("is not priced without a row: $row", ({ node, size, row }) => {
    expect(nodeRate(vmSize(size), node, LIST)).toEqual({
      notPriced: `no retail row for ${row} in westeurope (list read 23 Nov 02:01 UTC)`,
    });
  });

  it("is not priced for Windows spot nodes with Hybrid Benefit, of which no source speaks", () => {
    expect(nodeRate(D4, { os: "windows", priority: "spot", isHybridBenefit: true }, LIST)).toEqual({
      notPriced: "whether Azure Hybrid Benefit holds for spot nodes is not documented",
    });
  });

  it.for([
    { code: "USD", usd: undefined, expected: 0.24 },
    { code: "EUR", usd: 0.3, expected: 0.3 },
    { code: "EUR", usd: undefined, expected: undefined },
  ])("is $expected US dollars where the list is in $code and says $usd", ({ code, usd, expected }) => {
    const row = without(price(0.24), "usd");
    const linux = usd === undefined ? row : { ...row, usd };
    const list = listRead(prices({ currency: currency(code), vms: { Standard_D4ds_v5: { linux } } }), READ);

    const rate = nodeRate(D4, { os: "linux", priority: "regular" }, list);

    expect("usd" in rate ? rate.usd : undefined).toBe(expected);
  });
});
