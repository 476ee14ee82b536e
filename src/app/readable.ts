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

/** The same of one row: where it cannot be read, nothing. */
export async function readableOne<T>(run: Run, stored: Promise<T | undefined>): Promise<T | undefined> {
  const [row] = await readable(
    run,
    stored.then((found) => (found === undefined ? [] : [found])),
  );
  return row;
}
