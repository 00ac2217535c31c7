import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { plainLook, renderHtml } from "../src/index.ts";
import { accessibilityProblems, openBrowser } from "./browser.ts";
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

const pages = Object.entries({
  "one that fell short": renderHtml(fellShort),
  "one in which all passed": renderHtml(allPassed),
  "a failed build": renderHtml(buildFailed),
  "an error of ours": renderHtml(ourError),
  "a comparison": renderHtml(compared),
  "a second check": renderHtml(fellShort, plainLook, changed),
  "hostile names": renderHtml(hostileReport(hostileTexts.join("\n"))),
  "a name without a space": renderHtml(hostileReport("x".repeat(400))),
});

let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "shipshape-html-"));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** A page from a file, as a learner opens it, with all that it asked the network or the disk for. */
async function openReport(html: string): Promise<{ page: Page; requests: string[]; address: string }> {
  const file = join(folder, "report.html");
  await writeFile(file, html);
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  const address = pathToFileURL(file).href;
  await page.goto(address, { waitUntil: "load" });
  return { page, requests, address };
}

const looks = [
  { name: "light", scheme: "light", media: "screen", width: 1024 },
  { name: "dark", scheme: "dark", media: "screen", width: 1024 },
  { name: "light and narrow", scheme: "light", media: "screen", width: 360 },
  { name: "dark and narrow", scheme: "dark", media: "screen", width: 360 },
  { name: "on paper", scheme: "light", media: "print", width: 720 },
  { name: "on paper, from a dark screen", scheme: "dark", media: "print", width: 720 },
] as const;

test.each(pages)("%s can be read by everyone, in every look, and asks for nothing", async (_, html) => {
  const { page, requests, address } = await openReport(html);
  for (const { name, scheme, media, width } of looks) {
    await page.setViewport({ width, height: 800 });
    await page.emulateMediaType(media);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    expect({ name, problems: await accessibilityProblems(page) }).toEqual({ name, problems: [] });
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    expect({ name, wide }).toEqual({ name, wide: width });
  }
  expect(requests).toEqual([address]);
  await page.close();
});

test("a page that can be read badly is found out", async () => {
  const { page } = await openReport(
    renderHtml(fellShort)
      .replaceAll("<h1>", "<h4>")
      .replace('<html lang="en">', "<html>")
      .replace('role="img" aria-label', 'role="img" data-label'),
  );
  const problems = await accessibilityProblems(page);
  expect(problems.map((problem) => problem.split(":", 1)[0])).toEqual(
    expect.arrayContaining(["html-has-lang", "page-has-heading-one", "role-img-alt"]),
  );
  await page.close();
});
