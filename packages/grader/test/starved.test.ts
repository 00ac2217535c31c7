import { readFile } from "node:fs/promises";

import { tookTheDisk } from "@shipshape/checker";
import { type BuildSection, type Evidence, evidenceSchema, type RunState } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { mayBeStarved } from "../src/starved.ts";

type Sections = Evidence["sections"];

const evidence = (sections: Sections, state: RunState = "completed"): Evidence => ({
  version: 1,
  lab: "07-native-dependency",
  submission: "trial",
  state,
  engine: { version: "26.1", store: "overlay2", architecture: "x86_64", standIns: [] },
  sections,
  timings: {},
});

const answered = (status = 200) =>
  ({ outcome: "answered", status, contentType: "text/plain", body: "" }) as const;
const silent = { outcome: "silent", limitSeconds: 15 } as const;
const step = { name: "[3/4] RUN pip install flask", line: 3, cached: false, ms: 800 };
const ended = "did not complete successfully: exit code:";
const failing = (log: string, code = 1, name = step.name): BuildSection => ({
  outcome: "failed",
  steps: [],
  error: `process "/bin/sh -c …" ${ended} ${code}`,
  failedStep: { ...step, name },
  log,
  ms: 900,
});
const refused = (error: string): BuildSection => ({ outcome: "failed", steps: [], error, log: "", ms: 90 });

const running = {
  running: true,
  exitCode: 0,
  outOfMemory: false,
  memoryLimitBytes: 512e6,
  log: " * Running on all addresses (0.0.0.0)",
};
const stopped = { ...running, running: false, exitCode: 1 };
const http = { asked: [5000], hostname: "ship-1", home: answered(), health: answered() };
const database = {
  visits: [answered(), answered()],
  rows: 2,
  health: { allowed: answered(), refused: answered(503) },
};
const built: BuildSection = { outcome: "built", steps: [], ms: 900 };
const ofBuild = (build: BuildSection): Sections => ({ build: { observed: build } });
const ofContainer = (container: Partial<typeof stopped> & { startError?: string }): Sections => ({
  container: { observed: { ...running, ...container } },
});
const ofHttp = (asked: object): Sections => ({
  container: { observed: running },
  http: { observed: { ...http, ...asked } },
});
const ofDatabase = (seen: object): Sections => ({ database: { observed: { ...database, ...seen } } });
const rebuilt = { changed: ["app.py"], nonce: "n0", build: built, ran: [] };
const ofRebuild = (seen: object): Sections => ({ codeEdit: { observed: { ...rebuilt, ...seen } } });
const unavailable = (blame: "submission" | "infrastructure", reason = "It was not looked at.") => ({
  unavailable: reason,
  blame,
});
const failure = { steps: [], error: "", log: "" };

describe("what a neighbour may have caused is graded again:", () => {
  test.each<[string, Sections]>([
    ["a build that ran out of time", ofBuild({ outcome: "timed-out", ...failure, limitSeconds: 300 })],
    ["output cut by time", ofBuild({ outcome: "too-much-output", ...failure, limitBytes: 1e6 })],
    ["a killed step", ofBuild(failing("Building wheel for mysqlclient", 137))],
    ["a killed part of a step", ofBuild(failing("Killed\nmake: *** [all] Error 1"))],
    ["a step ended by a signal", ofBuild(failing("Segmentation fault", 139))],
    ["a step that could not be started", ofBuild(failing("runc run failed: container init was OOM-killed"))],
    ["a full disk", ofBuild(failing("OSError: [Errno 28] No space left on device"))],
    ["a disk that was taken", ofBuild({ ...failing(""), error: tookTheDisk } as BuildSection)],
    ["no memory", ofBuild(failing("fork: Cannot allocate memory"))],
    ["Python's own word for it", ofBuild(failing("    raise MemoryError\nMemoryError"))],
    ["no process left, in bash", ofBuild(failing("bash: fork: retry: Resource temporarily unavailable"))],
    ["no process left, in dash", ofBuild(failing("/bin/sh: 1: Cannot fork", 2))],
    ["no thread left", ofBuild(failing("RuntimeError: can't start new thread"))],
    ["a name that was not found", ofBuild(failing("Temporary failure in name resolution"))],
    ["pip's second tries", ofBuild(failing("WARNING: Retrying (Retry(total=4, connect=None)) after …"))],
    ["apt's", ofBuild(failing("E: Failed to fetch http://deb.example/x.deb  Connection timed out"))],
    ["a step that failed without a word", ofBuild(failing(""))],
    ["a registry that did not answer", ofBuild(refused("failed to resolve: Get …: i/o timeout"))],
    ["a session that broke", ofBuild(refused("failed to solve: context canceled"))],
    [
      "a build with planted files",
      { canaries: { observed: { planted: [], sent: [], build: failing("Killed"), found: [] } } },
    ],
    ["a counterfactual", ofRebuild({ build: failing("Killed") })],
    [
      "a step that went on after it was starved",
      ofRebuild({ ran: [{ ...step, output: "Killed", showsNonce: false }] }),
    ],
    ["a changed app that did not answer", ofRebuild({ runtime: unavailable("submission") })],
    ["a container without memory", ofContainer({ outOfMemory: true })],
    ["a killed container", ofContainer({ ...stopped, exitCode: 137 })],
    ["a container that ended", ofContainer(stopped)],
    ["a container that could not start", ofContainer({ ...stopped, startError: "fork/exec runc: …" })],
    ["an app that lacks threads and lives", ofContainer({ log: "RuntimeError: can't start new thread" })],
    ["an app that is not up yet", ofHttp({ home: silent, health: silent, listeners: [] })],
    ["one of which nothing is known", ofHttp({ home: silent, health: silent })],
    [
      "one that listens and does not answer",
      ofHttp({ home: silent, health: silent, listeners: [{ address: "0.0.0.0", port: 5000 }] }),
    ],
    [
      "one that waits behind another server",
      ofHttp({
        asked: [5000, 80],
        home: silent,
        health: silent,
        listeners: [{ address: "127.0.0.1", port: 5000 }],
      }),
    ],
    ["an answer without an end", ofHttp({ home: { outcome: "endless", limitSeconds: 5, limitBytes: 1e5 } })],
    ["an answer that was cut off", ofHttp({ health: { outcome: "cut-off" } })],
    ["a server's error", ofHttp({ home: answered(500) })],
    [
      "an app that stopped answering",
      { ...ofHttp({}), runtime: unavailable("submission", "The app stopped answering.") },
    ],
    ["a database's error", ofDatabase({ visits: [answered(), answered(500)] })],
    ["a silent visit", ofDatabase({ visits: [answered(), silent] })],
    ["rows that were not counted", ofDatabase({ rows: undefined })],
    ["silence without a database", ofDatabase({ health: { allowed: answered(), refused: silent } })],
    ["anything that we could not look at", { contents: unavailable("infrastructure") }],
  ])("%s", (_, sections) => {
    expect(mayBeStarved(evidence(sections))).toBe(true);
  });

  test("whatever failed on our side", () => {
    expect(mayBeStarved(evidence({}, "infrastructure"))).toBe(true);
  });
});

