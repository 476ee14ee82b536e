import { mkdir } from "node:fs/promises";
import type { TokenCredential } from "@azure/identity";
import { openStore, type Store, StoreFailure } from "../../src/edge/store/index.ts";
import { startAzurite } from "../azurite.ts";
import { CommandFailure, EXIT } from "./exit.ts";
import { lockFolder } from "./folder-lock.ts";

/** What is remembered from run to run, and where. */
export interface Memory {
  readonly store: Store;
  /** For messages. Names no secret. */
  readonly where: string;
  /** Other processes, such as a deployed app, may write to it at the same time. */
  readonly isShared: boolean;
  /** The process does not end before. */
  close(): Promise<void>;
}

export interface MemoryPlace {
  /** A storage account by name or connection string, or a folder; the embedded memory without it. */
  readonly store?: string;
  /** Where the embedded memory lies. */
  readonly folder: string;
  readonly storageSuffix: string;
  readonly credential: TokenCredential;
}

const CONNECTION_STRING = /(^|;)\s*(AccountName|TableEndpoint)=|^UseDevelopmentStorage=true/i;
const ACCOUNT_NAME = /^[a-z0-9]{3,24}$/;

const isFolder = (store: string): boolean => !CONNECTION_STRING.test(store) && /^[.~]|[\\/]/.test(store);

export const needsNoLogin = (store: string): boolean => CONNECTION_STRING.test(store) || isFolder(store);

export async function openMemory({ store, folder, storageSuffix, credential }: MemoryPlace): Promise<Memory> {
  if (store === undefined) return await openFolder(folder);
  if (isFolder(store)) return await openFolder(store);
  if (CONNECTION_STRING.test(store)) {
    return await shared("the storage account of the connection string", () =>
      openStore({ kind: "connection-string", connectionString: store }),
    );
  }
  if (!ACCOUNT_NAME.test(store)) {
    throw new CommandFailure(EXIT.usage, "--store takes the name of a storage account, a connection string, or a folder such as ./memory");
  }
  const endpoint = (service: string): string => `https://${store}.${service}.${storageSuffix}`;
  return await shared(`storage account ${store}`, () =>
    openStore({ kind: "identity", tableEndpoint: endpoint("table"), queueEndpoint: endpoint("queue"), credential }),
  );
}

async function shared(where: string, openIt: () => Promise<Store>): Promise<Memory> {
  try {
    return { store: await openIt(), where, isShared: true, close: () => Promise.resolve() };
  } catch (error) {
    if (!(error instanceof StoreFailure)) throw error;
    const hint = "The login needs the roles Storage Table Data Contributor and Storage Queue Data Contributor there.";
    throw new CommandFailure(EXIT.broken, `The memory in ${where} cannot be opened: ${error.message}\n${hint}`, error);
  }
}

/** For as long as the process lives; nothing is written to disk. */
export async function openPassingMemory(): Promise<Memory> {
  const azurite = await startAzurite();
  const store = await openStore({ kind: "connection-string", connectionString: azurite.connectionString });
  return { store, where: "this process", isShared: false, close: () => azurite.close() };
}

async function openFolder(folder: string): Promise<Memory> {
  await mkdir(folder, { recursive: true });
  const opened: (() => Promise<unknown>)[] = [await lockFolder(folder)];
  const close = async (): Promise<void> => {
    for (const each of opened.toReversed()) await each();
  };
  try {
    const azurite = await startAzurite({ persistTo: folder });
    opened.push(() => azurite.close());
    const store = await openStore({ kind: "connection-string", connectionString: azurite.connectionString });
    return { store, where: folder, isShared: false, close };
  } catch (error) {
    await close();
    throw error;
  }
}
