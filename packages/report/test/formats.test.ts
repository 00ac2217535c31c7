import { expect, test } from "vitest";

import { formats, plainLook, renderHtml, renderJson, renderMarkdown, renderTerminal } from "../src/index.ts";
import { fellShort } from "./reports.ts";

test("every format is one look-up away", () => {
  const rendered = Object.fromEntries(
    Array.from(formats, ([name, render]) => [name, render(fellShort, plainLook)]),
  );
  expect(rendered).toEqual({
    terminal: renderTerminal(fellShort),
    markdown: renderMarkdown(fellShort),
    html: renderHtml(fellShort),
    json: renderJson(fellShort),
  });
});
