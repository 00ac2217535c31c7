import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { renderOverview } from "../src/index.ts";
import { accessibilityProblems, openBrowser } from "./browser.ts";
import { exampleClass } from "./overview-class.ts";

let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "shipshape-overview-"));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

type Opened = { page: Page; requests: string[]; errors: string[]; address: string };

/** The page of a class from a file, as an instructor opens it, with all that it asked for and complained of. */
async function openClass(size: number, { script = true } = {}): Promise<Opened> {
  const file = join(folder, "overview.html");
  await writeFile(file, renderOverview(exampleClass(size)));
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width: 1280, height: 900 });
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => errors.push(message.text()));
  const address = pathToFileURL(file).href;
  await page.goto(address, { waitUntil: "load" });
  return { page, requests, errors, address };
}

/** What stands in a column of the rows that are shown. */
async function column(page: Page, at: number): Promise<string[]> {
  const cells = `[...document.querySelectorAll("#class tbody tr:not([hidden])")]
    .map((row) => row.cells[${at}])
    .map((cell) => cell.dataset.v ?? (cell.querySelector("bdi") ?? cell).textContent)`;
  return (await page.evaluate(cells)) as string[];
}

const heading = (at: number) => `#class thead th:nth-child(${at + 1})`;
const sorting = async (page: Page, at: number) =>
  page.$eval(heading(at), (cell) => cell.getAttribute("aria-sort"));
const textOf = async (page: Page, selector: string) => page.$eval(selector, (found) => found.textContent);

test("a heading sorts the table one way and then the other, and who has nothing there comes last", async () => {
  const { page } = await openClass(30);
  await page.click(`${heading(2)} button`);
  const up = await column(page, 2);
  const scores = up.filter((score) => score !== "").map(Number);
  expect(scores).toEqual(scores.toSorted((a, b) => a - b));
  expect(up.slice(scores.length)).toEqual(["", "", ""]);
  expect(await sorting(page, 2)).toBe("ascending");

  await page.click(`${heading(2)} button`);
  const down = await column(page, 2);
  expect(down.slice(0, scores.length).map(Number)).toEqual(scores.toSorted((a, b) => b - a));
  expect(down.slice(scores.length)).toEqual(["", "", ""]);
  expect(await sorting(page, 2)).toBe("descending");
  await page.close();
});

test("the table is sorted by the keyboard alone, and says so", async () => {
  const { page } = await openClass(30);
  await page.focus(`${heading(0)} button`);
  await page.keyboard.press("Enter");
  const names = await column(page, 0);
  expect(names).toEqual(
    names.toSorted(new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare),
  );
  expect(await textOf(page, "p[role=status]")).toBe("Sorted by Learner, ascending.");

  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  expect([await sorting(page, 0), await sorting(page, 1)]).toEqual([null, "ascending"]);
  await page.close();
});

test("learners are found by a part of their name without its accents, by state and by the check they fail", async () => {
  const { page } = await openClass(30);
  await page.type("#named", "novak");
  expect(await column(page, 0)).toEqual(["Hana Nováková", "Hana Nováková 2"]);
  expect(await textOf(page, "#shown")).toBe("2 of 30 shown");

  await page.click("#clear");
  await page.select("#state", "by-hand");
  expect(await column(page, 0)).toEqual(["Bilal Haddad 2"]);

  await page.click("#clear");
  const failing = (await column(page, 9)).filter((severity) => severity === "2");
  await page.select("#fails", "4");
  expect(await column(page, 9)).toEqual(failing);
  expect(failing.length).toBeGreaterThan(0);

  await page.click("#clear");
  expect(await textOf(page, "#shown")).toBe("30 of 30 shown");
  await page.close();
});

test("a link to a learner who is filtered away shows everybody again", async () => {
  const { page } = await openClass(30);
  await page.type("#named", "novak");
  await page.click('a[href="#l8"]');
  await page.waitForFunction("!document.getElementById('l8').hidden");
  expect(await textOf(page, "#shown")).toBe("30 of 30 shown");
  await page.close();
});

test("without a script it is a plain table, and nothing is offered that does nothing", async () => {
  const { page } = await openClass(30, { script: false });
  expect(await page.$$("#class tbody tr")).toHaveLength(30);
  expect(await page.$("#class thead button")).toBeNull();
  expect(await (await page.$("#controls"))?.isVisible()).toBe(false);
  await page.close();
});

test("a verdict is read out as a word, and its symbol is not", async () => {
  const { page } = await openClass(30);
  const cell = await page.$("#l1 td.verdict");
  const read = await page.accessibility.snapshot({ root: cell!, interestingOnly: false });
  expect(read).toMatchObject({ children: [{ name: "passed" }] });
  await page.close();
});

/**
 * axe cannot tell whether a single sign is text, nor see the colour behind what is scrolled out of sight or drawn, nor
 * look at every second number of a scale, which a narrow window leaves out.
 */
const cannotTell =
  /too short to determine|partially obscured|only non-text characters|contains an image node|^hidden-content: <text class="between"/;

const looks = [
  { name: "light", scheme: "light", media: "screen", width: 1280 },
  { name: "dark", scheme: "dark", media: "screen", width: 1280 },
  { name: "light and narrow", scheme: "light", media: "screen", width: 400 },
  { name: "dark and narrow", scheme: "dark", media: "screen", width: 400 },
] as const;

test.each(looks)(
  "it can be read by everyone, $name, and asks for nothing",
  async ({ scheme, media, width }) => {
    const { page, requests, errors, address } = await openClass(30);
    await page.setViewport({ width, height: 900 });
    await page.emulateMediaType(media);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true");
    const problems = await accessibilityProblems(page);
    expect(problems.filter((problem) => !cannotTell.test(problem))).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(requests).toEqual([address]);
    expect(errors).toEqual([]);
    await page.close();
  },
);

test("a class of a thousand is shown, sorted and filtered", async () => {
  const { page, errors } = await openClass(1000);
  await page.click(`${heading(2)} button`);
  const scores = (await column(page, 2)).filter((score) => score !== "").map(Number);
  expect(scores).toEqual(scores.toSorted((a, b) => a - b));
  await page.select("#state", "error");
  expect(await textOf(page, "#shown")).toBe("34 of 1,000 shown");
  expect(errors).toEqual([]);
  await page.close();
});
