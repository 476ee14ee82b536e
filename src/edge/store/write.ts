import type { TableClient, TableEntity, TransactionAction } from "@azure/data-tables";
import { isConflict, type RowName, rowText, StoreConflict, StoreFailure } from "./errors.ts";
import { inFlight } from "./in-flight.ts";
import { encode, type Layout, type Place } from "./layout.ts";
import { batches } from "./limits.ts";
import { entities } from "./read.ts";

/** Errors name the table, and the row where it is about one. */
export interface Writes<T extends object> {
  /** False when the row is there already. */
  insert(value: T): Promise<boolean>;
  /** The new etag; nothing when the row is not the one that was read. */
  replace(value: T, etag: string): Promise<string | undefined>;
  /** The new etag. @throws StoreConflict */
  update(value: T, etag: string): Promise<string>;
  /** Writes over whatever is there. */
  put(values: readonly T[]): Promise<void>;
  /** Updates where there is an etag, else inserts. All or nothing in a batch, not over several. @throws StoreConflict */
  save(changes: readonly { readonly value: T; readonly etag?: string }[]): Promise<void>;
  /** Removes the row if it is still the one that was read. */
  remove(place: Place, etag: string): Promise<boolean>;
  /** Removes the rows the filter matches, except those to be kept and those that changed in between; how many. */
  removeAll(filter: string, isKept?: (row: string) => boolean): Promise<number>;
}

export function writes<T extends object>(client: TableClient, layout: Layout<T>): Writes<T> {
  const row = (value: T): TableEntity => encode(client.tableName, layout, value);
  const replace = async (value: T, etag: string) => {
    const entity = row(value);
    return await attempt("Update", nameOf(client, entity), async () => {
      const { etag: written } = await client.updateEntity(entity, "Replace", { etag });
      if (written === undefined) throw new Error("the answer carries no etag");
      return written;
    });
  };
  return {
    insert: async (value) => {
      const entity = row(value);
      return (await attempt("Insert", nameOf(client, entity), () => client.createEntity(entity))) !== undefined;
    },
    replace,
    update: async (value, etag) => {
      const written = await replace(value, etag);
      if (written === undefined) throw conflict(nameOf(client, row(value)));
      return written;
    },
    put: async (values) => {
      const changes = values.map((value): TransactionAction => ["upsert", row(value), "Replace"]);
      await submit(client, changes);
    },
    save: async (all) => {
      const changes = all.map(({ value, etag }): TransactionAction => {
        return etag === undefined ? ["create", row(value)] : ["update", row(value), "Replace", { etag }];
      });
      await submit(client, changes);
    },
    remove: ({ partition, row: name }, etag) => remove(client, { table: client.tableName, partition, row: name }, etag),
    removeAll: async (filter, isKept = () => false) => {
      const removed = await inFlight(entities(client, filter), async ({ partitionKey, rowKey, etag }) => {
        const name = { table: client.tableName, partition: String(partitionKey), row: String(rowKey) };
        return !isKept(name.row) && (await remove(client, name, etag));
      });
      return removed.filter((isRemoved) => isRemoved).length;
    },
  };
}

const nameOf = (client: TableClient, { partitionKey, rowKey }: TableEntity): RowName => ({
  table: client.tableName,
  partition: partitionKey,
  row: rowKey,
});
const conflict = (name: RowName): StoreConflict => new StoreConflict(`Somebody else wrote ${rowText(name)} in between`);

/** Nothing when the row is not what it was. */
async function attempt<T>(verb: string, name: RowName, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await send();
  } catch (error) {
    if (isConflict(error)) return undefined;
    throw new StoreFailure(`${verb} ${rowText(name)}`, error);
  }
}

async function remove(client: TableClient, name: RowName, etag: string): Promise<boolean> {
  return (await attempt("Remove", name, () => client.deleteEntity(name.partition, name.row, { etag }))) !== undefined;
}

async function submit(client: TableClient, changes: readonly TransactionAction[]): Promise<void> {
  for (const batch of batches(changes)) await submitBatch(client, batch);
}

async function submitBatch(client: TableClient, batch: readonly TransactionAction[]): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  try {
    const { subResponses } = await client.submitTransaction([...batch]);
    // The client throws at a part that failed with a body; one without would pass for written.
    const failed = subResponses.find(({ status }) => status >= 300);
    if (failed || subResponses.length < batch.length) throw new Error(`a part was answered with ${failed?.status ?? "nothing"}`);
  } catch (error) {
    const culprit = batch[failedIndex(error)];
    if (isConflict(error)) throw conflict(nameOf(client, (culprit ?? first)[1]));
    throw new StoreFailure(`Write ${batch.length} rows to partition ${first[1].partitionKey} of table ${client.tableName}`, error);
  }
}

/** The service puts the number of the failed change before its message. */
const failedIndex = (error: unknown): number => (error instanceof Error ? Number.parseInt(error.message, 10) : Number.NaN);
