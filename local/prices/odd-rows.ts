import { priceRow, vmRows } from "./rows.ts";
import type { PriceRow } from "./state.ts";

/**
 * What stands around the price of a size in the real list and is never its price: `linux` is the honest one, and none of these
 * changes it. Each has an amount that would be noticed.
 */
export function oddVmRows(region: string, size: string, linux: number): readonly PriceRow[] {
  const [honest] = vmRows(region, size, { linux });
  if (!honest) return [];
  const changed = (share: number, change: Partial<PriceRow>): PriceRow => {
    const amount = linux * share;
    return { ...honest, retailPrice: amount, unitPrice: amount, ...change };
  };
  // Another product or another name is another meter, in the real list as well.
  const other = (share: number, names: Partial<Pick<PriceRow, "productName" | "meterName">>): PriceRow => {
    const { productName, meterName } = { ...honest, ...names };
    return priceRow({ armRegionName: region, armSkuName: size, productName, meterName, retailPrice: linux * share });
  };
  return [
    changed(1.3, { effectiveStartDate: "2099-01-01T00:00:00Z" }),
    changed(0.7, { effectiveStartDate: "2020-01-01T00:00:00Z", effectiveEndDate: "2021-12-31T23:59:00Z" }),
    changed(0.9, { tierMinimumUnits: 1000 }),
    changed(0, { meterId: otherMeter(honest), skuId: `${honest.productId}/0000` }),
    other(1.27, { productName: honest.productName.replace(/^Virtual Machines (.*)$/, "$1 Cloud Services") }),
    other(0.4, { meterName: `${honest.meterName} Low Priority` }),
    other(0.6, { meterName: `${honest.meterName} - Expired` }),
    other(0.5, { productName: honest.productName.replace(" Series", " Promo Series") }),
    hostRow(region, `${size.replace(/^Standard_/, "").replaceAll("_", "")}_Type1`, linux * 30),
  ];
}

const otherMeter = ({ meterId }: PriceRow): string => meterId.replace(/^.{8}/, "00000000");

/** A dedicated host: a whole machine, under a name that is no size. */
export const hostRow = (region: string, armSkuName: string, retailPrice: number): PriceRow =>
  priceRow({
    armRegionName: region,
    productName: `${armSkuName.replace(/_?Type ?\d+$/, "")} Series DedicatedHost`,
    meterName: armSkuName.replaceAll("_", " "),
    armSkuName,
    retailPrice,
  });
