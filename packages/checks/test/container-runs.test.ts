import { describe, expect, test } from "vitest";

import { containerRuns } from "../src/container-runs.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

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
    expect(judge(containerRuns, sections)).toMatchObject({
      fix: { source: expect.stringContaining("Add a last line") },
    });
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

const copyOf = (path: string) => `COPY --from=builder ${path} ${path}`;

/** What is found of an app that did not start. */
const judgedBy = (log: string, lines: readonly string[]) =>
  judge(
    containerRuns,
    evidence({ dockerfile: dockerfile(...lines), container: { ...stopped, exitCode: 1, log } }),
  );

describe("packages that do not reach the final stage", () => {
  const builder = ["FROM python:3.13 AS builder", "RUN pip install flask"];
  const from = "FROM python:3.13-slim";
  const packages = "/usr/local/lib/python3.13/site-packages";
  const noModule = "ModuleNotFoundError: No module named 'flask'";
  const noCommand = 'exec: "gunicorn": executable file not found in $PATH';

  test.each([
    [
      "stay in their stage",
      noModule,
      [...builder, from, "COPY app.py ."],
      3,
      "takes nothing from there",
      "Below line 3, take over",
    ],
    [
      "stay behind when the code is taken",
      noModule,
      [...builder, from, copyOf("/app")],
      4,
      "takes only `/app`",
      "```dockerfile",
    ],
    [
      "stay behind with what only testing needs",
      noModule,
      ["FROM a AS test", "RUN pip install -r requirements.dev.txt", "FROM a", "COPY --from=test /app ."],
      4,
      "takes only `/app`",
      "Below line 4, install what the app runs with, without the tools for testing:\n\n```dockerfile\nCOPY requirements.txt ./",
    ],
    [
      "stay behind with their programs",
      noCommand,
      [...builder, from, copyOf("/app")],
      4,
      "takes only `/app`",
      "/usr/local/bin",
    ],
    [
      "leave their programs behind",
      noCommand,
      [...builder, from, copyOf(packages)],
      4,
      "not the programs",
      "`COPY --from=builder /usr/local/bin /usr/local/bin`. Or start it from its package, with `python -m gunicorn`.",
    ],
    [
      "are those of another Python",
      noModule,
      ["FROM python:3.11.4-slim AS builder", "RUN pip install a", from, copyOf("/usr/local/lib/python3.11")],
      1,
      "for Python `3.11`",
      "start from `python:3.13-slim` on line 1, and write `python3.13` on line 4.",
    ],
    [
      "are those of another Python, in a place of their own",
      noModule,
      ["FROM python:3.11 AS builder", "RUN pip install --prefix=/i a", from, copyOf("/i")],
      1,
      "has Python `3.13`, from line 3",
      "start from `python:3.13` on line 1.",
    ],
  ])("%s", (_, log, lines, line, words, fix) => {
    const finding = judgedBy(log, lines);
    expect(messageOf(finding)).toContain(words);
    expect(lineOf(finding)).toBe(line);
    expect(fixOf(finding)).toContain(fix);
  });

  test.each([
    ["all came over", noCommand, [...builder, from, copyOf("/usr/local")]],
    ["the packages came over, and another module lacks", noModule, [...builder, from, copyOf(packages)]],
    ["the final stage installs", noModule, [...builder, from, "RUN pip install gunicorn"]],
    [
      "another stage may have them",
      noModule,
      [...builder, "FROM python:3.13 AS x", "RUN make", from, "COPY --from=x /a /a"],
    ],
    ["the app failed otherwise", "KeyError: 'A'", [...builder, from]],
  ])("are not blamed where %s", (_, log, lines) => {
    expect(fixOf(judgedBy(log, lines)) ?? "Mend that").toMatch(/^Mend that/);
  });
});

