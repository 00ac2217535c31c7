import { describe, expect, test } from "vitest";

import { containerRuns } from "../src/container-runs.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

const stopped = { running: false, log: "" };

describe("container-runs", () => {
  test("shows the traceback of an app that crashed, its cause, and the line that starts it", () => {
    const log = `Starting\nTraceback (most recent call last):\n  File "app.py", line 5, in <module>\n    from flask import Flask\nModuleNotFoundError: No module named 'flask'\nBye\n`;
    const finding = judge(containerRuns, evidence({ container: { ...stopped, exitCode: 1, log } }));
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "The container stopped by itself with exit code 1: its main process gave up with an error.

      What it wrote last:

      \`\`\`text
      Traceback (most recent call last):
        File "app.py", line 5, in <module>
          from flask import Flask
      ModuleNotFoundError: No module named 'flask'
      \`\`\`

      **Likely cause.** This Python does not find \`flask\`. Install it with the pip of the same Python that runs here; what an earlier stage installed is in this image only if \`COPY --from\` brings it, and a virtual environment is used only if its \`bin\` comes first on \`PATH\`."
    `);
    expect(lineOf(finding)).toBe(13);
  });

  test.each([
    [0, "nothing more to do"],
    [3, "gave up with an error"],
    [126, "not marked as a program"],
    [127, "was not found"],
    [137, "killed from outside"],
    [139, "signal 11"],
    [143, "signal 15"],
  ])("says what exit code %i means", (exitCode, words) => {
    expect(messageOf(judge(containerRuns, evidence({ container: { ...stopped, exitCode } })))).toContain(
      words,
    );
  });

  test("tells death by memory from other deaths", () => {
    const container = { ...stopped, exitCode: 137, outOfMemory: true };
    expect(messageOf(judge(containerRuns, evidence({ container })))).toContain(
      "more than the 512 MB of memory",
    );
  });

  test.each([
    ["the engine noticed", { outOfMemory: true }],
    ["gunicorn noticed", { log: "[ERROR] Worker (pid:9) was sent SIGKILL! Perhaps out of memory?" }],
  ])("does not hold where a worker was killed for its memory, which %s", (_, container) => {
    expect(messageOf(judge(containerRuns, evidence({ container })))).toContain(
      "One of the container's processes",
    );
  });

  test("says what is missing where the base's own command ran", () => {
    const sections = evidence({
      dockerfile: dockerfile("FROM python:3.13-slim", "COPY app.py ."),
      container: { ...stopped, exitCode: 0 },
    });
    expect(messageOf(judge(containerRuns, sections))).toContain("has no `CMD`");
  });

  test("explains a command that the engine could not start", () => {
    const startError =
      'OCI runtime create failed: unable to start container process: exec: "pyhton": executable file not found in $PATH: unknown';
    const message = messageOf(
      judge(containerRuns, evidence({ container: { ...stopped, exitCode: 127, startError } })),
    );
    expect(message).toContain('```text\nexec: "pyhton"');
    expect(message).toContain("There is no command `pyhton`");
  });

  test("blames USER where it names nobody", () => {
    const startError = "unable to find user appuser: no matching entries in passwd file";
    const finding = judge(containerRuns, evidence({ container: { ...stopped, exitCode: 126, startError } }));
    expect(lineOf(finding)).toBe(11);
  });
});
