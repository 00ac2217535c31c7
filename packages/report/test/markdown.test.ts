import MarkdownIt, { type Token } from "markdown-it";
import { expect, test } from "vitest";

import { plainLook, renderMarkdown } from "../src/index.ts";
import {
  allPassed,
  buildFailed,
  changed,
  compared,
  fellShort,
  hostileReport,
  hostileTexts,
  ourError,
} from "./reports.ts";

// Everything that GitHub also turns on: tables, bare links, and HTML.
const github = new MarkdownIt({ html: true, linkify: true });

/** Every token of a document, those inside paragraphs and cells too. */
function tokens(markdown: string): Token[] {
  const blocks = github.parse(markdown, {});
  return blocks.concat(blocks.flatMap(({ children }) => children ?? []));
}

/** How many tokens there are of each type: the shape that readers see, whatever the words. */
function shape(markdown: string): Record<string, number> {
  const counts = Map.groupBy(tokens(markdown), ({ type }) => type);
  return Object.fromEntries(Array.from(counts, ([type, found]) => [type, found.length]));
}

test("a report reads from the points and what changed to what to mend, the image and the notes", async () => {
  await expect(renderMarkdown(fellShort, plainLook, changed)).toMatchFileSnapshot("snapshots/fell-short.md");
});

test("a report without failures is short", async () => {
  await expect(renderMarkdown(allPassed)).toMatchFileSnapshot("snapshots/all-passed.md");
});

test("a failed build shows its log and groups what had to wait for it", async () => {
  await expect(renderMarkdown(buildFailed)).toMatchFileSnapshot("snapshots/build-failed.md");
});

test("an image that is compared with another stands beside it, with the layers of both", async () => {
  await expect(renderMarkdown(compared)).toMatchFileSnapshot("snapshots/compared.md");
});

test("an error of ours is said before the points, and is not a zero", () => {
  const markdown = renderMarkdown(ourError);
  expect(markdown.indexOf("on our side, not in your work")).toBeLessThan(markdown.indexOf("Points withheld"));
  expect(markdown).toContain("| our error | withheld, out of 1 |");
});

test.each(hostileTexts)("no element comes out of what a learner wrote: %j", (text) => {
  const all = tokens(renderMarkdown(hostileReport(text)));
  const outside = all.filter(
    ({ type, content }) =>
      type !== "inline" && type !== "code_inline" && type !== "fence" && content.includes("EVIL"),
  );
  expect(outside).toEqual([]);
  expect(all.filter(({ type }) => type.startsWith("html") || type === "image")).toEqual([]);
  expect(all.filter(({ type }) => type === "link_open").map((token) => token.attrGet("href"))).toEqual([
    "https://docs.docker.com/build/building/best-practices/#user",
  ]);
});

test("the report has one shape, whatever a learner wrote between its words", () => {
  const harmless = shape(renderMarkdown(hostileReport("harmless")));
  // The text stands beside the counts so that a failure names it. What is empty is written as `(nothing)`, without a code span.
  const written = hostileTexts.filter((text) => text.trim() !== "");
  const pairs = written.flatMap((first) => written.map((second) => `${first}${second}`));
  for (const text of [...written, ...pairs]) {
    expect({ text, ...shape(renderMarkdown(hostileReport(text))) }).toEqual({ text, ...harmless });
  }
});

test("a pipe stands in its cell as it was written, whatever backslashes are before it", () => {
  const instruction = "RUN a | b \\| c \\\\| d";
  const report = {
    ...allPassed,
    image: { ...allPassed.image!, layers: [{ instruction, line: 1, bytes: 1 }] },
  };
  const spans = tokens(renderMarkdown(report)).filter(({ type }) => type === "code_inline");
  expect(spans.map(({ content }) => content)).toContain(instruction);
});

test("no control character, and none that reorders text, gets through", () => {
  for (const text of hostileTexts) {
    expect(renderMarkdown(hostileReport(text))).not.toMatch(/[^\P{C}\n\t]|\u2028|\u2029/u);
  }
});
