import { type Report, renderCsv, renderHtml, renderJson, renderMarkdown, renderSarif } from "../../src/render/index.ts";

export const FORMATS = ["table", "json", "csv", "sarif", "markdown", "html"] as const;
export type Format = (typeof FORMATS)[number];

export function render(report: Report, format: Exclude<Format, "table">): string {
  switch (format) {
    case "json":
      return renderJson(report);
    case "csv":
      return renderCsv(report);
    case "sarif":
      return renderSarif(report);
    case "markdown":
      return renderMarkdown(report);
    case "html":
      return renderHtml(report);
  }
}
