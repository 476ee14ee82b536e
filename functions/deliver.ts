import { app } from "@azure/functions";
import { startRun } from "../src/app/compose.ts";
import { deliver } from "../src/app/deliver.ts";

app.timer("deliver", {
  schedule: "0 */15 * * * *",
  handler: async (_timer, context) => deliver(await startRun(context)),
});
