import { english, type Language, type Report } from "@shipshape/core";
import { expect, test } from "vitest";

import { plainLook, renderHtml, renderMarkdown, renderTerminal, renderTerminalFull } from "../src/index.ts";
import { allPassed, buildFailed, changed, compared, fellShort, ourError } from "./reports.ts";

/** English in capitals: whatever small letters are left were not translated. */
const capitals: Language = {
  ...english,
  translate: (message) => message.toUpperCase(),
};

/** A report whose own words are in capitals already. */
function inCapitals(report: Report): Report {
  const words = JSON.stringify(report, (key, value) =>
    typeof value === "string" && key !== "status" && key !== "state" ? value.toUpperCase() : value,
  );
  return JSON.parse(words) as Report;
}

const reports = [
  allPassed,
  buildFailed,
  compared,
  fellShort,
  ourError,
  { ...fellShort, checks: fellShort.checks.slice(-1) },
  { ...compared, image: manyLayers(13), before: { ...compared.before!, ...manyLayers(14) } },
];

function manyLayers(count: number) {
  const layers = Array.from({ length: count }, (_, at) => ({ instruction: "RUN", line: at + 1, bytes: 10 }));
  return { ...allPassed.image!, layers };
}

const upper = (ids: readonly string[]) => ids.map((id) => id.toUpperCase());
const changes = { ...changed, mended: upper(changed.mended), broken: upper(changed.broken) };

const renderers = { renderTerminal, renderTerminalFull, renderMarkdown, renderHtml };

test.each(Object.entries(renderers))("every word of %s can be translated", (_, render) => {
  for (const report of reports) {
    const text = render(
      inCapitals(report),
      { ...plainLook, language: capitals, command: "SHIPSHAPE" },
      changes,
    );
    expect(wordsOf(text)).toEqual([]);
    expect(wordsOf(render(inCapitals(report), plainLook, changes))).not.toEqual([]);
  }
});

/** The words in small letters, but for tags, the kind of a block of code, a command, a file's name, and names of stages. */
function wordsOf(text: string): string[] {
  const read = text
    .replace(/<style>[^]*<\/style>/, "")
    .replaceAll(/aria-label="([^"]*)"/g, ">$1<")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&\w+;|^```[\w ]+|\.\/shipshape explain|\bDockerfile\b|\b(?:start|probe)\b/gm, " ");
  return read.match(/[a-z]{3,}/g) ?? [];
}

test("the parts of a list are joined as the language does", () => {
  const german: Language = { ...english, code: "de" };
  expect(renderTerminal(fellShort, { ...plainLook, language: german })).toContain(
    "4 passed, 2 failed und 1 skipped",
  );
});

test("a page says in which language the report is", () => {
  expect(renderHtml(fellShort)).toContain('<html lang="en">');
  expect(renderHtml({ ...fellShort, language: "de" })).toContain('<html lang="de">');
});
