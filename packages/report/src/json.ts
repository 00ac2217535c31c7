import type { Report } from "@shipshape/core";

/** The report as the JSON document that `schemas/report.schema.json` describes, with a new line at its end. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