const deadProxy =
  "WARNING: Retrying (Retry(total=4, …)) after connection broken by 'ProxyError('Cannot connect to proxy.', NewConnectionError('…: Failed to establish a new connection: [Errno 111] Connection refused'))': /simple/flask/";

describe("what the submission alone can have caused is not:", () => {
  const noDistribution =
    "ERROR: Could not find a version that satisfies the requirement flsk (from versions: none)\nERROR: No matching distribution found for flsk";
  test.each<[string, Sections]>([
    ["a right answer", { ...ofBuild(built), ...ofHttp({}), ...ofDatabase({}), ...ofRebuild({}) }],
    ["a misspelled package", ofBuild(failing(noDistribution))],
    ["a program that is not there", ofBuild(failing("/bin/sh: 1: pyhton: not found", 127))],
    [
      "the same, as runc says it",
      ofBuild(
        failing(
          'runc run failed: unable to start container process: exec: "pyhton": executable file not found in $PATH',
          127,
        ),
      ),
    ],
    ["a failing test", ofBuild(failing("E   assert 500 == 200\n1 failed, 3 passed in 0.12s"))],
    [
      "a file that is not in the context",
      ofBuild({
        ...failing("", 1, "[4/5] COPY ap.py ."),
        error: 'failed to compute cache key: "/ap.py": not found',
      } as BuildSection),
    ],
    [
      "a Dockerfile that cannot be read",
      ofBuild(refused("dockerfile parse error on line 1: unknown instruction: FORM")),
    ],
    ["what was not built", ofBuild({ outcome: "not-started" })],
    [
      "a gate that closes",
      ofRebuild({
        build: failing("E   assert 'n0'"),
        ran: [{ ...step, output: "E   assert 'n0'", showsNonce: true }],
      }),
    ],
    [
      "a changed app that is installed again, without the network that we took from it",
      ofRebuild({ build: failing(deadProxy), ran: [{ ...step, output: deadProxy, showsNonce: false }] }),
    ],
    [
      "an app that listens to itself",
      ofHttp({ home: silent, health: silent, listeners: [{ address: "127.0.0.1", port: 5000 }] }),
    ],
    ["no health page", ofHttp({ health: answered(404) })],
    [
      "an image that starts nothing",
      {
        ...ofContainer({ ...stopped, startError: "no command specified", exitCode: 127 }),
        http: { observed: { ...http, home: { outcome: "stopped" }, health: { outcome: "stopped" } } },
      },
    ],
    [
      "another app than the course's",
      { ...ofHttp({}), runtime: unavailable("submission", "What answers is not the course's Flask app.") },
    ],
    [
      "what was not looked at because nothing was built",
      { ...ofBuild(failing(noDistribution)), image: unavailable("submission") },
    ],
  ])("%s", (_, sections) => {
    expect(mayBeStarved(evidence(sections))).toBe(false);
  });

  test("evidence of a submission that fell short", async () => {
    const sample = new URL("../../cli/test/evidence/fell-short.json", import.meta.url);
    const fellShort = evidenceSchema.parse(JSON.parse(await readFile(sample, "utf8")));
    expect(mayBeStarved(fellShort)).toBe(false);
  });
});
