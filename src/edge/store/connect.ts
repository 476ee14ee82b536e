import type { TableClient } from "@azure/data-tables";
import type { TokenCredential } from "@azure/identity";
import type { QueueClient } from "@azure/storage-queue";
import { all } from "../wire/all.ts";
import { StoreFailure } from "./errors.ts";

/** A connection string may name plain http: that is Azurite. An identity goes over https only. */
export type StoreSettings =
  | { readonly kind: "connection-string"; readonly connectionString: string }
  | { readonly kind: "identity"; readonly tableEndpoint: string; readonly queueEndpoint: string; readonly credential: TokenCredential };

export interface Connection {
  table(name: string): TableClient;
  queue(name: string): QueueClient;
}

export const TIMEOUT_MS = 30_000;

/** Without the clients' own retries: they sleep as long as the answer says. A failure is the queue's business. */
export async function connect(settings: StoreSettings): Promise<Connection> {
  const [{ TableClient }, { QueueServiceClient }] = await Promise.all([import("@azure/data-tables"), import("@azure/storage-queue")]);
  const tableOptions = { retryOptions: { maxRetries: 0 } };
  const queueOptions = { retryOptions: { maxTries: 1 } };

  if (settings.kind === "connection-string") {
    const { connectionString } = settings;
    const service = QueueServiceClient.fromConnectionString(connectionString, queueOptions);
    return {
      table: (name) => timed(TableClient.fromConnectionString(connectionString, name, { ...tableOptions, allowInsecureConnection: true })),
      queue: (name) => service.getQueueClient(name),
    };
  }
  const { tableEndpoint, queueEndpoint, credential } = settings;
  const service = new QueueServiceClient(queueEndpoint, credential, queueOptions);
  return {
    table: (name) => timed(new TableClient(tableEndpoint, name, credential, tableOptions)),
    queue: (name) => service.getQueueClient(name),
  };
}

/** Every request, batches and further pages too. */
function timed(client: TableClient): TableClient {
  client.pipeline.addPolicy({
    name: "timeout",
    sendRequest: (request, next) => {
      request.timeout = TIMEOUT_MS;
      return next(request);
    },
  });
  return client;
}

export async function createMissing(tables: readonly TableClient[], queues: readonly QueueClient[]): Promise<void> {
  const create = async (name: string, send: () => Promise<unknown>) => {
    try {
      await send();
    } catch (error) {
      throw new StoreFailure(`Create ${name}`, error);
    }
  };
  await all([
    ...tables.map((table) => create(`table ${table.tableName}`, () => table.createTable())),
    ...queues.map((queue) =>
      create(`queue ${queue.name}`, () => queue.createIfNotExists({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) })),
    ),
  ]);
}
