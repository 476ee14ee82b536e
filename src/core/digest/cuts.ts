import { DEPTHS, type Depth } from "./details.ts";
import type { Digest } from "./digest.ts";
import { byRank, type Row } from "./rows.ts";

/** What a message shows of its digest. */
export interface Cut {
  /** Rows that are shown, and how much of each unfolds. */
  readonly depths: ReadonlyMap<Row, Depth>;
  /** How many of the shown rows keep their way to the report page, and how many theirs to the portal. */
  readonly pages: number;
  readonly portals: number;
  /** How many of the rows past the tenth are named, one line each. */
  readonly also: number;
  readonly resolved: number;
  readonly unchecked: number;
  readonly week: number;
}

/** These rows outlive what stands under them. */
const FEW_ROWS = 3;
const MOST_ALSO = 5;

/**
 * Ever smaller ones: what stands past the tenth row goes first, then details, the lowest row's before the others'; then links, to the
 * portal before those to the page, which leads there, too; then the lowest rows.
 */
export function cutsOf({ sections, more, resolved, unchecked, week }: Digest, mostResolved: number): readonly [Cut, ...Cut[]] {
  const rows = sections.flatMap((section) => section.rows).sort(byRank);
  const whole = {
    ...{ pages: rows.length, portals: rows.length, also: 0, week: week?.lines.length ?? 0 },
    ...{ resolved: Math.min(resolved.length, mostResolved), unchecked: unchecked.length },
  };
  const counts = rows.map((_, index) => rows.length - index);
  /** The first rows at one depth, the others at a lesser one. */
  const deep = (many: number, depth: Depth, other: Depth): Cut => ({
    ...whole,
    depths: new Map(rows.map((row, rank) => [row, rank < many ? depth : other])),
  });
  const bare = (many: number): ReadonlyMap<Row, Depth> => new Map(rows.slice(0, many).map((row) => [row, "none"]));
  const plain = { ...whole, depths: bare(rows.length) };
  const unlinked = { ...whole, portals: 0, pages: 0 };
  const full = deep(rows.length, "full", "steps");
  return [
    { ...full, also: Math.min(more.length, MOST_ALSO) },
    ...DEPTHS.slice(1).flatMap((other, index) => counts.map((many) => deep(many, DEPTHS[index] ?? other, other))),
    plain,
    ...counts.map((many) => ({ ...plain, portals: many - 1 })),
    ...counts.map((many) => ({ ...plain, portals: 0, pages: many - 1 })),
    ...counts.filter((many) => many >= FEW_ROWS).map((many) => ({ ...unlinked, depths: bare(many) })),
    ...[...counts.filter((many) => many <= FEW_ROWS), 0].map((many) => ({
      ...{ ...unlinked, resolved: 0, unchecked: 0, week: 0 },
      depths: bare(many),
    })),
  ];
}
