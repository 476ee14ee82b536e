import { app } from "@azure/functions";
import { CHECK_QUEUE } from "../src/app/check-rows.ts";
import { startRun } from "../src/app/compose.ts";
import { recordPoison } from "../src/app/set-aside.ts";

app.storageQueue("check-cluster-poison", {
  queueName: `${CHECK_QUEUE}-poison`,
  connection: "AzureWebJobsStorage",
  handler: async (body, context) => {
    const run = await startRun(context);
    await recordPoison(run, { queue: CHECK_QUEUE, id: String(context.triggerMetadata?.id), body });
  },
});
