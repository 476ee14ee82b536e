import { app } from "@azure/functions";
import { startRun } from "../src/app/compose.ts";
import { recordPoison } from "../src/app/poison.ts";
import { SCAN_QUEUE } from "../src/app/scan-rows.ts";

app.storageQueue("scan-subscription-poison", {
  queueName: `${SCAN_QUEUE}-poison`,
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    await recordPoison(await startRun(context, context.invocationId), SCAN_QUEUE, message, String(context.triggerMetadata?.id));
  },
});
