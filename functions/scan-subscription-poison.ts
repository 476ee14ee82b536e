import { app } from "@azure/functions";
import { startRun } from "../src/app/compose.ts";
import { SCAN_QUEUE } from "../src/app/scan-rows.ts";
import { recordPoison } from "../src/app/set-aside.ts";

app.storageQueue("scan-subscription-poison", {
  queueName: `${SCAN_QUEUE}-poison`,
  connection: "AzureWebJobsStorage",
  handler: async (body, context) => {
    const run = await startRun(context);
    await recordPoison(run, { queue: SCAN_QUEUE, id: String(context.triggerMetadata?.id), body });
  },
});
