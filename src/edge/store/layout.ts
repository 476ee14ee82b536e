import type { TableEntity } from "@azure/data-tables";
import { type BrokenRow, rowText, StoreRefusal } from "./errors.ts";
import { checkRow } from "./limits.ts";
import { pack, unpack } from "./packed.ts";

/** How one kind of value lies in a table. */
export interface Layout<T extends object> {
  /** Raised when rows written before can no longer be read as `T`: a row of another shape is an error, not a guess. */
  readonly shape: number;
  readonly place: (value: T) => Place;
}

export interface Place {
  readonly partition: string;
  readonly row: string;
  /** What queries ask for. It stands beside the packed value, which alone is read back. */
  readonly columns?: Readonly<Record<string, string | boolean | undefined>>;
}

/** A value, and the version of the row it was read from. */
export interface Stored<T> {
  readonly value: T;
  readonly etag: string;
}

/** @throws StoreRefusal */
export function encode<T extends object>(table: string, { shape, place }: Layout<T>, value: T): TableEntity {
  const { partition, row, columns } = place(value);
  const entity = { partitionKey: partition, rowKey: row, ...columns, shape, ...packed({ table, partition, row }, value) };
  checkRow(table, entity);
  return entity;
}

function packed(name: Parameters<typeof rowText>[0], value: object): ReturnType<typeof pack> {
  try {
    return pack(value);
  } catch (error) {
    throw new StoreRefusal(`Cannot store ${rowText(name)}: ${messageOf(error)}`, { cause: error });
  }
}

export type Entity = Readonly<Record<string, unknown>> & { readonly etag: string };

/** The value is taken for a `T` because this layout wrote it and its shape says so. */
export function decode<T extends object>(table: string, { shape }: Layout<T>, entity: Entity): Stored<T> | BrokenRow {
  try {
    if (entity.shape !== shape) throw new Error(`it has shape ${entity.shape}, this version of the app reads shape ${shape}`);
    return { value: unpack(entity) as T, etag: entity.etag };
  } catch (error) {
    return { table, partition: String(entity.partitionKey), row: String(entity.rowKey), problem: messageOf(error) };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
