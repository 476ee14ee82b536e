import { app } from "@azure/functions";
import { CHECK_QUEUE } from "../src/app/check-rows.ts";
import { startRun } from "../src/app/compose.ts";
import { recordPoison } from "../src/app/poison.ts";

app.storageQueue("check-cluster-poison", {
  queueName: `${CHECK_QUEUE}-poison`,
  connection: "AzureWebJobsStorage",
  handler: async (message, context) => {
    await recordPoison(await startRun(context, context.invocationId), CHECK_QUEUE, message, String(context.triggerMetadata?.id));
  },
});
