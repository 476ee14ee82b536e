import type { Told } from "../model/delivery.ts";
import { targetKey } from "../model/finding.ts";
import type { FindingKey, FindingRecord } from "../model/record.ts";

/** A finding that went along with its pool: the rule says the same of the pool that took over. That is neither an end nor news. */
export interface Move {
  /** What the route was told last of the pool that is gone. */
  readonly from: Told;
  readonly to: FindingRecord;
  /** Nothing was told of the pool that took over: it goes on from `from`. */
  readonly isHeir: boolean;
}

/** `tellable`: all that are open for the route. */
export function movesOf(
  records: readonly FindingRecord[],
  tellable: readonly FindingRecord[],
  told: (record: FindingRecord) => Told | undefined,
): readonly Move[] {
  const byPool = new Map(tellable.map((record) => [poolOf(record, record.finding.subject), record]));
  return records.flatMap((record): Move[] => {
    const from = told(record);
    const to = record.closed?.successor === undefined ? undefined : byPool.get(poolOf(record, record.closed.successor));
    return from?.state === "open" && to ? [{ from, to, isHeir: told(to) === undefined }] : [];
  });
}

const poolOf = ({ finding: { target }, stamp }: FindingRecord, pool: string | undefined): string =>
  JSON.stringify([targetKey(target), stamp.rule, pool?.toLowerCase()]);

/** What becomes told without a word: of the old pool nothing is open any more, and the new one is compared with what was said of it. */
export const carriedTells = (moves: readonly Move[], at: Told["at"]): readonly Told[] =>
  moves.flatMap(({ from, to, isHeir }) => {
    const { said: _, ...row } = from;
    return [{ ...row, at, state: "resolved" as const }, ...(isHeir ? [{ ...row, at, key: to.key satisfies FindingKey }] : [])];
  });
