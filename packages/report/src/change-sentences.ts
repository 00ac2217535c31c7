import { type Changes, codeSpan, formatSize, joinMarkdown, Markdown, md } from "@shipshape/core";

/** What is other than at the check before, in one to three short sentences. */
export function changeSentences({ mended, broken, bytes = 0 }: Changes): Markdown[] {
  const size = new Markdown((language) => formatSize(Math.abs(bytes), language));
  const sentences = [
    ...(mended.length > 0 ? [md`Mended since the last check: ${ids(mended)}.`] : []),
    ...(broken.length > 0 ? [md`Broken since the last check: ${ids(broken)}.`] : []),
    ...(bytes < 0 ? [md`The image is ${size} smaller than at the last check.`] : []),
    ...(bytes > 0 ? [md`The image is ${size} larger than at the last check.`] : []),
  ];
  return sentences.length > 0 ? sentences : [md`Since the last check nothing was mended and nothing broken.`];
}

function ids(checks: readonly string[]): Markdown {
  return joinMarkdown(
    checks.map((id) => new Markdown(codeSpan(id))),
    ", ",
  );
}
