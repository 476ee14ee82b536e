import { z } from "zod";
import { type Region, region } from "../../core/model/names.ts";
import type { Instant } from "../../core/model/time.ts";
import { Moment } from "../wire/decode.ts";

const text = z
  .string()
  .nullish()
  .transform((given) => given?.trim() ?? "");

export interface RetailRow {
  readonly currency: string;
  readonly amount: number;
  readonly region: Region;
  readonly from: Instant;
  readonly until?: Instant;
  /** From how many units on it counts; 0 for the price everybody pays first. */
  readonly tierMinimum: number;
  readonly meterId: string;
  readonly meterName: string;
  readonly skuId: string;
  readonly skuName: string;
  readonly armSkuName: string;
  readonly productName: string;
  readonly serviceName: string;
  readonly unit: string;
  /** `Consumption`, `DevTestConsumption` or `Reservation`; the filter's name for it is `priceType`. */
  readonly type: string;
  /** `1 Year`; with it the amount is that of the whole term, whatever the unit says. */
  readonly term: string;
  readonly isPrimary: boolean;
  /** Hourly, in spite of its terms. */
  readonly savingsPlan: readonly { readonly term: string; readonly amount: number }[];
}

/** An item of the Retail Prices API, version 2023-01-01-preview. */
export const RetailItem = z
  .object({
    currencyCode: z.string(),
    retailPrice: z.number(),
    armRegionName: text,
    effectiveStartDate: Moment,
    effectiveEndDate: Moment.nullish(),
    tierMinimumUnits: z.number(),
    meterId: z.string().min(1),
    meterName: text,
    skuId: text,
    skuName: text,
    armSkuName: text,
    productName: text,
    serviceName: text,
    unitOfMeasure: text,
    type: text,
    reservationTerm: text,
    isPrimaryMeterRegion: z.boolean().nullish(),
    savingsPlan: z.array(z.object({ term: z.string(), retailPrice: z.number() })).nullish(),
  })
  .transform(
    (item): RetailRow => ({
      currency: item.currencyCode,
      amount: item.retailPrice,
      region: region(item.armRegionName),
      from: item.effectiveStartDate,
      ...(item.effectiveEndDate ? { until: item.effectiveEndDate } : {}),
      tierMinimum: item.tierMinimumUnits,
      meterId: item.meterId,
      meterName: item.meterName,
      skuId: item.skuId,
      skuName: item.skuName,
      armSkuName: item.armSkuName,
      productName: item.productName,
      serviceName: item.serviceName,
      unit: item.unitOfMeasure,
      type: item.type,
      term: item.reservationTerm,
      isPrimary: item.isPrimaryMeterRegion ?? false,
      savingsPlan: (item.savingsPlan ?? []).map(({ term, retailPrice }) => ({ term, amount: retailPrice })),
    }),
  );

/** One page. `Count` is the page's own and of no use. */
export const RetailPage = z.object({ BillingCurrency: z.string(), Items: z.array(z.unknown()), NextPageLink: z.string().nullish() });

/** What a row prices, without the price: the same in every currency. A meter alone may serve several sizes, dates and tiers. */
export const rowId = (row: RetailRow): string =>
  [row.meterId, row.skuId, row.armSkuName, row.region, row.type, row.term, row.tierMinimum, row.from, row.until ?? ""]
    .join("|")
    .toLowerCase();

/** A row as a person would look for it. The texts are Azure's: cut, so that none floods a log. */
export const nameOf = ({ productName, meterName, meterId }: RetailRow): string =>
  `meter ${meterId.slice(0, 40)} (${productName.slice(0, 80)}, ${meterName.slice(0, 80)})`;
