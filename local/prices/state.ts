import type { Fault } from "../stand-in.ts";

/** An item as the Retail Prices API writes it, in US dollars. */
export interface PriceRow {
  readonly currencyCode: string;
  readonly tierMinimumUnits: number;
  readonly reservationTerm?: string;
  readonly retailPrice: number;
  readonly unitPrice: number;
  readonly armRegionName: string;
  readonly location: string;
  readonly effectiveStartDate: string;
  readonly effectiveEndDate?: string;
  readonly meterId: string;
  readonly meterName: string;
  readonly productId: string;
  readonly skuId: string;
  readonly productName: string;
  readonly skuName: string;
  readonly serviceName: string;
  readonly serviceId: string;
  readonly serviceFamily: string;
  readonly unitOfMeasure: string;
  readonly type: string;
  readonly isPrimaryMeterRegion: boolean;
  readonly armSkuName: string;
  readonly savingsPlan?: readonly { readonly unitPrice: number; readonly retailPrice: number; readonly term: string }[];
}

/** The price list the stand-in shows. It is read anew for every request. */
export interface PricesState {
  /** Of all regions and services, in any order. */
  rows: readonly PriceRow[];
  /** What a US dollar is in another currency. A currency that is not here is answered in US dollars, without a word. */
  rates: Record<string, number>;
  pageSize: number;
  /** The rows of a list as one request finds them: filters that are not applied, pages that move between two requests. */
  arrange?: (rows: readonly PriceRow[], request: ArrangedRequest) => readonly PriceRow[];
  /** The link of an answer, made from the honest one. */
  nextPageLink?: (link: string | null) => string | null;
  /** The first fault that matches a request and is not used up takes effect. Its path is decoded: `armRegionName eq 'westeurope'`. */
  faults: Fault[];
}

export interface ArrangedRequest {
  /** Counted from 1. */
  readonly count: number;
  readonly currency: string;
  readonly filter: string;
  readonly skip: number;
}

/** A state with nothing in it but a rate for the euro; a test puts in what it is about. */
export const pricesState = (change: Partial<PricesState> = {}): PricesState => ({
  rows: [],
  rates: { EUR: 0.9 },
  pageSize: 1000,
  faults: [],
  ...change,
});
