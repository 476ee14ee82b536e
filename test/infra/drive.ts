import { QueueServiceClient } from "@azure/storage-queue";
import { bootHost } from "../../local/host.ts";

/** What came of it, as the parent process reads it. */
export interface Driven {
  readonly functions: readonly { readonly name: string; readonly trigger: string }[];
  readonly health: { readonly status: number; readonly body: string };
  readonly delivery: number;
  readonly waitingChecks: number;
  readonly logged: readonly string[];
  readonly failures: readonly string[];
}

/** Runs one handler of each kind from an unpacked package, in a process whose environment is the app's settings and nothing else. */
async function drive(folder: string, connectionString: string, event: unknown): Promise<Driven> {
  const logged: string[] = [];
  const host = await bootHost({ folder, connectionString, settings: {}, log: (_level, _name, text) => logged.push(text) });
  const queues = QueueServiceClient.fromConnectionString(connectionString);

  const health = await host.request("GET", "/api/health");
  await host.fireTimer("nightly-scan", new Date());
  await queues.getQueueClient("scan-subscription-poison").sendMessage(Buffer.from('{"odd":true}').toString("base64"));
  await host.drainQueues();
  const delivery = await host.deliverEvents("cluster-changed", event);
  await host.fireTimer("deliver", new Date());

  const { approximateMessagesCount = 0 } = await queues.getQueueClient("check-cluster").getProperties();
  return {
    functions: host.functions.map(({ name, bindings }) => ({
      name,
      trigger: Object.values(bindings).find(({ direction }) => direction === "in")?.type ?? "",
    })),
    health: { status: health.status, body: health.body },
    delivery,
    waitingChecks: approximateMessagesCount,
    logged,
    failures: host.failures.map(({ name, error }) => `${name}: ${String(error)}`),
  };
}

if (import.meta.main) {
  const [folder = "", connectionString = "", event = ""] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await drive(folder, connectionString, JSON.parse(event))));
}
