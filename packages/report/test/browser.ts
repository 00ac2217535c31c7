import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

import axe from "axe-core";
import { type Browser, type CDPSession, launch, type Page } from "puppeteer-core";

/** A browser of this machine, without a window. */
export async function openBrowser(): Promise<Browser> {
  return launch({
    executablePath: chromium(),
    // A container has neither a sandbox for root nor much shared memory; what is opened is our own, and has no script.
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
    timeout: 60_000,
  });
}

function chromium(): string {
  const paths = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "chromium"));
  const found = paths.find(isExecutable);
  if (!found) throw new Error("There is no chromium here: scripts/test-programs.sh brings it.");
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Every rule that axe has, those for best practice and those that are tried out alike; no frames are in the page. */
const run = `(async () => {
  const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
  const { violations, incomplete } = await axe.run(document, { rules, iframes: false });
  return [...violations, ...incomplete].flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary, any }) => id + ": " + html + " " + (failureSummary ?? any.map(({ message }) => message).join())));
})()`;

/**
 * What axe finds fault with, and what it cannot decide, each with the element. It looks from a world of its own,
 * which DevTools opens beside the page's: the page lets no script run.
 */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const session = await page.createCDPSession();
  try {
    const world = await isolatedWorld(session);
    await evaluate(session, axe.source, world);
    return (await evaluate(session, run, world)) as string[];
  } finally {
    await session.detach();
  }
}

async function isolatedWorld(session: CDPSession): Promise<number> {
  const { frameTree } = await session.send("Page.getFrameTree");
  const { executionContextId } = await session.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
  });
  return executionContextId;
}

async function evaluate(session: CDPSession, expression: string, contextId: number): Promise<unknown> {
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression,
    contextId,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
  return result.value;
}
