import { TableClient, TableServiceClient } from "@azure/data-tables";
import { QueueClient } from "@azure/storage-queue";
import type { ScanId } from "../../src/core/model/names.ts";
import type { FindingRecord } from "../../src/core/model/record.ts";
import type { SubscriptionScan } from "../../src/core/model/scan.ts";
import { subscriptionOf, type TestWorld } from "./world.ts";

type Row = Readonly<Record<string, unknown>>;

const onHttp = { allowInsecureConnection: true };

/** Past the store: to look at a table's rows as they lie there, or to spoil one. */
export const tableOf = ({ azurite }: Pick<TestWorld, "azurite">, name: string): TableClient =>
  TableClient.fromConnectionString(azurite.connectionString, name, onHttp);

/** All rows with their etags, which change with every write. */
export async function rawRows(world: Pick<TestWorld, "azurite">, table: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of tableOf(world, table).listEntities()) rows.push(row);
  return rows;
}

/** Everything that is stored, as text. */
export async function everyRow(world: Pick<TestWorld, "azurite">): Promise<readonly string[]> {
  const texts: string[] = [];
  for await (const { name = "" } of TableServiceClient.fromConnectionString(world.azurite.connectionString, onHttp).listTables()) {
    texts.push(...(await rawRows(world, name)).map((row) => JSON.stringify(row)));
  }
  return texts;
}

/** Messages in a queue, visible or not. */
export async function waitingIn({ azurite }: Pick<TestWorld, "azurite">, queue: string): Promise<number> {
  const { approximateMessagesCount = 0 } = await new QueueClient(azurite.connectionString, queue).getProperties();
  return approximateMessagesCount;
}

export const findingsOf = async ({ store }: TestWorld, subscription: string): Promise<readonly FindingRecord[]> =>
  (await store.findings.list(subscriptionOf(subscription))).map(({ value }) => value);

/** The record without its remark that nobody can tell at present. */
export const asKnown = ({ unknown: _, ...record }: FindingRecord): FindingRecord => record;

export const told = ({ finding, stamp }: FindingRecord): string => `${stamp.rule} ${finding.subject ?? ""}`.trimEnd();

export async function scanRow({ store }: TestWorld, scan: string, subscription: string): Promise<SubscriptionScan> {
  const row = await store.scans.subscription(scan as ScanId, subscriptionOf(subscription));
  if (!row) throw new Error(`scan ${scan} does not expect subscription ${subscription}`);
  return row.value;
}
