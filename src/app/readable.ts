import { isNight, type Scan } from "../core/model/scan.ts";
import { readableRows, UnreadableRows } from "../edge/store/index.ts";
import type { Run } from "./compose.ts";

/** What a list holds. Who sends goes on with that: one row that cannot be read must not hold up the others. */
export async function readable<T>({ log }: Run, list: Promise<readonly T[]>): Promise<readonly T[]> {
  const { rows, broken } = await readableRows(list);
  for (const { table, partition, row, problem } of broken) {
    log.error(`row ${row} in partition ${partition} of table ${table} cannot be read and is left there: ${problem}`);
  }
  return rows;
}

/** The same one by one: what cannot be read is thrown at the end, after all that can. */
export async function* readableEach<T>(run: Run, rows: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    if (!(error instanceof UnreadableRows)) throw error;
    await readable(run, Promise.reject(error));
  }
}

/**
 * Nights, newest first; what somebody started from a terminal in between is none of them. A night whose own row cannot be read is
 * passed over and reported: it must not stop the nights after it.
 */
export const latestScans = async (run: Run, limit: number): Promise<readonly Scan[]> =>
  (await allScans(run)).filter(({ id }) => isNight(id)).slice(0, limit);

/** Newest first, whoever started them. */
export const allScans = (run: Run): Promise<readonly Scan[]> => readable(run, run.store.scans.list());
