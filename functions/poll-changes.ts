import { app } from "@azure/functions";
import { pollChanges } from "../src/app/changes-feed.ts";
import { startRun } from "../src/app/compose.ts";

app.timer("poll-changes", {
  schedule: "0 */10 * * * *",
  handler: async (_timer, context) => pollChanges(await startRun(context)),
});
