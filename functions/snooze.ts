import { app } from "@azure/functions";
import { decide } from "../src/app/decide.ts";
import { findingPage } from "../src/app/report-pages.ts";
import { answered } from "./http/answer.ts";

/** Only a POST decides: whatever follows links changes nothing. */
app.http("snooze", {
  methods: ["GET", "HEAD", "POST"],
  authLevel: "anonymous",
  handler: (request, context) =>
    answered(request, context, "page", (run, reader, asked) =>
      request.method === "POST"
        ? decide(run, reader, { ...asked, origin: new URL(request.url).origin, body: () => request.text() })
        : findingPage(run, reader, asked),
    ),
});