describe("an app that is not found", () => {
  const noApp = { ...stopped, exitCode: 3, log: "ModuleNotFoundError: No module named 'app'\n" };
  const from = "FROM python:3.13-slim";
  const install = "RUN pip install -r requirements.txt";
  const start = 'CMD ["gunicorn", "app:app"]';

  test.each([
    ["gunicorn", noApp.log],
    ["python", "python: can't open file '/app/app.py': [Errno 2] No such file or directory\n"],
    ["flask", "Error: Could not import 'app'.\n"],
  ])("is explained by the rule that leaves it out, whatever %s says", (_, log) => {
    const finding = judge(
      containerRuns,
      evidence({
        container: { ...noApp, log },
        dockerfile: dockerfile(from, "COPY . .", install, start),
        submission: {
          leftOut: { ignoreFile: ".dockerignore", files: [{ path: "app.py", by: { line: 1, text: "*" } }] },
        },
      }),
    );
    expect(messageOf(finding)).toContain("`app.py` lies in the folder, but line 1 of `.dockerignore`");
    expect(messageOf(finding)).not.toContain("pip");
    expect(lineOf(finding)).toBeUndefined();
    expect(fixOf(finding)).toContain("write `!app.py` below line 1");
  });

  test.each([
    ["no line brings", ["COPY requirements.txt ."], "no line of the Dockerfile brings it into the image"],
    ["a line brings elsewhere", ["COPY . /src"], "it is not in the directory where the app starts"],
  ])("is explained by the Dockerfile where %s it", (_, lines, words) => {
    const sections = evidence({
      container: noApp,
      dockerfile: dockerfile(from, "WORKDIR /app", ...lines, install, start),
    });
    expect(messageOf(judge(containerRuns, sections))).toContain(words);
  });
});

const withCacheMount = (target: string, log: string) =>
  judge(
    containerRuns,
    evidence({
      container: { ...stopped, exitCode: 1, log },
      dockerfile: dockerfile(
        "FROM python:3.13-slim",
        `RUN --mount=type=cache,target=${target} python -m venv /opt/venv && /opt/venv/bin/pip install flask`,
        'CMD ["gunicorn", "app:app"]',
      ),
    }),
  );

describe("packages in a cache mount", () => {
  const noFile = 'exec: "/opt/venv/bin/gunicorn": stat /opt/venv/bin/gunicorn: no such file or directory';
  const noModule = "ModuleNotFoundError: No module named 'flask'";

  test.each([
    ["a program", noFile, "/opt/venv"],
    ["a module of an environment", noModule, "/opt/venv"],
    ["a module", noModule, "/usr/local/lib/python3.13/site-packages"],
  ])("are missed as %s", (_, log, target) => {
    const finding = withCacheMount(target, log);
    expect(messageOf(finding)).toContain(`Line 2 installs into a cache mount, at \`${target}\``);
    expect(lineOf(finding)).toBe(2);
    expect(fixOf(finding)).toContain("Take that mount out of line 2.");
  });

  test.each([
    ["downloads", noModule, "/root/.cache/pip"],
    ["another thing is missed", "KeyError: 'HOME'", "/opt/venv"],
  ])("are not suspected where it holds %s", (_, log, target) => {
    expect(messageOf(withCacheMount(target, log))).not.toContain("cache mount");
  });
});

