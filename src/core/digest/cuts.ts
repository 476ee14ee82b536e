import { DEPTHS, type Depth } from "./details.ts";
import type { Digest } from "./digest.ts";
import { byRank, type Row } from "./rows.ts";

/** What a message shows of its digest. */
export interface Cut {
  /** Rows that are shown, and how much of each unfolds. */
  readonly depths: ReadonlyMap<Row, Depth>;
  readonly resolved: number;
  readonly unchecked: number;
}

/** These rows outlive what stands under them. */
const FEW_ROWS = 3;

/** Ever smaller ones: details go first, the lowest row's before the others'; then the lowest rows. */
export function cutsOf({ sections, resolved, unchecked }: Digest, mostResolved: number): readonly [Cut, ...Cut[]] {
  const rows = sections.flatMap((section) => section.rows).sort(byRank);
  const short = { resolved: Math.min(resolved.length, mostResolved), unchecked: unchecked.length };
  const counts = rows.map((_, index) => rows.length - index);
  /** The first rows at one depth, the others at a lesser one. */
  const deep = (many: number, depth: Depth, other: Depth): Cut => ({
    ...short,
    depths: new Map(rows.map((row, rank) => [row, rank < many ? depth : other])),
  });
  const bare = (many: number): ReadonlyMap<Row, Depth> => new Map(rows.slice(0, many).map((row) => [row, "none"]));
  const [whole, ...lesser] = DEPTHS.slice(1).flatMap((other, index) => counts.map((many) => deep(many, DEPTHS[index] ?? other, other)));
  return [
    whole ?? deep(0, "none", "none"),
    ...lesser,
    ...counts.filter((many) => many >= FEW_ROWS).map((many) => ({ ...short, depths: bare(many) })),
    ...[...counts.filter((many) => many <= FEW_ROWS), 0].map((many) => ({ resolved: 0, unchecked: 0, depths: bare(many) })),
  ];
}
