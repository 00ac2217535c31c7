import { execFileSync } from "node:child_process";

import { expect, test } from "vitest";

import { isAlive, newRunId } from "../src/run-id.ts";

const module = new URL("../src/run-id.ts", import.meta.url).href;

test("a run of a living process is alive", () => {
  expect(isAlive(newRunId())).toBe(true);
});

test("two runs of one process have different names", () => {
  expect(newRunId()).not.toBe(newRunId());
});

test("a run of a process that has ended is dead", () => {
  const script = `import(${JSON.stringify(module)}).then(({ newRunId }) => console.log(newRunId()))`;
  const ended = execFileSync(process.execPath, ["--eval", script], { encoding: "utf8" }).trim();
  expect(isAlive(ended)).toBe(false);
});

test("a process that took over the number of another is not that one", () => {
  const [machine, boot, pid, start, random] = newRunId().split("-");
  expect(isAlive([machine, boot, pid, Number(start) - 1, random].join("-"))).toBe(false);
});

test("a run before the machine's last start is dead", () => {
  const [machine, , ...rest] = newRunId().split("-");
  expect(isAlive([machine, "00000000", ...rest].join("-"))).toBe(false);
});

test("what another machine started, or someone else named, counts as alive", () => {
  const [, ...rest] = newRunId().split("-");
  expect(isAlive(["00000000", ...rest].join("-"))).toBe(true);
  expect(isAlive("latest")).toBe(true);
  expect(isAlive("")).toBe(true);
});

test("a name is fit for a tag", () => {
  expect(newRunId()).toMatch(/^\w[\w.-]{0,127}$/);
});
