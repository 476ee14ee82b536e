import { mkdir } from "node:fs/promises";
import { createRequire, Module } from "node:module";
import { join } from "node:path";

export interface Azurite {
  /** For queues and tables; there is no blob service. */
  readonly connectionString: string;
  readonly queueEndpoint: string;
  readonly tableEndpoint: string;
  /** The process does not end while Azurite runs: call it in `finally`. */
  close(): Promise<void>;
}

export interface AzuriteOptions {
  /** A folder to read rows from and to write them to. Without one everything is kept in memory and gone after `close`. */
  readonly persistTo?: string;
  /** Files in PEM form: it then speaks https and takes the tokens of an identity, as Azure does, whoever signed them. */
  readonly https?: { readonly certificate: string; readonly key: string };
}

/** Storage queues and tables in this process, on free ports of the loopback address; each call starts an account of its own. */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  if (options.persistTo !== undefined) await mkdir(options.persistTo, { recursive: true });
  const queues = queueServer(options);
  const tables = tableServer(options);
  await queues.start();
  try {
    await tables.start();
  } catch (error) {
    await queues.close();
    throw error;
  }

  const queueEndpoint = `${queues.getHttpServerAddress()}/${EMULATOR_ACCOUNT_NAME}`;
  const tableEndpoint = `${tables.getHttpServerAddress()}/${EMULATOR_ACCOUNT_NAME}`;
  const connection = {
    DefaultEndpointsProtocol: options.https ? "https" : "http",
    AccountName: EMULATOR_ACCOUNT_NAME,
    AccountKey: EMULATOR_ACCOUNT_KEY.toString("base64"),
    QueueEndpoint: queueEndpoint,
    TableEndpoint: tableEndpoint,
  };
  return {
    queueEndpoint,
    tableEndpoint,
    connectionString: Object.entries(connection)
      .map(([name, value]) => `${name}=${value}`)
      .join(";"),
    close: async () => {
      await Promise.all([queues.close(), tables.close()]);
    },
  };
}

/** What is used of Azurite 3.37, which has neither type declarations nor an exports map. */
interface Server {
  start(): Promise<void>;
  close(): Promise<void>;
  getHttpServerAddress(): string;
}

type Configuration = Readonly<Record<string, unknown>>;
type Where = readonly [host: string, port: number, keepAliveSeconds: number, database: string];
type Rest = readonly [
  loose: boolean,
  skipApiVersionCheck: boolean,
  certificate: string,
  key: string,
  password: string,
  oauth: "basic" | undefined,
  disableProductStyleUrl: boolean,
  isMemoryPersistence: boolean,
];
interface Extent {
  readonly locationId: string;
  readonly locationPath: string;
  readonly maxConcurrency: number;
}
type QueueExtents = readonly [database: string, extents: readonly Extent[]];
type QueueLogs = readonly [access: boolean, accessStream: undefined, debug: boolean, debugFile: undefined];
type TableLogs = readonly [debug: boolean, access: boolean, accessStream: undefined, debugFile: undefined];

interface DefaultExport<T> {
  readonly default: T;
}
interface EmulatorAccount {
  readonly EMULATOR_ACCOUNT_NAME: string;
  readonly EMULATOR_ACCOUNT_KEY: Buffer;
}

const require = createRequire(import.meta.url);
leaveOut("applicationinsights");
const { default: QueueServer }: DefaultExport<new (of: Configuration) => Server> = require("azurite/dist/src/queue/QueueServer.js");
const { default: TableServer }: DefaultExport<new (of: Configuration) => Server> = require("azurite/dist/src/table/TableServer.js");
const {
  default: QueueConfiguration,
}: DefaultExport<
  new (
    ...of: readonly [...Where, ...QueueExtents, ...QueueLogs, ...Rest]
  ) => Configuration
> = require("azurite/dist/src/queue/QueueConfiguration.js");
const {
  default: TableConfiguration,
}: DefaultExport<
  new (
    ...of: readonly [...Where, ...TableLogs, ...Rest]
  ) => Configuration
> = require("azurite/dist/src/table/TableConfiguration.js");
const { EMULATOR_ACCOUNT_NAME, EMULATOR_ACCOUNT_KEY }: EmulatorAccount = require("azurite/dist/src/common/utils/constants.js");

/** Longer than any pause between two requests: see `listen`. */
const KEPT_SECONDS = 3600;
const where = (folder: string, file: string): Where => ["127.0.0.1", 0, KEPT_SECONDS, join(folder, file)];
const rest = ({ persistTo, https }: AzuriteOptions): Rest => [
  false,
  true,
  https?.certificate ?? "",
  https?.key ?? "",
  "",
  https && "basic",
  false,
  persistTo === undefined,
];

function queueServer(options: AzuriteOptions): Server {
  const folder = options.persistTo ?? "";
  const extent: Extent = { locationId: "Default", locationPath: join(folder, "queue-extents"), maxConcurrency: 1 };
  const extents: QueueExtents = [join(folder, "queue-extents.json"), [extent]];
  const silent: QueueLogs = [false, undefined, false, undefined];
  return new QueueServer(new QueueConfiguration(...where(folder, "queues.json"), ...extents, ...silent, ...rest(options)));
}

function tableServer(options: AzuriteOptions): Server {
  const silent: TableLogs = [false, false, undefined, undefined];
  return new TableServer(new TableConfiguration(...where(options.persistTo ?? "", "tables.json"), ...silent, ...rest(options)));
}

/**
 * Azurite loads what would report its use to Microsoft, though nobody asks it to: it takes longer than all the rest. What stands in the
 * cache is not loaded.
 */
function leaveOut(name: string): void {
  const path = createRequire(require.resolve("azurite/package.json")).resolve(name);
  require.cache[path] ??= Object.assign(new Module(path), { exports: {}, loaded: true });
}
