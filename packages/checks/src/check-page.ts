import type { Check } from "@shipshape/core";
import { z } from "zod";

/** A check explained, as one Markdown page: what `explain` prints and what stands in the documentation. */
export function checkPage(check: Check): string {
  const { id, title, why, fix, docs } = check;
  return `# \`${id}\`

${title}.

## Why it matters

${why}

## What to try

${fix}

Read on: <${docs}>

## For authors of labs

${authorsPart(check)}
`;
}

function authorsPart({ needs, options }: Check): string {
  const sections = needs.map((name) => `\`${name}\``).join(", ");
  const looksAt = `Judges from the evidence: ${sections}.`;
  const lines = optionLines(options);
  return lines.length === 0
    ? `${looksAt} It has no options.`
    : `${looksAt} Its options:\n\n${lines.join("\n")}`;
}

type OptionSchema = { description?: string; default?: string };

function optionLines(options: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input" }) as {
    properties?: Record<string, OptionSchema>;
  };
  return Object.entries(properties).map(([name, { description = "", default: preset }]) => {
    const without = preset === undefined ? "It may be left out." : `Without it: \`${preset}\`.`;
    return `- \`${name}\`: ${description} ${without}`;
  });
}
