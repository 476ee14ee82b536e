import { evictionsADay, isOpenEnded } from "../calc/spot-evictions.ts";
import type { EvictionBand } from "../model/price.ts";
import type { Working } from "../model/working.ts";
import { counted } from "./words.ts";

/** `0–5 % an hour`, the chance of each node. */
export const bandText = (band: EvictionBand): string =>
  isOpenEnded(band) ? `${band.replace("+", " %")} or more an hour` : `${band.replace("-", "–")} % an hour`;

/** `up to 14 evictions a day` */
export function evictionsText(nodes: number, band: EvictionBand): string {
  const evictions = evictionsADay(nodes, band);
  const many = evictions < 10 ? Math.round(evictions * 10) / 10 : Math.round(evictions);
  return `${isOpenEnded(band) ? "at least" : "up to"} ${counted(many, "eviction")} a day`;
}

export const evictionsWorking = (nodes: number, band: EvictionBand): Working => ({
  label: "evictions",
  formula: `${nodes} × ${Number.parseInt(band.split("-").at(-1) ?? band, 10)} % × 24`,
  value: `${evictionsText(nodes, band)} (class ${bandText(band)}, of the last 28 days)`,
});
