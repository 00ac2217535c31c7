import { joinMarkdown, listed, Markdown, md, type Check } from "@shipshape/core";
import { z } from "zod";

/** A check explained to learners, as one Markdown page. */
export function checkPage(check: Check): Markdown {
  return md`${joinMarkdown(learnersPart(check))}\n`;
}

/** The same with what authors of labs have to know: its page in the documentation. */
export function documentationPage(check: Check): Markdown {
  return md`${joinMarkdown([...learnersPart(check), md`## For authors of labs`, ...authorsPart(check)])}\n`;
}

function learnersPart({ id, title, why, fix, docs }: Check): Markdown[] {
  return [
    md`# ${id}`,
    md`${words(title)}.`,
    md`## Why it matters`,
    words(why),
    md`## What to try`,
    words(fix),
    md`Read on: ${new Markdown(`<${docs}>`)}`,
  ];
}

/** Words of a check's definition, which are their translation's key. */
const words = (text: string) => new Markdown((language) => language.translate(text));

function authorsPart({ needs, options }: Check): Markdown[] {
  const sections = listed(needs);
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
