import type { Changes, Report } from "@shipshape/core";

import { renderHtml } from "./html.ts";
import { renderJson } from "./json.ts";
import type { Look } from "./look.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTerminal } from "./terminal.ts";

/**
 * Writes a report in one format; those that are not for a terminal take no notice of a look's width and colours.
 * @param changes what is other than at the check before, where there was one
 */
export type Renderer = (report: Report, look: Look, changes?: Changes) => string;

/** Every format by the name that `--format` takes. */
export const formats: ReadonlyMap<string, Renderer> = new Map<string, Renderer>([
  ["terminal", renderTerminal],
  ["markdown", renderMarkdown],
  ["html", renderHtml],
  ["json", renderJson],
]);
