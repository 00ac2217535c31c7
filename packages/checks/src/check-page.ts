import { joinMarkdown, Markdown, md, type Check } from "@shipshape/core";
import { z } from "zod";

/** A check explained, as one Markdown page: what `explain` prints and what stands in the documentation. */
export function checkPage(check: Check): Markdown {
  const { id, title, why, fix, docs } = check;
  const parts = [
    md`# ${id}`,
    md`${words(title)}.`,
    md`## Why it matters`,
    words(why),
    md`## What to try`,
    words(fix),
    md`Read on: ${new Markdown(`<${docs}>`)}`,
    md`## For authors of labs`,
    ...authorsPart(check),
  ];
  return md`${joinMarkdown(parts)}\n`;
}

/** Words of a check's definition, which are their translation's key. */
const words = (text: string) => new Markdown((language) => language.translate(text));

function authorsPart({ needs, options }: Check): Markdown[] {
  const sections = joinMarkdown(
    needs.map((name) => md`${name}`),
    ", ",
  );
  const lines = optionLines(options);
  return lines.length === 0
    ? [md`Judges from the evidence: ${sections}. It has no options.`]
    : [md`Judges from the evidence: ${sections}. Its options:`, joinMarkdown(lines, "\n")];
}

type OptionSchema = { description?: string; default?: string | number };

function optionLines(options: z.ZodType): Markdown[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input" }) as {
    properties?: Record<string, OptionSchema>;
  };
  return Object.entries(properties).map(([name, { description = "", default: preset }]) =>
    preset === undefined
      ? md`- ${name}: ${words(description)} It may be left out.`
      : md`- ${name}: ${words(description)} Without it: ${String(preset)}.`,
  );
}
