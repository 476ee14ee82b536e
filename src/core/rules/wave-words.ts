import { DEFAULT_WAVE_MINUTES } from "../calc/upgrade-time.ts";
import { listText } from "./words.ts";

const minutesOf = (minutes: number): number => Math.round(minutes * 10) / 10;

/** `12.5, measured`, or the default and that it is one. */
export const waveMinutesText = (pool: string, measured: ReadonlyMap<string, number>): string => {
  const minutes = measured.get(pool);
  return minutes === undefined ? `${DEFAULT_WAVE_MINUTES}` : `${minutesOf(minutes)} (measured)`;
};

/** `12.5 minutes a wave, as measured`, or the default. */
export const perWaveText = (pool: string, measured: ReadonlyMap<string, number>): string => {
  const minutes = measured.get(pool);
  return minutes === undefined ? `${DEFAULT_WAVE_MINUTES} minutes a wave` : `${minutesOf(minutes)} minutes a wave, as measured`;
};

/** How long a wave takes, for the pools of an upgrade. */
export function wavesSaid(pools: readonly string[], measured: ReadonlyMap<string, number>): string {
  const known = pools.filter((pool) => measured.has(pool));
  if (known.length === 0) return `${DEFAULT_WAVE_MINUTES} minutes: no upgrade was measured yet`;
  const said = known.map((pool) => `${minutesOf(measured.get(pool) ?? DEFAULT_WAVE_MINUTES)} minutes of ${pool}`);
  const rest = known.length < pools.length ? `, else ${DEFAULT_WAVE_MINUTES} minutes, not measured` : "";
  return `measured: ${listText(said)}${rest}`;
}
