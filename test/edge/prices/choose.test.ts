import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { vmRows } from "../../../local/prices/rows.ts";
import { currency } from "../../../src/core/model/money.ts";
import { vmSize, vmSizeKey } from "../../../src/core/model/names.ts";
import { instant } from "../../../src/core/model/time.ts";
import { choose } from "../../../src/edge/prices/choose.ts";
import { reduce } from "../../../src/edge/prices/reduce.ts";
import type { RetailRow } from "../../../src/edge/prices/retail-row.ts";
import { AT, pricesFrom, rowOf, WEU } from "./stand-in.ts";

const SIZE = "Standard_D16as_v5";

function row(change: Partial<RetailRow> = {}): RetailRow {
  const [item] = vmRows(WEU, SIZE, { linux: 0.8 });
  if (!item) throw new Error("no row");
  return { ...rowOf(item), meterId: "m", skuId: "s", ...change };
}

const day = (text: string) => instant(`${text}T00:00:00Z`);

/** Each list is read forwards and backwards. */
const amountOf = (...rows: readonly [RetailRow, ...RetailRow[]]): readonly (number | string)[] => {
  const [last = rows[0], ...others] = rows.toReversed();
  return [choose(rows), choose([last, ...others])].map((choice) => ("row" in choice ? choice.row.amount : "none"));
};

describe("of several live rows for one thing", () => {
  it.for<[string, RetailRow, RetailRow, number | "none"]>([
    ["the only one", row(), row(), 0.8],
    ["the later of one meter", row({ amount: 0.9, from: day("2024-01-01") }), row(), 0.8],
    [
      "the later of one meter, also where the earlier is the primary row",
      row({ amount: 0.9, from: day("2024-01-01"), isPrimary: true }),
      row({ isPrimary: false }),
      0.8,
    ],
    ["the primary of two meters", row({ meterId: "n", amount: 0.9, isPrimary: false }), row(), 0.8],
    [
      "the primary of two meters, also where the other is later",
      row({ meterId: "n", amount: 0.9, isPrimary: false, from: day("2026-01-01") }),
      row(),
      0.8,
    ],
    ["the later of two primary ones", row({ meterId: "n", amount: 0.9, from: day("2024-01-01") }), row(), 0.8],
    [
      "the later of two copies",
      row({ meterId: "n", amount: 0.9, isPrimary: false, from: day("2024-01-01") }),
      row({ isPrimary: false }),
      0.8,
    ],
    ["either of two with one price", row({ meterId: "n" }), row(), 0.8],
    ["none of two meters that differ in nothing but the price", row({ meterId: "n", amount: 0.9 }), row(), "none"],
    ["none of two prices of one meter from the same day", row({ amount: 0.9 }), row(), "none"],
    ["none of two SKUs of one meter", row({ skuId: "t", amount: 0.9 }), row(), "none"],
  ])("%s counts", ([, a, b, expected]) => {
    expect(amountOf(a, b)).toEqual([expected, expected]);
  });

  it("the same row is named whichever came first", () => {
    const one = choose([row({ meterId: "b" }), row({ meterId: "a" })]);
    const other = choose([row({ meterId: "a" }), row({ meterId: "b" })]);

    expect(one).toMatchObject({ row: { meterId: "a" } });
    expect(other).toEqual(one);
  });

  it("a contradiction is told with both prices and both meters, and leaves the size without a price", async () => {
    const [item] = vmRows(WEU, SIZE, { linux: 0.8 });
    const { list, odd } = await pricesFrom([item, { ...item, meterId: "other", retailPrice: 0.9 }]);

    expect(list.vms.has(vmSizeKey(vmSize(SIZE)))).toBe(false);
    expect(odd).toEqual([
      {
        id: "the price of standard_d16as_v5, linux of the retail prices of westeurope",
        problem: `0.8 by meter ${item?.meterId} (Virtual Machines Dasv5 Series, D16as v5) and 0.9 by meter other (Virtual Machines Dasv5 Series, D16as v5) hold at the same time`,
      },
    ]);
  });

  const anyRow = fc
    .record({
      meterId: fc.constantFrom("a", "b", "c"),
      skuId: fc.constantFrom("s", "t"),
      amount: fc.constantFrom(0, 0.5, 0.8, 0.9),
      isPrimary: fc.boolean(),
      from: fc.constantFrom(day("2024-01-01"), day("2025-01-01"), day("2027-01-01")),
      tierMinimum: fc.constantFrom(0, 0, 0, 10),
      type: fc.constantFrom("Consumption", "Consumption", "Reservation", "DevTestConsumption"),
      term: fc.constantFrom("", "1 Year"),
      productName: fc.constantFrom("Virtual Machines Dasv5 Series", "Virtual Machines Dasv5 Series Windows", "Dasv5 Series Cloud Services"),
      skuName: fc.constantFrom("D16as v5", "D16as v5 Spot"),
    })
    .map((change) => row({ ...change, meterName: change.skuName }));

  it("the prices of a region are the same in whatever order its rows come", () => {
    const whose = { region: WEU, currency: currency("USD"), at: AT, usdOf: () => undefined };
    fc.assert(
      fc.property(
        fc
          .array(anyRow, { maxLength: 12 })
          .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          expect(reduce(shuffled, whose).prices).toEqual(reduce(rows, whose).prices);
        },
      ),
    );
  });

  it("a price is always one of a live row of its kind, and more than nothing", () => {
    const whose = { region: WEU, currency: currency("USD"), at: AT, usdOf: () => undefined };
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 12 }), (rows) => {
        const linux = reduce(rows, whose).prices.vms.get(vmSizeKey(vmSize(SIZE)))?.linux;
        if (!linux) return;

        expect(linux.amount).toBeGreaterThan(0);
        expect(
          rows.some(
            ({ amount, meterId, type, productName, skuName, from }) =>
              amount === linux.amount &&
              meterId === linux.meterId &&
              type === "Consumption" &&
              productName.endsWith("Series") &&
              !skuName.endsWith("Spot") &&
              from <= AT,
          ),
        ).toBe(true);
      }),
    );
  });
});
