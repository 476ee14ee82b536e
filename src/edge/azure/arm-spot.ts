import { z } from "zod";
import { type Region, region, type VmSizeKey, vmSize, vmSizeKey } from "../../core/model/names.ts";
import { EVICTION_BANDS, type EvictionBand } from "../../core/model/price.ts";
import { Moment } from "../wire/decode.ts";
import { word } from "./decode.ts";

// Rows of Resource Graph's SpotResources. Documented are only the types, sku.name (lower case), properties.osType,
// properties.spotPrices[0].priceUSD and properties.evictionRate (azure-compute-docs, virtual-machines/spot-vms.md); effectiveDate
// is what clients of the table read.

const ArmSizeName = z.object({ name: z.string().min(1) }).transform(({ name }) => vmSizeKey(vmSize(name)));

const location = (of: Region) => z.string().refine((text) => region(text) === of, { error: `expected ${of}` });

/** Prices come as numbers or as text. Nothing is free: 0 stands for a price that is not known. */
const ArmUsd = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^\d+(?:\.\d+)?$/)
        .transform(Number),
    ],
    "expected a price",
  )
  .refine((usd) => usd > 0, { error: "expected more than 0" });

export const ArmSpotPrice = z
  .object({ effectiveDate: Moment, priceUSD: ArmUsd })
  .transform(({ effectiveDate, priceUSD }) => ({ from: effectiveDate, usdHourly: priceUSD }));

export interface SpotPriceRow {
  readonly vmSize: VmSizeKey;
  readonly os: "linux" | "windows";
  readonly prices: readonly unknown[];
}

const ArmOsType = word<"linux" | "windows">({ linux: "linux", windows: "windows" });

export const armSpotPrices = (of: Region): z.ZodType<SpotPriceRow> =>
  z
    .object({
      location: location(of),
      sku: ArmSizeName,
      properties: z.object({ osType: ArmOsType, spotPrices: z.array(z.unknown()).min(1) }),
    })
    .transform(({ sku, properties }) => ({ vmSize: sku, os: properties.osType, prices: properties.spotPrices }));

export interface SpotEvictionRow {
  readonly vmSize: VmSizeKey;
  readonly band: EvictionBand;
}

export const armSpotEvictions = (of: Region): z.ZodType<SpotEvictionRow> =>
  z
    .object({ location: location(of), sku: ArmSizeName, properties: z.object({ evictionRate: z.enum(EVICTION_BANDS) }) })
    .transform(({ sku, properties }) => ({ vmSize: sku, band: properties.evictionRate }));
