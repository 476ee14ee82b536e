import type { Depth } from "./details.ts";
import type { Digest } from "./digest.ts";
import { byRank, type Row } from "./rows.ts";

/** What a message shows of its digest. */
export interface Cut {
  /** Rows that are shown, and how much of each unfolds. */
  readonly depths: ReadonlyMap<Row, Depth>;
  /**
   * How many of the shown rows keep their way to the report page, and how many theirs to the portal beside it. A row without a page keeps
   * the portal as long as others keep the page.
   */
  readonly pages: number;
  readonly portals: number;
  /** How many of the rows past the tenth are named, one line each. */
  readonly also: number;
  readonly resolved: number;
  /** Whether those lead to their arithmetic. */
  readonly isResolvedLinked: boolean;
  readonly unchecked: number;
  readonly week: number;
}

/** These rows outlive what stands under them. */
const FEW_ROWS = 3;
const MOST_ALSO = 5;

/**
 * Ever smaller ones: the workings go first, the lowest row's before the others', then what stands past the tenth row, then the steps down
 * to the command; then the ways to the portal, which the page has, too, and most of the week; then commands, then the ways to the page;
 * then the lowest rows.
 */
export function cutsOf({ sections, more, resolved, unchecked, week }: Digest, mostResolved: number): readonly [Cut, ...Cut[]] {
  const rows = sections.flatMap((section) => section.rows).sort(byRank);
  const whole = {
    ...{ pages: rows.length, portals: rows.length, also: 0, week: week?.lines.length ?? 0 },
    ...{ resolved: Math.min(resolved.length, mostResolved), isResolvedLinked: true, unchecked: unchecked.length },
  };
  const counts = rows.map((_, index) => rows.length - index);
  const fewer = counts.map((many) => many - 1);
  /** The first rows at one depth, the others at a lesser one. */
  const deep = (many: number, depth: Depth, other: Depth): ReadonlyMap<Row, Depth> =>
    new Map(rows.map((row, rank) => [row, rank < many ? depth : other]));
  const bare = (many: number): ReadonlyMap<Row, Depth> => new Map(rows.slice(0, many).map((row) => [row, "none"]));
  const commands = { ...whole, depths: deep(rows.length, "command", "none") };
  const also = Math.min(more.length, MOST_ALSO);
  const few = Math.min(whole.week, FEW_ROWS);
  const unlinked = { ...whole, portals: 0, pages: 0, isResolvedLinked: false, week: few };
  return [
    { ...whole, depths: deep(rows.length, "full", "steps"), also },
    ...fewer.map((many) => ({ ...whole, depths: deep(many, "full", "steps"), also })),
    { ...whole, depths: deep(rows.length, "steps", "command") },
    ...fewer.map((many) => ({ ...whole, depths: deep(many, "steps", "command") })),
    ...fewer.map((many) => ({ ...commands, portals: many })),
    { ...commands, portals: 0, week: few },
    ...fewer.map((many) => ({ ...commands, portals: 0, week: few, depths: deep(many, "command", "none") })),
    ...fewer.map((many) => ({ ...unlinked, pages: many, depths: bare(rows.length) })),
    ...counts.filter((many) => many >= FEW_ROWS).map((many) => ({ ...unlinked, depths: bare(many) })),
    ...[...counts.filter((many) => many <= FEW_ROWS), 0].map((many) => ({
      ...{ ...unlinked, resolved: 0, unchecked: 0, week: 0 },
      depths: bare(many),
    })),
  ];
}
