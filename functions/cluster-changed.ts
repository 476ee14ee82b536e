import { app } from "@azure/functions";
import { clusterChanged } from "../src/app/changes.ts";
import { startRun } from "../src/app/compose.ts";

app.eventGrid("cluster-changed", {
  handler: async (event: unknown, context) => clusterChanged(await startRun(context), event),
});
