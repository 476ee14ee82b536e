/** One thing to measure. What it returns is looked at, so that the engine cannot leave the work out. */
export interface Case {
  readonly name: string;
  readonly run: () => unknown;
}

export interface Measured {
  readonly name: string;
  /** Median over the rounds. */
  readonly microseconds: number;
  /** The middle half of the rounds, as a share of the median: how far the number can be trusted. */
  readonly spread: number;
}

export interface Effort {
  readonly rounds: number;
  /** How long each case runs in a round. */
  readonly roundMs: number;
}

/**
 * Every round runs every case once, so that what else the machine does falls on all alike. The first rounds warm the engine up
 * and are not counted.
 */
export function measure(cases: readonly Case[], { rounds, roundMs }: Effort): readonly Measured[] {
  const timed = cases.map(({ name, run }) => ({ name, run, repeats: repeatsFor(run, roundMs), samples: [] as number[] }));
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const { run, repeats, samples } of timed) {
      const microseconds = (elapsedMs(run, repeats) * 1000) / repeats;
      if (round >= 0) samples.push(microseconds);
    }
  }
  return timed.map(({ name, samples }) => {
    const sorted = samples.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
    return { name, microseconds: at(0.5), spread: (at(0.75) - at(0.25)) / at(0.5) };
  });
}

const WARM_UPS = 3;

/** Doubled until it takes long enough to be told from the clock's own steps. */
function repeatsFor(run: () => unknown, roundMs: number): number {
  for (let repeats = 1; ; repeats *= 2) {
    const took = elapsedMs(run, repeats);
    if (took >= roundMs / 4) return Math.max(1, Math.round((repeats * roundMs) / took));
  }
}

let seen: unknown;

function elapsedMs(run: () => unknown, repeats: number): number {
  const start = performance.now();
  for (let done = 0; done < repeats; done++) seen = run();
  const took = performance.now() - start;
  if (seen === undefined) throw new Error("a case gave nothing to look at");
  return took;
}
