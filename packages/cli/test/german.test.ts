import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

const shipshape = join(import.meta.dirname, "../src/shipshape.ts");
const evidence = join(import.meta.dirname, "evidence/fell-short.json");

type Answer = { readonly status: number; readonly output: string; readonly errors: string };

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "shipshape-german."));
  // Whoever runs this may have work of their own beside the labs.
  await writeFile(join(home, "progress.jsonl"), "");
});

afterAll(() => rm(home, { recursive: true }));

/** Runs the command as a person does whose machine speaks a language. */
function run(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd = home,
): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const env = { PATH: process.env["PATH"], HOME: home, ...environment };
  const child = execFile(process.execPath, [shipshape, ...words], { env, cwd }, (_, output, errors) =>
    resolve({ status: child.exitCode ?? -1, output, errors }),
  );
  return promise;
}

const german = { LANG: "de_DE.UTF-8" };

test.each([
  ["terminal", "txt"],
  ["markdown", "md"],
  ["html", "html"],
])("a report for %s is in German", async (format, ending) => {
  // What is to be typed depends on the folder.
  const root = join(import.meta.dirname, "../../..");
  const { status, output } = await run(["judge", evidence, "--format", format], german, root);
  expect(status).toBe(1);
  await expect(output).toMatchFileSnapshot(`snapshots/german.${ending}`);
});

test("the course is listed in German", async () => {
  const { output } = await run(["labs"], german);
  expect(output).toContain("0 von 7 Labs geschafft");
  expect(output).toContain("Als Nächstes: ");
});

test("a check is explained in German", async () => {
  const { output } = await run(["explain", "non-root-process"], german);
  expect(output).toContain("Kein Prozess der App läuft als root.\n\n## Warum das wichtig ist");
});

test("the help is in German", async () => {
  const { status, output } = await run(["judge", "--help"], german);
  expect(status).toBe(0);
  await expect(output).toMatchFileSnapshot("snapshots/german-help.txt");
});

test("an error says in German what to do", async () => {
  const { status, errors } = await run(["judge", "nowhere.json"], german);
  expect(status).toBe(2);
  expect(errors).toContain("Nenne eine Datei, die `shipshape check --evidence FILE` geschrieben hat.");
});

test.each([
  ["a language that has no translation", { LANG: "xx_YY.UTF-8" }],
  ["a locale that asks for none", { LC_ALL: "C.UTF-8", LANG: "de_DE.UTF-8" }],
  ["a language that is a path", { SHIPSHAPE_LANGUAGE: "../package" }],
])("English is written for %s", async (_, environment) => {
  const { output } = await run(["explain", "non-root-process"], environment);
  expect(output).toContain("No process of the app runs as root.");
});
