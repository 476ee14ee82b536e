import { app } from "@azure/functions";
import { workOnCheckMessage } from "../src/app/check.ts";
import { CHECK_QUEUE } from "../src/app/check-rows.ts";
import { startRun } from "../src/app/compose.ts";

app.storageQueue("check-cluster", {
  queueName: CHECK_QUEUE,
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    await workOnCheckMessage(await startRun(context), message, String(context.triggerMetadata?.id));
  },
});
