import { app } from "@azure/functions";
import { startRun } from "../src/app/compose.ts";
import { SCAN_QUEUE, workOnScanMessage } from "../src/app/scan.ts";

app.storageQueue("scan-subscription", {
  queueName: SCAN_QUEUE,
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    await workOnScanMessage(await startRun(context, context.invocationId), message, String(context.triggerMetadata?.id));
  },
});
