import { expect, test } from "vitest";

import { plainLook, renderGithub, renderMarkdown, renderStepSummary } from "../src/index.ts";
import {
  buildFailed,
  everyReport,
  fellShort,
  hostileReport,
  hostileTexts,
  ourError,
  withoutLines,
} from "./reports.ts";
import { runnerCommands } from "./runner-commands.ts";

const forgeries = [
  "::stop-commands::token",
  "\n::set-output name=a::b",
  "\r::add-mask::a",
  "##[stop-commands]token",
  "x\n##[set-env name=PATH;]y",
  "%0A::error::x",
  "%250A %25",
  "a,file=/etc/passwd::x",
  "100% : , ; ] =",
];

test("each failure is an error on its lines, and the rest is told in notices", async () => {
  await expect(renderGithub(fellShort)).toMatchFileSnapshot("snapshots/fell-short.github.txt");
});

test("what was skipped for one reason is one notice", async () => {
  await expect(renderGithub(buildFailed)).toMatchFileSnapshot("snapshots/build-failed.github.txt");
});

test("the runner reads what was meant, on the lines of the learner's file", () => {
  const [first] = runnerCommands(renderGithub(fellShort, { ...plainLook, folder: "work/05, mine: 100%" }));
  expect(first).toMatchObject({
    name: "error",
    properties: {
      file: "work/05, mine: 100%/Dockerfile",
      line: "4",
      endLine: "4",
      title: "No process of the app runs as root (non-root-process)",
    },
  });
  expect(first?.data).toContain("which is root.\n\nWhy it matters: ");
});

test("a failure without a line is told at its file", () => {
  const [first] = runnerCommands(renderGithub(withoutLines, { ...plainLook, folder: "work" }));
  expect(first?.properties).toEqual({
    file: "work/Dockerfile",
    title: "No process of the app runs as root (non-root-process)",
  });
});

test("an error of ours is a warning, and comes first", () => {
  const commands = runnerCommands(renderGithub(ourError));
  expect(commands.map(({ name }) => name)).toEqual(["warning", "notice"]);
  expect(commands[0]?.data).toContain("not in your work");
});

test("no learner can make the runner take more than the report's own commands", () => {
  const harmless = runnerCommands(renderGithub(hostileReport("harmless"))).map(({ name }) => name);
  const written = [...hostileTexts, ...forgeries];
  const pairs = written.flatMap((first) => forgeries.map((second) => `${first}${second}`));
  for (const text of [...written, ...pairs]) {
    const output = renderGithub(hostileReport(text), { ...plainLook, folder: `work/${text}` });
    const commands = runnerCommands(output);
    expect({ text, names: commands.map(({ name }) => name) }).toEqual({ text, names: harmless });
    expect(output.split("\n")).toHaveLength(harmless.length + 1);
    const [error] = commands;
    expect(Object.keys(error?.properties ?? {})).toEqual(["file", "line", "endLine", "title"]);
    expect(error?.properties["title"]).toBe("No process of the app runs as root (non-root-process)");
  }
});

test("what a learner wrote is read by the runner as it stood in the message", () => {
  for (const text of ["::stop-commands::token", "%0A::error::x", "%250A %25", "100% : , ; ] ="])
    expect(runnerCommands(renderGithub(hostileReport(text)))[0]?.data).toContain(
      `The process \`${text}\` runs`,
    );
});

test("a message stays below what the runner cuts", () => {
  const check = fellShort.checks.find(({ status }) => status === "fail");
  const report = { ...fellShort, checks: [{ ...check!, message: "much ".repeat(2_000) }] };
  const [first] = runnerCommands(renderGithub(report));
  expect(first?.data).toHaveLength(4_000);
  expect(first?.data).toMatch(/…$/);
});

test("a summary with enough room is the Markdown report", () => {
  for (const report of everyReport)
    expect(renderStepSummary(report, plainLook, 1024 * 1024)).toBe(renderMarkdown(report));
});

test("a summary is never longer than its room, and says where it is cut", () => {
  for (const report of everyReport) {
    const whole = Buffer.byteLength(renderMarkdown(report));
    for (const room of [0, 1, 50, 100, 200, whole / 2, whole - 100, whole - 1]) {
      const summary = renderStepSummary(report, plainLook, room);
      expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(room);
      expect(summary).toMatch(/^$|^# Lab [^]*\n\nThe rest of this report is too long for a summary\.\n$/);
    }
  }
});
