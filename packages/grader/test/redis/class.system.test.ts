import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { english } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { expect, test } from "vitest";

import { gradeClass } from "../../src/grade-class.ts";
import type { Grader } from "../../src/grading.ts";
import { localGrader } from "../../src/local-grader.ts";
import { redisGrader } from "../../src/redis/redis-grader.ts";
import { RedisServer } from "./redis-server.ts";

const program = join(import.meta.dirname, "../../../cli/src/shipshape.ts");

const lab = await findLab("01");

/** Learners, and the answer of the lab's that each handed in. */
const learners = {
  badger: "solution",
  crane: "broken/app-at-root",
  dormouse: "broken/missing-file",
  egret: "broken/nothing-exposed",
};

/** `shipshape worker`, on the real engine. */
class RealWorker implements AsyncDisposable {
  readonly begun: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #exit: Promise<unknown[]>;

  constructor(url: string) {
    this.#child = spawn(process.execPath, [program, "worker", "--redis", url, "--jobs", "2"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    this.#exit = once(this.#child, "exit");
    const { promise, resolve } = Promise.withResolvers();
    this.begun = promise;
    if (this.#child.stderr)
      createInterface({ input: this.#child.stderr }).on("line", (line) => {
        if (line.endsWith(" begun.")) resolve(line);
      });
  }

  async end(signal: "SIGKILL" | "SIGTERM"): Promise<unknown> {
    this.#child.kill(signal);
    return (await this.#exit)[0];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.end("SIGKILL");
  }
}

/** @returns the class's gradebook, as files */
async function grade(root: string, results: string, grader: Grader): Promise<string[]> {
  await gradeClass({
    lab,
    submissions: join(root, "class"),
    folder: join(root, results),
    jobs: 4,
    grader,
    language: english,
    signal: new AbortController().signal,
    tell: () => undefined,
  });
  return Promise.all(
    ["gradebook.json", "gradebook.csv"].map((name) => readFile(join(root, results, name), "utf8")),
  );
}

test("a class whose worker is killed in the midst gets the gradebook of one that is graded here", async () => {
  const root = await mkdtemp(join(tmpdir(), "class-"));
  for (const [learner, answer] of Object.entries(learners))
    await cp(join(lab.folder, answer), join(root, "class", learner), { recursive: true });
  await using here = localGrader({ lab, progress: () => undefined, onProving: () => undefined });
  const expected = await grade(root, "here", here);

  await using server = await RedisServer.start();
  await using doomed = new RealWorker(server.url);
  await using elsewhere = await redisGrader({ url: server.url, lab, tell: () => undefined });
  const graded = grade(root, "elsewhere", elsewhere);
  await doomed.begun;
  await doomed.end("SIGKILL");
  await using other = new RealWorker(server.url);
  expect(await graded).toEqual(expected);
  expect(await other.end("SIGTERM")).toBe(0);
  await rm(root, { recursive: true });
}, 400_000);
