import { expect, test } from "vitest";

import { keys, openTerminal } from "./terminal.ts";

test("what a program writes is shown as a terminal shows it", async () => {
  await using terminal = await openTerminal("sh", ["-c", String.raw`printf 'gone\r\033[2Kone\ntwo'`]);
  expect(await terminal.ended).toEqual({ exitCode: 0 });
  expect(terminal.screen()).toBe("one\ntwo");
  expect(terminal.cursor).toEqual({ shown: true, column: 3 });
});

test("keys reach the program, and Ctrl-C ends it", async () => {
  await using terminal = await openTerminal("sh", ["-c", "read word; echo heard $word; sleep 60"]);
  terminal.press(`well${keys.enter}`);
  await terminal.shows(/^heard well$/m);
  terminal.press(keys.interrupt);
  expect(await terminal.ended).toEqual({ exitCode: 0, signal: "SIGINT" });
});

test("a program hears of another size", async () => {
  await using terminal = await openTerminal(process.execPath, [
    "--eval",
    `console.log("ready");
     process.stdin.resume();
     process.stdout.on("resize", () => console.log(process.stdout.columns, process.stdout.rows));`,
  ]);
  await terminal.shows("ready");
  terminal.resize(20, 10);
  await expect(terminal.shows("20 10")).resolves.toBeUndefined();
});

test("waiting for what never comes ends with the program, and shows the screen", async () => {
  await using terminal = await openTerminal("echo", ["something else"]);
  await expect(terminal.shows("this")).rejects.toThrow("something else");
});
