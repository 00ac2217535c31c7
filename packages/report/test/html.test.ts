import { createHash } from "node:crypto";

import { expect, test } from "vitest";

import { plainLook, renderHtml } from "../src/index.ts";
import {
  allPassed,
  buildFailed,
  changed,
  compared,
  everyReport,
  fellShort,
  hostileReport,
  hostileTexts,
  ourError,
} from "./reports.ts";

/** Every tag of a page with its attributes; only what a tag is made of is left unescaped. */
const tags = (html: string) => html.match(/<[^>]*>/g) ?? [];
const text = (html: string) => html.replaceAll(/<[^>]*>/g, "");
const pages = [...everyReport, ...hostileTexts.map(hostileReport)].map((report) => renderHtml(report));

test("a page has the words of the report and a chart of both images", async () => {
  await expect(renderHtml(compared)).toMatchFileSnapshot("snapshots/compared.html");
});

test("nothing is fetched from anywhere, and nothing is run", () => {
  for (const html of pages) {
    const found = tags(html);
    expect(found.filter((tag) => /^<(?:script|img|iframe|object|embed|link|form|base)\b/i.test(tag))).toEqual(
      [],
    );
    expect(found.filter((tag) => /\s(?:src|srcset|style|on\w+)=/i.test(tag))).toEqual([]);
    expect(text(html)).not.toMatch(/url\(|@import/);
  }
});

test("the policy of the page takes its own style and nothing else", () => {
  const html = renderHtml(allPassed);
  const [, style = ""] = /<style>([^]*)<\/style>/.exec(html) ?? [];
  const digest = createHash("sha256").update(style).digest("base64");
  expect(html).toContain(`content="default-src 'none'; style-src 'sha256-${digest}';`);
});

test("a page has one set of tags, whatever a learner wrote between its words", () => {
  const harmless = tags(renderHtml(hostileReport("harmless")));
  // What is empty is written as `(nothing)`, without a code span.
  const written = hostileTexts.filter((hostile) => hostile.trim() !== "");
  const pairs = written.flatMap((first) => written.map((second) => `${first}${second}`));
  for (const hostile of [...written, ...pairs])
    expect({ hostile, tags: tags(renderHtml(hostileReport(hostile))) }).toEqual({ hostile, tags: harmless });
});

test("no control character, and none that reorders text, gets through", () => {
  for (const hostile of hostileTexts)
    expect(renderHtml(hostileReport(hostile))).not.toMatch(/[^\P{C}\n\t]|\u2028|\u2029/u);
});

test("what a learner wrote can be read as it was written", () => {
  const html = renderHtml(hostileReport(`<b title="EVIL">&amp;</b>`));
  expect(html).toContain("<code>&lt;b title=&quot;EVIL&quot;&gt;&amp;amp;&lt;/b&gt;</code>");
});

test("headings go down by one, from a single first one", () => {
  for (const html of pages) {
    const levels = Array.from(html.matchAll(/<h(\d)>/g), ([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    for (const [at, level] of levels.entries()) expect(level - (levels[at - 1] ?? 0)).toBeLessThanOrEqual(1);
  }
});

test("each bar is as wide as its part of the largest, and a little one can still be seen", () => {
  const image = {
    ...allPassed.image!,
    base: { reference: "python:3.13-slim", bytes: 100_000_000 },
    layers: [
      { instruction: "RUN one", line: 1, bytes: 50_000_000 },
      { instruction: "RUN two", line: 2, bytes: 1 },
    ],
  };
  const html = renderHtml({ ...allPassed, image });
  const widths = html.matchAll(/<svg class="bar (base|layer)".*?class="part" width="([\d.]+)"/g);
  expect(Array.from(widths, ([, kind, width]) => `${kind} ${width}`)).toEqual([
    "base 100",
    "layer 50",
    "layer 0.5",
  ]);
});

test("a report without an image has no chart, and one whose points are withheld no bar", () => {
  expect(renderHtml(buildFailed)).not.toContain("<figure>");
  expect(renderHtml(ourError)).not.toContain("<svg");
});

test("the lines that are meant are marked, and the marker is part of the text", () => {
  expect(renderHtml(fellShort)).toContain(
    "<pre><code>  3  COPY . .\n<mark>&gt; 4  USER root</mark>\n  5  CMD [&quot;python&quot;, &quot;app.py&quot;]\n</code></pre>",
  );
});

test("what changed since the last check stands below the points", () => {
  expect(renderHtml(fellShort, plainLook, changed)).toContain(
    "</svg>\n<p>Mended since the last check: <code>health-endpoint</code>, <code>home-page</code>. Broken",
  );
});
