import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { expect, test } from "vitest";

import { plainGradebook } from "../src/gradebook/renderer.ts";
import { gradebookFormats, renderJunit } from "../src/index.ts";
import { gradebook, hostileGradebook } from "./gradebooks.ts";
import { everyReport, fellShort, hostileReport, hostileTexts } from "./reports.ts";

const schema = fileURLToPath(new URL("schemas/junit-10.xsd", import.meta.url));

/** What xmllint has against a document. It is read as Jenkins does, by the schema of its xunit plugin. */
function complaints(xml: string): string {
  try {
    execFileSync("xmllint", ["--noout", "--schema", schema, "-"], { input: xml, stdio: "pipe" });
    return "";
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error);
  }
}

test("every report is valid by the schema that Jenkins reads JUnit XML with", () => {
  const hostile = [...hostileTexts, "true", "\uFFFE\uFFFF\u0000\uD800", "]]> & \" ' <!-- ?> &#0;"];
  for (const report of [...everyReport, ...hostile.map(hostileReport)])
    expect(complaints(renderJunit(report))).toBe("");
});

test("every class is valid by it too", () => {
  const hostile = [...hostileTexts, "true", "\uFFFE\uFFFF\u0000\uD800", "]]> & \" ' <!-- ?> &#0;"];
  const render = gradebookFormats.get("junit")!;
  for (const document of [gradebook, { ...gradebook, rows: [] }, ...hostile.map(hostileGradebook)])
    expect(complaints(render(document, plainGradebook))).toBe("");
});

test("the schema finds fault with a report that has no name", () => {
  const xml = renderJunit(fellShort).replace(/<testcase name="[^"]*"/, "<testcase");
  expect(complaints(xml)).toContain("The attribute 'name' is required but missing");
});
