/** What is chosen from: a whole weight each, and which two cannot both be. */
export interface Rules<T> {
  readonly weight: (item: T) => number;
  readonly clash: (a: T, b: T) => boolean;
}

interface Pick {
  readonly weight: number;
  /** Ascending. */
  readonly places: readonly number[];
}

/**
 * The items that weigh the most together and of which no two clash: the true maximum, not a good guess. Of sets of the same weight, the
 * one that has the earliest item the others lack. Quick where clashes come in small knots, as those of node pools do.
 */
export function heaviest<T>(items: readonly T[], { weight, clash }: Rules<T>): readonly T[] {
  const weights = items.map(weight);
  const clashes = items.map((a, at) => new Set(items.flatMap((b, place) => (place !== at && clash(a, b) ? [place] : []))));
  const weightAt = (place: number): number => weights[place] ?? 0;
  const clashesAt = (place: number): ReadonlySet<number> => clashes[place] ?? new Set();

  /** Takes the item with the most clashes, then leaves it: what is left falls apart into knots that do not touch. */
  function best(open: readonly number[]): Pick {
    return knots(open, clashesAt).reduce<Pick>((all, knot) => join(all, bestOfKnot(knot)), NONE);
  }

  function bestOfKnot(knot: readonly number[]): Pick {
    const [first] = knot;
    if (first === undefined) return NONE;
    if (knot.length === 1) return { weight: weightAt(first), places: knot };
    const pivot = knottiest(knot, clashesAt) ?? first;
    const taken = join(
      { weight: weightAt(pivot), places: [pivot] },
      best(knot.filter((place) => place !== pivot && !clashesAt(pivot).has(place))),
    );
    const left = best(knot.filter((place) => place !== pivot));
    return isBetter(left, taken) ? left : taken;
  }

  const { places } = best(items.map((_, place) => place));
  return places.flatMap((place) => items.slice(place, place + 1));
}

const NONE: Pick = { weight: 0, places: [] };

const join = (a: Pick, b: Pick): Pick => ({ weight: a.weight + b.weight, places: [...a.places, ...b.places].sort((x, y) => x - y) });

function isBetter(a: Pick, b: Pick): boolean {
  if (a.weight !== b.weight) return a.weight > b.weight;
  const differs = a.places.findIndex((place, at) => place !== b.places[at]);
  if (differs < 0) return false;
  return (a.places[differs] ?? Number.POSITIVE_INFINITY) < (b.places[differs] ?? Number.POSITIVE_INFINITY);
}

function knottiest(knot: readonly number[], clashesAt: (place: number) => ReadonlySet<number>): number | undefined {
  const here = new Set(knot);
  let most = -1;
  let found: number | undefined;
  for (const place of knot) {
    let clashing = 0;
    for (const other of clashesAt(place)) if (here.has(other)) clashing += 1;
    if (clashing <= most) continue;
    most = clashing;
    found = place;
  }
  return found;
}

/** Parts of which no item clashes with one of another. */
function knots(open: readonly number[], clashesAt: (place: number) => ReadonlySet<number>): readonly (readonly number[])[] {
  const left = new Set(open);
  const parts: number[][] = [];
  for (const start of open) {
    if (!left.delete(start)) continue;
    const part = [start];
    for (const place of part) {
      for (const next of clashesAt(place)) if (left.delete(next)) part.push(next);
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts;
}
