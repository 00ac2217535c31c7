import { type Markdown, md, type Verdict, visible } from "@shipshape/core";

/** What a block of Markdown with such lines is marked with; the first word is for renderers that know only that. */
export const excerptBlock = "text excerpt";

export type Place = NonNullable<Verdict["where"]>;

/**
 * The learner's own lines around a place, each after its number, and after a `>` where it is meant:
 * `> 4  USER root`. Nothing where they are not known.
 */
export function excerptLines({ line, endLine = line, excerpt }: Place): string[] {
  if (!excerpt) return [];
  const last = excerpt.first + excerpt.lines.length - 1;
  const digits = String(last).length;
  const numbered = excerpt.lines.map((text, at) => {
    const number = excerpt.first + at;
    return { number, meant: line <= number && number <= endLine, text: onOneLine(text) };
  });
  const worthShowing = numbered.filter(
    ({ number, meant, text }) => meant || text !== "" || (number !== excerpt.first && number !== last),
  );
  return [
    ...worthShowing.map(({ number, meant, text }) =>
      `${meant ? ">" : " "} ${String(number).padStart(digits)}  ${text}`.trimEnd(),
    ),
    // A long instruction is shown by its first lines.
    ...(endLine > last ? [`> ${" ".repeat(digits)}  …`] : []),
  ];
}

/** Whatever stands in it. */
function onOneLine(text: string): string {
  return visible(text).replaceAll("\n", " ").replaceAll("\t", "    ").trimEnd();
}

/** Where that is, in words. */
export function placeInWords({ file, line, endLine = line }: Place): Markdown {
  return endLine > line ? md`${file}, lines ${line} to ${endLine}` : md`${file}, line ${line}`;
}
