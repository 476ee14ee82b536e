import { TableClient } from "@azure/data-tables";
import { QueueClient } from "@azure/storage-queue";
import { afterAll, beforeAll } from "vitest";
import { type Azurite, startAzurite } from "../../../local/azurite.ts";
import { type ClusterRef, subscriptionId } from "../../../src/core/model/names.ts";
import { openStore, type Store } from "../../../src/edge/store/index.ts";
import { ref } from "../../support/build.ts";

type PipelinePolicy = Parameters<TableClient["pipeline"]["addPolicy"]>[0];

interface Opened {
  store(): Store;
  connectionString(): string;
  /** Past the store, to look at rows or to spoil them. */
  table(name: string): TableClient;
  queue(name: string): QueueClient;
  /** A table on which something else happens between what is read and what is written, before every write. */
  tableWithRival(name: string, beforeWrite: () => Promise<unknown>): TableClient;
}

/** A store on an Azurite of its own for all tests of a file: they keep apart by their names. */
export function openedStore(): Opened {
  let azurite: Azurite | undefined;
  let store: Store | undefined;
  beforeAll(async () => {
    azurite = await startAzurite();
    store = await openStore({ kind: "connection-string", connectionString: azurite.connectionString });
  });
  afterAll(() => azurite?.close());

  const connectionString = () => given(azurite).connectionString;
  return {
    store: () => given(store),
    connectionString,
    table: (name) => TableClient.fromConnectionString(connectionString(), name, { allowInsecureConnection: true }),
    queue: (name) => new QueueClient(connectionString(), name),
    tableWithRival: (name, beforeWrite) => {
      const policy: PipelinePolicy = {
        name: "rival",
        sendRequest: async (request, next) => {
          if (request.method !== "GET") await beforeWrite();
          return await next(request);
        },
      };
      const client = TableClient.fromConnectionString(connectionString(), name, { allowInsecureConnection: true });
      client.pipeline.addPolicy(policy);
      return client;
    },
  };
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("used before it was opened");
  return value;
}

let made = 0;
/** One that no other test of the file uses. */
export function freshSubscription() {
  made += 1;
  return subscriptionId(`00000000-0000-0000-0000-${String(made).padStart(12, "0")}`);
}

/** A cluster of such a subscription. */
export const freshRef = (): ClusterRef => ref("c-1", "RG", freshSubscription());
