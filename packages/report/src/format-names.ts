/** What `--format` may name. It stands by itself, so that a command line can be read without what writes a report. */
export const formatNames = ["terminal", "markdown", "html", "json", "junit", "sarif", "github"] as const;

export type FormatName = (typeof formatNames)[number];
