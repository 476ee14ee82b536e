import { app } from "@azure/functions";
import { startRun } from "../src/app/compose.ts";
import { workOnScanMessage } from "../src/app/scan.ts";
import { SCAN_QUEUE } from "../src/app/scan-rows.ts";

app.storageQueue("scan-subscription", {
  queueName: SCAN_QUEUE,
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    await workOnScanMessage(await startRun(context), message, String(context.triggerMetadata?.id));
  },
});
