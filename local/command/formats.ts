import { renderCsv } from "../../src/render/csv.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import type { Report } from "../../src/render/report.ts";
import { renderSarif } from "../../src/render/sarif.ts";

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
      return renderMarkdown(report);
  }
}
