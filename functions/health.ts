import { app } from "@azure/functions";
import { startRun } from "../src/app/compose.ts";
import { health } from "../src/app/health.ts";
import { SAFE_HEADERS } from "./http/headers.ts";

app.http("health", {
  methods: ["GET", "HEAD"],
  authLevel: "anonymous",
  handler: async (request, context) => {
    const report = await health(context, startRun(context));
    const status = report.state === "ok" || report.state === "waiting" ? 200 : 503;
    return { status, headers: SAFE_HEADERS, ...(request.method === "HEAD" ? {} : { jsonBody: report }) };
  },
});
