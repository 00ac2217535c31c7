import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { checksById } from "@shipshape/checks";
import { evidenceDigest, evidenceSchema, judge, type Report } from "@shipshape/core";
import { openEngine } from "@shipshape/engine";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { RunScope } from "../src/run-scope.ts";
import { type Trial, gatherDockerfile, labWith, running, seen } from "./submissions.ts";

const engine = await openEngine(console.error);
let trial: Trial;
beforeAll(async () => {
  trial = { scope: new RunScope(engine), lab: await labWith({ answerSeconds: 3 }) };
});
afterAll(() => trial.scope[Symbol.asyncDispose]());

const solution = async () => readFile(join(trial.lab.folder, "solution/Dockerfile"), "utf8");
const statusOf = (report: Report, id: string) => report.checks.find((check) => check.id === id)?.status;

describe("evidence of a right answer", () => {
  test("gives the same report when it is judged again from its JSON", async () => {
    const evidence = await gatherDockerfile(await solution(), trial);
    const report = judge(trial.lab, evidence, checksById);
    const again = evidenceSchema.parse(JSON.parse(JSON.stringify(evidence)));
    expect(judge(trial.lab, again, checksById)).toEqual(report);
    expect(report.score).toBe(report.maxScore);
  });

  test("has the same digest when it is gathered twice", async () => {
    const [one, other] = [
      await gatherDockerfile(await solution(), trial),
      await gatherDockerfile(await solution(), trial),
    ];
    expect(evidenceDigest(other)).toBe(evidenceDigest(one));
  });

  test("has a line for each layer", async () => {
    const { layers } = seen(await gatherDockerfile(await solution(), trial), "image");
    expect(layers.length).toBeGreaterThan(0);
    expect(layers.every(({ line }) => line !== undefined)).toBe(true);
  });
});

describe("a build that goes wrong", () => {
  test("names the step, its line and the end of its output", async () => {
    const evidence = await gatherDockerfile(
      "FROM python:3.13-slim\n\nRUN echo before && \\\n    false\n",
      trial,
    );
    expect(evidence.state).toBe("build-failed");
    expect(seen(evidence, "build")).toMatchObject({
      outcome: "failed",
      failedStep: { line: 3 },
      log: expect.stringContaining("before"),
    });
  });

  test("may be one that BuildKit cannot even read", async () => {
    const evidence = await gatherDockerfile("FORM python:3.13-slim\n", trial);
    expect(seen(evidence, "build")).toMatchObject({
      outcome: "failed",
      error: expect.stringContaining("FORM"),
    });
  });

  test("is ended when it takes too long", async () => {
    const evidence = await gatherDockerfile("FROM python:3.13-slim\nRUN sleep 600\n", {
      ...trial,
      lab: await labWith({ buildSeconds: 3 }),
    });
    expect(evidence.state).toBe("build-timeout");
    expect(seen(evidence, "build")).toMatchObject({ outcome: "timed-out", failedStep: { line: 2 } });
  });

  test("is ended when it writes without end", async () => {
    const evidence = await gatherDockerfile("FROM python:3.13-slim\nRUN yes\n", {
      ...trial,
      lab: await labWith({ buildSeconds: 5 }),
    });
    expect(evidence.state).toBe("output-limit");
  });

  test("takes the mistyped name of a stage for a mistake, not for an outage", async () => {
    const evidence = await gatherDockerfile(
      "FROM python:3.13-slim AS builder\nFROM python:3.13-slim\nCOPY --from=bulder /etc/hostname /\n",
      trial,
    );
    expect(evidence.state).toBe("build-failed");
  });

  test("is the submission's own when it reaches for a host that is not there, and others can be reached", async () => {
    const evidence = await gatherDockerfile(
      "FROM python:3.13-slim\nRUN pip download --proxy http://proxy.invalid:1 --retries 0 flask\n",
      trial,
    );
    expect(evidence.state).toBe("build-failed");
  });

  test("withholds the score where an image cannot be had", async () => {
    const evidence = await gatherDockerfile("FROM python:3.7-slim\n", trial);
    const report = judge(trial.lab, evidence, checksById);
    expect([evidence.state, report.score]).toEqual(["infrastructure", null]);
    expect(statusOf(report, "pinned-base")).toBe("pass");
  });
});

