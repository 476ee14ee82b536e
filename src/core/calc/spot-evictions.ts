import type { EvictionBand } from "../model/price.ts";

/** The chance within an hour that a band allows at most; the last has no upper end, so its lower one. */
const CHANCE: Readonly<Record<EvictionBand, number>> = { "0-5": 0.05, "5-10": 0.1, "10-15": 0.15, "15-20": 0.2, "20+": 0.2 };

/**
 * How often a day a pool loses a node, were all its nodes replaced at once. With `20+` it is the least, see `isOpenEnded`.
 * Source: learn.microsoft.com/azure/virtual-machines/spot-vms (the rate is an hour's)
 */
export const evictionsADay = (nodes: number, band: EvictionBand): number => nodes * CHANCE[band] * 24;

/** What is worked out from the band is "at least". */
export const isOpenEnded = (band: EvictionBand): boolean => band === "20+";

/** Taken back for capacity alone, and never charged more than on demand: the advice wherever nothing asks for a number. */
export const NO_MAX_PRICE = -1;

/** Azure keeps five decimals. */
const STEPS_A_DOLLAR = 100_000;

/**
 * A spot max price as Azure takes it: US dollars an hour whatever the currency, five decimals, cut off so that it is never more than
 * asked for. None where none is asked for, or none that Azure could keep.
 */
export function maxPriceUsd(wantedUsdHourly?: number): number {
  if (wantedUsdHourly === undefined || !Number.isFinite(wantedUsdHourly)) return NO_MAX_PRICE;
  const steps = Math.floor(Number((wantedUsdHourly * STEPS_A_DOLLAR).toPrecision(12)));
  return steps > 0 ? steps / STEPS_A_DOLLAR : NO_MAX_PRICE;
}
