import type { TableEntity, TransactionAction } from "@azure/data-tables";
import { rowText, StoreRefusal } from "./errors.ts";

/** https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model (read 2026-11-20) */
const MAX_ROW_BYTES = 1_048_576;
const MAX_PROPERTY_BYTES = 65_536;
const MAX_KEY_BYTES = 1024;
const MAX_OWN_PROPERTIES = 252;
const FORBIDDEN_IN_KEYS = /[/\\#?\p{Cc}]/u;

/**
 * What Azure refuses and Azurite lets pass, found before it is sent.
 * @throws StoreRefusal that names the row
 */
export function checkRow(table: string, row: TableEntity): void {
  const problem = [...keyProblems(row), ...propertyProblems(row)][0];
  if (problem === undefined) return;
  throw new StoreRefusal(`Cannot store ${rowText({ table, partition: row.partitionKey, row: row.rowKey })}: ${problem}`);
}

function* keyProblems(row: TableEntity): Generator<string> {
  for (const key of [row.partitionKey, row.rowKey]) {
    if (FORBIDDEN_IN_KEYS.test(key)) yield "its key holds a character that keys may not hold";
    if (key.length * 2 > MAX_KEY_BYTES) yield `its key has ${key.length * 2} bytes, ${MAX_KEY_BYTES} are allowed`;
  }
}

function* propertyProblems(row: TableEntity): Generator<string> {
  const own = ownProperties(row);
  if (own.length > MAX_OWN_PROPERTIES) yield `it has ${own.length} properties, ${MAX_OWN_PROPERTIES} are allowed`;
  for (const [name, value] of own) {
    if (valueBytes(value) > MAX_PROPERTY_BYTES)
      yield `its property ${name} has ${valueBytes(value)} bytes, ${MAX_PROPERTY_BYTES} are allowed`;
  }
  const bytes = rowBytes(row);
  if (bytes > MAX_ROW_BYTES) yield `it has ${bytes} bytes, ${MAX_ROW_BYTES} are allowed`;
}

const ownProperties = (row: TableEntity): [string, unknown][] =>
  Object.entries(row).filter(([name, value]) => name !== "partitionKey" && name !== "rowKey" && value !== undefined);

/** Counted as the service counts: UTF-16 text, and a few bytes for each property. */
function rowBytes(row: TableEntity): number {
  const keys = 4 + 2 * (row.partitionKey.length + row.rowKey.length);
  return ownProperties(row).reduce((sum, [name, value]) => sum + 8 + 2 * name.length + 4 + valueBytes(value), keys);
}

function valueBytes(value: unknown): number {
  if (typeof value === "string") return 2 * value.length;
  return value instanceof Uint8Array ? value.length : 8;
}

const MAX_BATCH_ROWS = 100;
/** 4 MiB, less what the envelope may take. */
const MAX_BATCH_BYTES = 4 * 1_048_576 - 65_536;

/** Transactions take rows of one partition only: the changes in as few of them as the limits allow, in their order. */
export function batches(changes: readonly TransactionAction[]): readonly (readonly TransactionAction[])[] {
  const done: TransactionAction[][] = [];
  for (const partition of Map.groupBy(changes, ([, row]) => row.partitionKey).values()) {
    let batch: TransactionAction[] = [];
    let bytes = 0;
    for (const change of partition) {
      const added = requestBytes(change);
      if (batch.length === 0 || batch.length === MAX_BATCH_ROWS || bytes + added > MAX_BATCH_BYTES) {
        batch = [];
        bytes = 0;
        done.push(batch);
      }
      batch.push(change);
      bytes += added;
    }
  }
  return done;
}

/** As it goes over the wire: JSON with bytes in base64, the keys once in the URL and once in the body, and headers. */
function requestBytes([, row]: TransactionAction): number {
  const properties = ownProperties(row).reduce((sum, [name, value]) => sum + name.length + 40 + wireBytes(value), 0);
  return properties + 6 * (row.partitionKey.length + row.rowKey.length) + 1024;
}

function wireBytes(value: unknown): number {
  if (value instanceof Uint8Array) return Math.ceil(value.length / 3) * 4;
  return Buffer.byteLength(JSON.stringify(value) ?? "");
}
