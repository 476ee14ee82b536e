import { app } from "@azure/functions";
import { startRun } from "../src/app/compose.ts";
import { health } from "../src/app/health.ts";

app.http("health", {
  methods: ["GET"],
  authLevel: "anonymous",
  handler: async (_request, context) => {
    const report = await health(await startRun(context, context.invocationId));
    return { status: report.state === "late" || report.state === "blind" ? 503 : 200, jsonBody: report };
  },
});
