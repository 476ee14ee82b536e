import type { TableClient } from "@azure/data-tables";
import { type BrokenRow, isRowMissing, ofReadable, rowText, StoreFailure, UnreadableRows } from "./errors.ts";
import { decode, type Entity, type Layout, type Stored } from "./layout.ts";

/** Errors name the table, and the row where it is about one. */
export interface Reads<T extends object> {
  /** @throws UnreadableRows */
  get(partition: string, row: string): Promise<Stored<T> | undefined>;
  /** The rows the filter matches, all of them without one, in the order of their keys. @throws UnreadableRows */
  list(filter?: string): Promise<readonly Stored<T>[]>;
  /** The same without their versions. @throws UnreadableRows */
  values(filter?: string): Promise<readonly T[]>;
  /** The rows one by one. What cannot be read is thrown at the end, after all that can. @throws UnreadableRows */
  each(filter?: string): AsyncIterable<Stored<T>>;
  /** The values of one text column in the rows the filter matches, in all of them without one. */
  column(name: string, filter?: string): Promise<ReadonlySet<string>>;
}

export function reads<T extends object>(client: TableClient, layout: Layout<T>): Reads<T> {
  const table = client.tableName;

  async function* each(filter?: string): AsyncGenerator<Stored<T>> {
    const broken: BrokenRow[] = [];
    for await (const entity of entities(client, filter)) {
      const read = decode(table, layout, entity);
      if ("problem" in read) broken.push(read);
      else yield read;
    }
    if (broken.length > 0) throw new UnreadableRows<Stored<T>>(broken, []);
  }

  async function list(filter?: string): Promise<readonly Stored<T>[]> {
    const readable: Stored<T>[] = [];
    try {
      for await (const row of each(filter)) readable.push(row);
    } catch (error) {
      throw error instanceof UnreadableRows ? new UnreadableRows(error.broken, readable) : error;
    }
    return readable;
  }

  return {
    each,
    list,
    values: (filter) => ofReadable(list(filter), (all) => all.map(({ value }) => value)),
    get: async (partition, row) => {
      const entity = await getEntity(client, partition, row);
      if (entity === undefined) return undefined;
      const read = decode(table, layout, entity);
      if ("problem" in read) throw new UnreadableRows<Stored<T>>([read], []);
      return read;
    },
    column: async (name, filter) => {
      const values = new Set<string>();
      for await (const { [name]: value } of entities(client, filter, [name])) {
        if (typeof value === "string") values.add(value);
      }
      return values;
    },
  };
}

/** To the end: the client goes on past empty pages and over the 1,000 rows an answer holds at most. */
export async function* entities(client: TableClient, filter?: string, select?: string[]): AsyncGenerator<Entity> {
  const queryOptions = { ...(filter !== undefined && { filter }), ...(select && { select }) };
  try {
    yield* client.listEntities({ queryOptions });
  } catch (error) {
    throw new StoreFailure(`List table ${client.tableName}`, error);
  }
}

async function getEntity(client: TableClient, partition: string, row: string): Promise<Entity | undefined> {
  try {
    return await client.getEntity(partition, row);
  } catch (error) {
    if (isRowMissing(error)) return undefined;
    throw new StoreFailure(`Read ${rowText({ table: client.tableName, partition, row })}`, error);
  }
}
