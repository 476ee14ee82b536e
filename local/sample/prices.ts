import { type PricesState, pricesState } from "../prices/index.ts";
import { oddVmRows } from "../prices/odd-rows.ts";
import { aksRows, diskRows, publicIpRows, type VmOffer, vmRows } from "../prices/rows.ts";
import type { PriceRow } from "../prices/state.ts";
import { AUTOMATIC, DISKS, linuxPrices, REGIONS, rounded, type SampleRegion } from "./list-prices.ts";
import { armSize } from "./pool-body.ts";
import { sizeCalled } from "./skus.ts";
import { spotPrice } from "./spot.ts";

/** In use there, and the list does not know it. */
const NOT_LISTED = { region: "swedencentral", size: "NC24ads_A100_v4" } as const;
/** In use there, and listed twice at prices that cannot both be meant. */
const CONTRADICTORY = { region: "westeurope", size: "L8s_v3" } as const;
/** Sizes around whose price there are rows that are none, each with an amount that would be noticed. */
const ODD_NEIGHBOURS: ReadonlySet<string> = new Set(["D8ds_v5", "D4as_v5", "D8as_v5", "E8ds_v5"]);

/** US dollars a vCPU and hour, in every recorded pair of rows of these series. */
const WINDOWS_LICENCE = 0.046;
const hasWindows = (size: string): boolean => /^[DEF]/.test(size) && !/^D\d+p/.test(size);

/**
 * The other rows of a size. Terms have the shares that the recorded D2ds_v5 of eastus2 has; a Windows machine for dev/test costs what
 * a Linux one does, one of Cloud Services what a Windows one does, and low priority a fifth, as recorded. Spot is made up.
 */
function offerOf(size: string, region: SampleRegion, linux: number): VmOffer {
  const windows = hasWindows(size) ? rounded(linux + WINDOWS_LICENCE * sizeCalled(armSize(size)).vcpus) : undefined;
  const linuxSpot = spotPrice(size, linux);
  return {
    linux,
    reserved: { oneYear: linux * 0.59, threeYears: linux * 0.38 },
    savingsPlan: { oneYear: rounded(linux * 0.69), threeYears: rounded(linux * 0.47) },
    lowPriority: rounded(linux * 0.2),
    ...(windows === undefined ? {} : { windows, devTest: linux, cloudServices: windows }),
    ...(linuxSpot === undefined ? {} : { linuxSpot }),
    ...(windows === undefined || linuxSpot === undefined ? {} : { windowsSpot: rounded((linuxSpot * windows) / linux) }),
    // The real list changes row by row; this region was dearer before.
    ...(region === "swedencentral" ? { effectiveStartDate: "2026-04-01T00:00:00Z" } : {}),
  };
}

function sizeRows(size: string, region: SampleRegion, linux: number): readonly PriceRow[] {
  if (region === NOT_LISTED.region && size === NOT_LISTED.size) return [];
  const name = armSize(size);
  const offer = offerOf(size, region, linux);
  const isTwice = region === CONTRADICTORY.region && size === CONTRADICTORY.size;
  return [
    ...vmRows(region, name, offer),
    ...(isTwice
      ? vmRows(region, name, { linux: rounded(linux * 1.1) }).map((row) => ({ ...row, productName: `${row.productName} Linux` }))
      : []),
    ...(ODD_NEIGHBOURS.has(size) ? oddVmRows(region, name, linux) : []),
  ];
}

/** Made up: what is paid elsewhere for what costs 1 in West Europe. */
const ELSEWHERE: Readonly<Record<SampleRegion, number>> = { westeurope: 1, northeurope: 0.95, swedencentral: 0.9 };

function diskRowsIn(region: SampleRegion): readonly PriceRow[] {
  const here = (amount: number) => rounded(amount * ELSEWHERE[region]);
  return Object.entries(DISKS).flatMap(([tier, [lrs, zrs, mount]]) =>
    diskRows(region, tier, { lrs: here(lrs), zrs: here(zrs), mount, ...(tier.startsWith("E") ? { operations: 0.002 } : {}) }),
  );
}

const rowsIn = (region: SampleRegion): readonly PriceRow[] => [
  ...linuxPrices(region).flatMap(([size, linux]) => sizeRows(size, region, linux)),
  ...diskRowsIn(region),
  ...aksRows(region, { automatic: AUTOMATIC }),
  ...publicIpRows(region),
];

/** What a US dollar is in euros; made up. */
const EUR = 0.92;
/** Small, so that the list of virtual machines takes several pages. */
const PAGE_SIZE = 100;

/** What the sample estate costs, in the regions it is in: list prices as of 2026, dated. */
export const samplePrices = (): PricesState => pricesState({ rates: { EUR }, pageSize: PAGE_SIZE, rows: REGIONS.flatMap(rowsIn) });
