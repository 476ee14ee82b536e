/** One map of many; what stands in several under the same key is joined. */
export function mergeMaps<K>(maps: readonly ReadonlyMap<K, number>[], join: (a: number, b: number) => number): ReadonlyMap<K, number> {
  const merged = new Map<K, number>();
  for (const [key, value] of maps.flatMap((map) => [...map])) merged.set(key, join(merged.get(key) ?? 0, value));
  return merged;
}

export const add = (a: number, b: number): number => a + b;
export const larger = (a: number, b: number): number => Math.max(a, b);
export const sum = (values: readonly number[]): number => values.reduce(add, 0);
export const mean = (values: readonly number[]): number => sum(values) / values.length;

/** NaN of no values at all. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}