describe("an environment that does not serve the app", () => {
  const made = ["FROM python:3.13-slim AS builder", "RUN python -m venv /opt/venv"];
  const install = "RUN pip install flask";
  const onPath = "ENV PATH=/opt/venv/bin:$PATH";
  const from = "FROM python:3.13-slim";
  const copy = "COPY --from=builder /opt/venv /opt/venv";
  const start = 'CMD ["python", "app.py"]';
  const noModule = "ModuleNotFoundError: No module named 'flask'";
  const noCommand = 'exec: "gunicorn": executable file not found in $PATH';

  test.each([
    [
      "stayed in its stage",
      noModule,
      [...made, onPath, install, from, start],
      5,
      "does not take it over",
      "In the final stage, which begins on line 5, add `COPY --from=builder /opt/venv /opt/venv` and `ENV PATH=/opt/venv/bin:$PATH`.",
    ],
    [
      "stayed in its stage, and PATH names it all the same",
      noCommand,
      [...made, onPath, install, from, onPath, start],
      5,
      "does not take it over",
      "In the final stage, which begins on line 5, add `COPY --from=builder /opt/venv /opt/venv`.",
    ],
    [
      "is not on PATH in the final stage",
      noCommand,
      [...made, onPath, install, from, copy, start],
      6,
      "`ENV` on line 3 holds for the stage `builder` only",
      "Below line 6, add `ENV PATH=/opt/venv/bin:$PATH`.",
    ],
    [
      "was brought with the directory around it",
      noCommand,
      [...made, from, "COPY --from=builder /opt /srv/", start],
      4,
      "Line 4 puts the environment into `/srv/venv`, and no line puts",
      "Below line 4, add `ENV PATH=/srv/venv/bin:$PATH`.",
    ],
    [
      "lies in a working directory",
      noCommand,
      ["FROM python:3.13-slim", "WORKDIR /app", "RUN python -m venv .venv", start],
      3,
      "Line 3 puts the environment into `/app/.venv`",
      "Below line 3, add `ENV PATH=/app/.venv/bin:$PATH`.",
    ],
    [
      "was activated in one step only",
      noModule,
      [...made, "RUN . /opt/venv/bin/activate", install, from, copy, onPath, start],
      4,
      "`activate` on line 3 holds for that one `RUN` only",
      "Above line 4, add `ENV PATH=/opt/venv/bin:$PATH`",
    ],
    [
      "was made, and pip installed beside it",
      noModule,
      [...made, "RUN python -m pip install flask", from, copy, onPath, start],
      3,
      "nothing puts the environment's `bin` on `PATH` there",
      "`/opt/venv/bin/pip`",
    ],
    [
      "was moved",
      "exec /app/venv/bin/gunicorn: no such file or directory",
      [...made, from, "COPY --from=builder /opt/venv /app/venv", "ENV PATH=/app/venv/bin:$PATH", start],
      4,
      "moves the environment from `/opt/venv` to `/app/venv`",
      "and let line 5 say `ENV PATH=/opt/venv/bin:$PATH`.",
    ],
    [
      "was moved, and is started by its whole path",
      'exec: "/app/venv/bin/gunicorn": stat /app/venv/bin/gunicorn: no such file or directory',
      [...made, from, "COPY --from=builder /opt/venv /app/venv", start],
      4,
      "`#!/opt/venv/bin/python`",
      "`COPY --from=builder /opt/venv /opt/venv`",
    ],
  ])("%s", (_, log, lines, line, words, fix) => {
    const sections = evidence({
      dockerfile: dockerfile(...lines),
      container: { ...stopped, exitCode: 1, log },
    });
    const finding = judge(containerRuns, sections);
    expect(messageOf(finding)).toContain(words);
    expect(lineOf(finding)).toBe(line);
    expect(fixOf(finding)).toContain(fix);
  });

  test.each([
    ["none is made", noModule, [from, install, start]],
    ["the final stage installs by itself", noModule, [...made, from, install, start]],
    [
      "its own pip filled it",
      noModule,
      [...made, "RUN /opt/venv/bin/pip install a", from, copy, onPath, start],
    ],
    [
      "it was activated in the same step",
      noModule,
      [...made, "RUN . /opt/venv/bin/activate && pip install a", from, copy, onPath, start],
    ],
    ["a variable may name it", noCommand, [...made, from, copy, "ENV PATH=$SOME/bin:$PATH", start]],
    ["the script is another", "exec /start.sh: no such file or directory", [...made, from, copy, start]],
    ["the app failed otherwise", "KeyError: 'A'", [...made, from, copy, start]],
  ])("is not blamed where %s", (_, log, lines) => {
    const sections = evidence({
      dockerfile: dockerfile(...lines),
      container: { ...stopped, exitCode: 1, log },
    });
    expect(fixOf(judge(containerRuns, sections)) ?? "Mend that").toMatch(/^Mend that/);
    expect(lineOf(judge(containerRuns, sections))).toBe(lines.length);
  });
});
