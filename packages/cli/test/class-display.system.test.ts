import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { expect, test } from "vitest";

import { keys, openTerminal, type TerminalOptions } from "./terminal.ts";

const source = join(import.meta.dirname, "../src/grade/class-display.ts");
const events = join(import.meta.dirname, "class-display-events.ts");
const utf8 = { LANG: "C.UTF-8", LC_ALL: "C.UTF-8" };

/** A program that takes a class's display through events, and stays until it is ended. Its clock stands still. */
const program = (steps: string) => [
  "--input-type=module",
  "--eval",
  `import { ClassDisplay } from ${JSON.stringify(source)};
   import { began, ended, failed, paused, postponed, reportWith, stage, takenIn } from ${JSON.stringify(events)};
   process.stdin.on("data", () => undefined);
   let now = 0;
   const display = new ClassDisplay(() => now);
   const take = (...events) => events.forEach((event) => display.take(event));
   const short = reportWith({ failed: ["image-size"] });
   ${steps}`,
];

const show = (steps: string, options: TerminalOptions = {}) =>
  openTerminal(process.execPath, program(steps), { ...options, env: { ...utf8, ...options.env } });

const working = `take(takenIn(4), began("anna"), began("bob"), stage("anna")); now = 7000; take(stage("bob"));`;

/** What stays of the beginning. */
const found = "Learners: 4. Different submissions to grade: 4.";

test("the bottom shows the class, and what fell short or failed stays above it", async () => {
  await using terminal = await show(
    `${working} take(ended("anna", short), began("carl"), postponed("bob"), failed("dora"));`,
  );
  await terminal.shows("1 error of ours");
  expect(terminal.screen()).toBe(
    [
      found,
      "fell short: anna, 6 of 10 points, failed: image-size",
      "tried again in 15.0 s: bob: The engine at `/run/engine.sock` does not answer.",
      "error of ours: dora, no score: The engine does not answer.",
      "[██████████░░░░░░░░░░] 2/4  0:07  0 passed  1 fell short  1 error of ours",
      "  0:00 carl",
    ].join("\n"),
  );
});

test.each([
  [80, ["[█░░░░░░░░░░░░░░░░░░░] 0/4  0:07  0 passed  0 fell short"]],
  [40, ["[█░░░░░░░░░] 0/4  0:07  0 passed", "0 fell short"]],
  [20, ["[█░░░░░░░░░] 0/4", "0:07  0 passed", "0 fell short"]],
])("at %i columns no line is broken", async (columns, head) => {
  await using terminal = await show(working, { columns, rows: 8 });
  await terminal.shows("0:07 bob");
  const [, ...screen] = terminal.screen().split("\n");
  expect(screen.slice(0, head.length)).toEqual(head.map((line) => line.replace("█", "░")));
  expect(screen).toHaveLength(head.length + 2);
});

test("a class of many events leaves no trace of what was drawn before", async () => {
  await using terminal = await show(
    `take(takenIn(60));
     for (let at = 0; at < 30; at++) take(began("l" + at), stage("l" + at), ended("l" + at, at % 3 ? undefined : short));
     take(began("last"));`,
    { columns: 60, rows: 12 },
  );
  await terminal.shows("last");
  const screen = terminal.screen().split("\n");
  expect(screen).toHaveLength(12);
  expect(screen.filter((line) => line.includes("█"))).toHaveLength(1);
  expect(screen[0]).toMatch(/^fell short: l\d+, 6 of 10 points, failed: image-size$/);
});

test("a terminal that becomes narrower or lower keeps what fits", async () => {
  const many = `take(takenIn(40)); for (let at = 0; at < 9; at++) take(began("learner-" + at), stage("learner-" + at));`;
  await using terminal = await show(many, { columns: 80, rows: 20 });
  await terminal.shows("learner-8");
  terminal.resize(30, 20);
  await terminal.shows(/ {2}0:00 learner…: Building th…/);
  expect(terminal.screen().match(/░\]/g)).toHaveLength(1);
  terminal.resize(30, 6);
  await terminal.shows(/… and \d more$/);
  expect(terminal.screen().match(/░\]/g)).toHaveLength(1);
});