describe("a container that goes wrong", () => {
  test.each([
    ["exits at once", running('["python", "-c", "raise SystemExit(3)"]'), { running: false, exitCode: 3 }],
    ["has no such command", running('["no-such-command"]'), { running: false, exitCode: 127 }],
  ])("%s", async (_, dockerfile, container) => {
    const evidence = await gatherDockerfile(dockerfile, trial);
    expect(evidence.state).toBe("start-failed");
    expect(seen(evidence, "container")).toMatchObject(container);
    expect(seen(evidence, "http").home).toEqual({ outcome: "stopped" });
  });

  test("runs out of memory", async () => {
    const evidence = await gatherDockerfile(running('["python", "-c", "x = bytearray(10**9)"]'), {
      ...trial,
      lab: await labWith({ memory: 64e6, answerSeconds: 5 }),
    });
    expect(evidence.state).toBe("out-of-memory");
  });

  test("never listens", async () => {
    const evidence = await gatherDockerfile(running('["sleep", "600"]'), trial);
    expect(seen(evidence, "http")).toMatchObject({ home: { outcome: "silent" }, listeners: [] });
  });

  test("listens where only it can hear", async () => {
    const evidence = await gatherDockerfile(running('["flask", "--app", "app", "run"]'), trial);
    expect(seen(evidence, "http").listeners).toEqual([{ address: "127.0.0.1", port: 5000 }]);
  });

  test("serves on another port that it exposes", async () => {
    const evidence = await gatherDockerfile(
      running('["flask", "--app", "app", "run", "--host", "0.0.0.0", "--port", "8000"]').replace(
        "EXPOSE 5000",
        "EXPOSE 8000",
      ),
      trial,
    );
    expect(seen(evidence, "served")).toEqual({ port: 8000 });
  });

  test("sends an answer that never ends", async () => {
    const server = `import http.server as s
class H(s.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b"x" * 65536)
s.HTTPServer(("0.0.0.0", 5000), H).serve_forever()`;
    const evidence = await gatherDockerfile(running(JSON.stringify(["python", "-c", server])), trial);
    expect(seen(evidence, "http").home).toMatchObject({ outcome: "endless" });
  });

  test("is our side's failure where its network was taken away", async () => {
    await using scope = new RunScope(engine);
    const { name } = await scope.network();
    await engine.docker.getNetwork(name).remove();
    const evidence = await gatherDockerfile(running('["python", "app.py"]'), { ...trial, scope });
    expect(evidence.state).toBe("infrastructure");
    expect(judge(trial.lab, evidence, checksById).score).toBeNull();
  });

  test("reaches nothing outside", async () => {
    const probe = `import socket
socket.setdefaulttimeout(2)
for host in ("1.1.1.1", "172.17.0.1"):
    try:
        socket.create_connection((host, 53))
        print("reached", host)
    except OSError as error:
        print("nothing", host)`;
    const evidence = await gatherDockerfile(running(JSON.stringify(["python", "-u", "-c", probe])), {
      ...trial,
      lab: await labWith({ answerSeconds: 10 }),
    });
    expect(seen(evidence, "container").log).not.toContain("reached");
  });
});

describe("the user ids of processes", () => {
  test("are real and effective ones, whatever name they go by", async () => {
    const evidence = await gatherDockerfile(
      running('["setpriv", "--reuid=10001", "--clear-groups", "python", "app.py"]'),
      trial,
    );
    const [process] = seen(evidence, "processes").live;
    expect(process).toMatchObject({ uid: 10001, euid: 10001 });
  });
});
