/** Where a row stands, for messages. */
export interface RowName {
  readonly table: string;
  readonly partition: string;
  readonly row: string;
}

export const rowText = ({ table, partition, row }: RowName): string => `row ${row} in partition ${partition} of table ${table}`;

/** Somebody else wrote in between: read again and decide again. */
export class StoreConflict extends Error {
  override readonly name = "StoreConflict";
}

/** Refused before it was sent, because Azure would refuse it or keep something else than what was given. */
export class StoreRefusal extends Error {
  override readonly name = "StoreRefusal";
}

/** Storage could not be reached or answered with an error. */
export class StoreFailure extends Error {
  override readonly name = "StoreFailure";

  constructor(operation: string, cause: unknown) {
    super(`${operation}: ${reason(cause)}`, { cause });
  }
}

export interface BrokenRow extends RowName {
  readonly problem: string;
}

/** In the message; `broken` has them all. */
const NAMED = 20;

/**
 * Rows that are there and could not be read. A list is read to its end before this is thrown, so `broken` names all of them
 * and everything else stands in `readable`. Who judges lets it pass: a row that cannot be read is not an absent row. Who sends or
 * shows takes `readableRows`, goes on with the rest and reports the broken ones.
 */
export class UnreadableRows<T> extends Error {
  override readonly name = "UnreadableRows";
  readonly broken: readonly BrokenRow[];
  readonly readable: readonly T[];

  constructor(broken: readonly BrokenRow[], readable: readonly T[]) {
    const lines = broken.slice(0, NAMED).map((row) => `Cannot read ${rowText(row)}: ${row.problem}`);
    super([...lines, ...(broken.length > NAMED ? [`and ${broken.length - NAMED} more rows`] : [])].join("\n"));
    this.broken = broken;
    this.readable = readable;
  }
}

/** What a list holds, with its unreadable rows beside it instead of thrown. */
export async function readableRows<T>(
  list: Promise<readonly T[]>,
): Promise<{ readonly rows: readonly T[]; readonly broken: readonly BrokenRow[] }> {
  try {
    return { rows: await list, broken: [] };
  } catch (error) {
    if (error instanceof UnreadableRows) return { rows: error.readable, broken: error.broken };
    throw error;
  }
}

/** Works on what a list holds; where rows of it cannot be read, on those that can, and then throws. @throws UnreadableRows */
export async function ofReadable<T, R>(list: Promise<readonly T[]>, work: (rows: readonly T[]) => readonly R[]): Promise<readonly R[]> {
  const { rows, broken } = await readableRows(list);
  const worked = work(rows);
  if (broken.length > 0) throw new UnreadableRows(broken, worked);
  return worked;
}

/** What a row holds that is written anew where it cannot be read, so that it holds nobody up again. */
export async function getOrRenew<T>(get: () => Promise<T>, renew: () => Promise<unknown>): Promise<T> {
  try {
    return await get();
  } catch (error) {
    if (!(error instanceof UnreadableRows)) throw error;
    await renew();
    return await get();
  }
}

interface StorageAnswer {
  readonly status: number;
  readonly code: string;
}

/** Single operations keep the code in the parsed body, transactions on the error itself. */
function storageAnswer(error: unknown): StorageAnswer | undefined {
  if (!(error instanceof Error && "statusCode" in error && typeof error.statusCode === "number")) return undefined;
  const codes = [property(property(property(error, "details"), "odataError"), "code"), property(error, "code")];
  return { status: error.statusCode, code: codes.find((code) => typeof code === "string") ?? "" };
}

const property = (of: unknown, name: string): unknown => (typeof of === "object" && of !== null ? Reflect.get(of, name) : undefined);

/** Status and code alone: a storage error's own message repeats the whole answer. */
function reason(cause: unknown): string {
  const answer = storageAnswer(cause);
  if (answer) return `storage answered ${answer.status} ${answer.code}`.trimEnd();
  return cause instanceof Error ? cause.message : String(cause);
}

/** A table that is missing or being deleted answers 404 and 409 too: those are failures, not an absent or a changed row. */
const GONE = new Set(["ResourceNotFound", "EntityNotFound"]);

export function isRowMissing(error: unknown): boolean {
  const answer = storageAnswer(error);
  return answer?.status === 404 && GONE.has(answer.code);
}

/** The row is not what it was when it was read: written, inserted or removed by somebody else. */
export function isConflict(error: unknown): boolean {
  const answer = storageAnswer(error);
  return answer?.status === 412 || (answer?.status === 409 && answer.code === "EntityAlreadyExists") || isRowMissing(error);
}
