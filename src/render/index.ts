export { CSV_COLUMNS, renderCsv } from "./csv.ts";
export type { Filter } from "./filter.ts";
export { renderClusterPage, renderFindingPage, renderHtml } from "./html.ts";
export { JSON_VERSION, renderJson } from "./json.ts";
export type { Links } from "./links.ts";
export { renderMarkdown } from "./markdown.ts";
export { CONTENT_SECURITY_POLICY } from "./page-style.ts";
export { type Report, type ReportInput, type RuleAbout, reportOf } from "./report.ts";
export { renderSarif } from "./sarif.ts";
