import { app } from "@azure/functions";
import { noSuchPage } from "../src/app/answer.ts";
import { clusterPage, findingPage, reportPage } from "../src/app/report-pages.ts";
import { answered } from "./http/answer.ts";

const PAGES = new Map([
  ["", reportPage],
  ["cluster", clusterPage],
  ["finding", findingPage],
]);

app.http("report", {
  methods: ["GET", "HEAD"],
  authLevel: "anonymous",
  route: "report/{page?}",
  handler: (request, context) => answered(request, context, "page", PAGES.get(request.params.page ?? "") ?? noSuchPage),
});
