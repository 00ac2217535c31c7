import { expect, test } from "vitest";

import { renderJunit } from "../src/index.ts";
import { buildFailed, fellShort, hostileReport, hostileTexts, ourError } from "./reports.ts";

/** Every tag of a document without what its attributes say; only what a tag is made of is left unescaped. */
const tags = (xml: string) => (xml.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/"[^"]*"/g, '""'));

test("each check is a test case, with what was seen, where, why and what to try for one that failed", async () => {
  await expect(renderJunit(fellShort)).toMatchFileSnapshot("snapshots/fell-short.junit.xml");
});

test("what had to wait for a failed build is skipped, with the reason", async () => {
  await expect(renderJunit(buildFailed)).toMatchFileSnapshot("snapshots/build-failed.junit.xml");
});

test("an error of ours is an error and no failure", () => {
  const xml = renderJunit(ourError);
  expect(xml).toContain('tests="2" failures="0" errors="1"');
  expect(xml).toContain('<error message="The Docker engine stopped answering');
  expect(xml).not.toContain("<failure");
});

test("a document has one set of tags, whatever a learner wrote between its words", () => {
  const harmless = tags(renderJunit(hostileReport("harmless")));
  const hostile = [...hostileTexts, "true", "]]> & \" ' <!-- ?> &#0; &amp;lt;", "\uFFFE\uFFFF\u0000\uD800"];
  for (const text of hostile)
    expect({ text, tags: tags(renderJunit(hostileReport(text))) }).toEqual({ text, tags: harmless });
});

test("no character that XML forbids gets through, and none that reorders text", () => {
  for (const text of [...hostileTexts, "\uFFFE\uFFFF\u0000\u000B\uD800 \uDC00"])
    expect(renderJunit(hostileReport(text))).not.toMatch(/[^\P{C}\n\t]|[\uFFFE\uFFFF\u2028\u2029]/u);
});

test("a message that readers would cut is cut, and is so marked", () => {
  const check = fellShort.checks.find(({ status }) => status === "fail");
  const xml = renderJunit({ ...fellShort, checks: [{ ...check!, message: "🚢".repeat(20_000) }] });
  const [, message = "", body = ""] = /<failure message="([^"]*)"[^>]*>([^<]*)</.exec(xml) ?? [];
  expect([message.length, body.length]).toEqual([499, 19_999]);
  expect(`${message}${body}`).toMatch(/^(?:🚢|…)+$/u);
});

test("a submission's name is no package of another one's", () => {
  expect(renderJunit({ ...fellShort, submission: "a.b.c" })).toContain('classname="05-venv-non-root.a_b_c"');
});