test("a pause says what is wrong, and goes away", async () => {
  await using terminal = await show(
    `process.once("SIGUSR2", () => take({ kind: "resumed" })); take(takenIn(2), paused);`,
  );
  await terminal.shows("Start it again");
  expect(terminal.screen()).toMatch(
    /\nPaused since \d\d:\d\d\. The engine at `\/run\/engine\.sock` does not answer\.\n/,
  );
  process.kill(terminal.pid, "SIGUSR2");
  await terminal.shows(/\nThe trouble is over, and the class goes on\.\n\[.*$/);
  expect(terminal.screen()).not.toContain("Paused");
});

test("the lines are gone before others write, and nothing comes after them", async () => {
  await using terminal = await show(
    `${working} display[Symbol.dispose](); take(ended("bob", short)); console.log("the summary"); process.exit()`,
  );
  await terminal.ended;
  expect(terminal.screen()).toBe(`${found}\nthe summary`);
  expect(terminal.cursor).toEqual({ shown: true, column: 0 });
});

test("a sentence that others say stays above the lines", async () => {
  await using terminal = await show(`${working} display.say("Pulling a."); display.say("Pulling a.");`);
  await terminal.shows("0:07 bob");
  expect(terminal.screen()).toMatch(/\nPulling a\.\n\[/);
});

test("Ctrl-C's own echo leaves nothing on the screen", async () => {
  await using terminal = await show(
    `process.on("SIGINT", () => { display.sayLast("Stopping."); process.exit(130); }); ${working}`,
    { columns: 20 },
  );
  await terminal.shows("0:07 bob");
  terminal.press(keys.interrupt);
  expect(await terminal.ended).toEqual({ exitCode: 130 });
  expect(terminal.screen()).toBe("Learners: 4. Diffe…\nStopping.");
});

test("hostile names reach the terminal without control codes", async () => {
  const name = JSON.stringify("\u001B]0;owned\u0007\u001B[2Jred\u009B2J\u202Eback\nnext");
  await using terminal = await show(
    `console.error("above"); take(takenIn(2), began(${name})); take(ended(${name}, short), began("last"));`,
  );
  await terminal.shows("last");
  expect(terminal.screen()).toMatch(/^above\n.*\nfell short: red\uFFFD+2J\uFFFDback next, 6 of 10/);
  expect(terminal.written.replaceAll(/\u001B\[(?:J|\d+A)/g, "")).not.toMatch(/[\u001B\u0007\u009B\u202E]/);
});

test("without Unicode it is written in ASCII", async () => {
  await using terminal = await show(`take(takenIn(2), began("Größe 汉字")); take(stage("Größe 汉字"));`, {
    env: { LANG: "C", LC_ALL: "C" },
  });
  await terminal.shows(/\[-{20}\] 0\/2[^]*Grosse \?\?: Building the image$/);
  expect(terminal.written).toMatch(/^[\u0000-\u007F]*$/);
});

test("NO_COLOR takes the colours away", async () => {
  const colour = /\u001B\[\d*m/;
  await using coloured = await show("take(takenIn(2), paused);", { env: { NO_COLOR: undefined } });
  await coloured.shows("Start it again");
  expect(coloured.written).toMatch(colour);
  await using plain = await show("take(takenIn(2), paused);", { env: { NO_COLOR: "1" } });
  await plain.shows("Start it again");
  expect(plain.written).not.toMatch(colour);
});

const whole = `${working} take(ended("anna", short), ended("bob")); display[Symbol.dispose](); process.exit()`;
const plain = `${found}\nfell short: anna, 6 of 10 points, failed: image-size\n`;

test.each([{ TERM: "dumb" }, { CI: "true" }])("with %o there are plain lines", async (env) => {
  await using terminal = await show(whole, { env });
  await terminal.ended;
  expect(terminal.written.replaceAll("\r\n", "\n")).toBe(plain);
});

test("in a pipe there are plain lines", () => {
  const { stderr } = spawnSync(process.execPath, program(whole), {
    encoding: "utf8",
    env: { ...process.env, ...utf8 },
  });
  expect(stderr).toBe(plain);
});
