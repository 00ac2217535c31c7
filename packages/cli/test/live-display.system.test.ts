import { join } from "node:path";
import { spawnSync } from "node:child_process";

import { expect, test } from "vitest";

import { keys, openTerminal, type TerminalOptions } from "./terminal.ts";

const source = join(import.meta.dirname, "../src/live-display.ts");
const utf8 = { LANG: "C.UTF-8", LC_ALL: "C.UTF-8" };

/** A program that takes a live display through steps, and stays until it is ended. */
const program = (steps: string) => [
  "--input-type=module",
  "--eval",
  `import { LiveDisplay } from ${JSON.stringify(source)};
   process.stdin.on("data", () => undefined);
   const display = new LiveDisplay();
   ${steps}`,
];

const show = (steps: string, options: TerminalOptions = {}) =>
  openTerminal(process.execPath, program(steps), { ...options, env: { ...utf8, ...options.env } });

const building = (written: string) => `display.begin("build"); display.output(${JSON.stringify(written)});`;

test("one line says the stage, the time, and the last line that the build wrote", async () => {
  await using terminal = await show(building("Collecting flask\n  Downloading flask-3.1.2\n\n"));
  const line = /^\d:\d\d Building the image: Downloading flask-3\.1\.2$/;
  await expect(terminal.shows(line)).resolves.toBeUndefined();
});

test("the time goes on while nothing is written", async () => {
  await using terminal = await show(building("waits"));
  await terminal.shows("0:01 Building the image: waits");
  await expect(terminal.shows("0:02 Building the image: waits")).resolves.toBeUndefined();
});

test("a sentence that stays stands above the line, and is said once", async () => {
  await using terminal = await show(
    `display.begin("start"); display.say("Pulling a."); display.say("Pulling a."); display.begin("ask");`,
  );
  await terminal.shows(/^Pulling a\.\n\d:\d\d Asking the app$/);
  expect(terminal.written.match(/Pulling/g)).toHaveLength(1);
});

test("the line is gone before others write, and nothing comes after it", async () => {
  await using terminal = await show(
    `${building("x")} display[Symbol.dispose](); display.begin("ask"); display.output("late");
     console.log("the report"); process.exit()`,
  );
  await terminal.ended;
  expect(terminal.screen()).toBe("the report");
  expect(terminal.cursor).toEqual({ shown: true, column: 0 });
});

test.each([8, 20, 60])("at %i columns it never takes more than one line", async (columns) => {
  const wide = "汉字 👩‍👩‍👧 ".repeat(40);
  await using terminal = await show(building(wide), { columns, rows: 5 });
  await terminal.shows(/汉|…/);
  expect(terminal.screen().split("\n")).toHaveLength(1);
});

test("a terminal that becomes narrower keeps one line", async () => {
  await using terminal = await show(building("a".repeat(200)), { columns: 100, rows: 10 });
  await terminal.shows("aaa");
  terminal.resize(30, 10);
  await terminal.shows(/^0:\d\d Building the image: a{3,6}…$/);
  terminal.resize(20, 10);
  await expect(terminal.shows(/^0:\d\d Building the…$/)).resolves.toBeUndefined();
});

test("what a build writes reaches the terminal without its control codes", async () => {
  const hostile = "\u001B]0;owned\u0007\u001B[2J\u001B[31mred\u0007\u009B2J\u202Eback\u001B[?25l";
  await using terminal = await show(`console.error("above"); ${building(hostile)}`);
  await terminal.shows("red");
  expect(terminal.screen()).toMatch(/^above\n\d:\d\d Building the image: red\uFFFD+2J\uFFFDback$/);
  expect(terminal.cursor.shown).toBe(true);
  // Nothing but our own: erase what is below.
  expect(terminal.written.replaceAll("\u001B[J", "")).not.toMatch(/[\u001B\u0007\u009B\u202E]/);
});

test("without Unicode it is written in ASCII", async () => {
  await using terminal = await show(building("Größe – 汉字…"), { env: { LANG: "C", LC_ALL: "C" } });
  await terminal.shows(/Building the image: Gr.*\.\.\.$/);
  // oxlint-disable-next-line no-control-regex
  expect(terminal.written).toMatch(/^[\u0000-\u007F]*$/);
});

test("Ctrl-C's own echo leaves nothing on the screen", async () => {
  await using terminal = await show(
    `process.on("SIGINT", () => { display[Symbol.dispose](); process.exit(130); }); ${building("b".repeat(200))}`,
    { columns: 20 },
  );
  await terminal.shows("…");
  terminal.press(keys.interrupt);
  expect(await terminal.ended).toEqual({ exitCode: 130 });
  expect(terminal.screen()).toBe("");
});

const plain = "Building the image\nAsking the app\n";
const stages = `${building("noise")} display.begin("ask"); display.begin("ask"); display[Symbol.dispose](); process.exit()`;

test.each([{ TERM: "dumb" }, { CI: "true" }])("with %o each stage is a plain line", async (env) => {
  await using terminal = await show(stages, { env });
  await terminal.ended;
  expect(terminal.written.replaceAll("\r\n", "\n")).toBe(plain);
});

test("in a pipe each stage is a plain line", () => {
  const { stderr } = spawnSync(process.execPath, program(stages), { encoding: "utf8" });
  expect(stderr).toBe(plain);
});
