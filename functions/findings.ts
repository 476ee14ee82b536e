import { app } from "@azure/functions";
import { exportFile } from "../src/app/report-pages.ts";
import { answered } from "./http/answer.ts";

app.http("findings", {
  methods: ["GET", "HEAD"],
  authLevel: "anonymous",
  handler: (request, context) => answered(request, context, "text", exportFile),
});
