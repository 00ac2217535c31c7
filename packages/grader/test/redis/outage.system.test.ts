import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { expect, test } from "vitest";

import { taskOf } from "./fake-grader.ts";
import { RedisServer } from "./redis-server.ts";
import { lab, startGrader, startWorker } from "./team.ts";

test("a Redis that is killed and started again in the midst loses nothing", async () => {
  await using server = await RedisServer.start();
  await using worker = await startWorker(server.url);
  await using grading = await startGrader(server.url);
  await grading.grader.prove(AbortSignal.timeout(60_000));
  await server.kill();
  const graded = Promise.all(
    ["one", "two", "three"].map((word) => grading.grader.grade(taskOf(`answer ${word}`))),
  );
  await grading.told.until(({ kind }) => kind === "paused");
  await worker.told.until(({ kind }) => kind === "lost");
  await server.start();
  await expect(graded).resolves.toHaveLength(3);
  await worker.told.until(({ kind }) => kind === "back");
  await grading.told.until(({ kind }) => kind === "resumed");
});

test("jobs that a Redis forgot are put again", async () => {
  await using server = await RedisServer.start({ keeps: false });
  await using grading = await startGrader(server.url);
  const graded = grading.grader.grade(taskOf("hang on first"));
  const first = await startWorker(server.url, { named: "first", drainMs: 0 });
  await first.told.until(lab("began"));
  await server.kill();
  await server.start();
  await first.told.until(({ kind }) => kind === "back");
  await first.end();
  await using _ = await startWorker(server.url, { named: "second" });
  expect((await graded).buildLog).toContain("graded by second");
});

test("a grader that was killed finds its jobs when it is started again, and none is graded twice", async () => {
  await using server = await RedisServer.start();
  await using worker = await startWorker(server.url);
  const killed = spawn(process.execPath, [join(import.meta.dirname, "grader-process.ts"), server.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(killed.stdout, "data");
  killed.kill("SIGKILL");
  await using grading = await startGrader(server.url);
  await expect(grading.grader.grade(taskOf("answer"))).resolves.toMatchObject({
    evidence: { state: "completed" },
  });
  expect(worker.told.all.filter(lab("graded"))).toHaveLength(1);
});

test("what is asked for again after its result was taken is graded again", async () => {
  await using server = await RedisServer.start();
  await using worker = await startWorker(server.url);
  await using grading = await startGrader(server.url);
  await grading.grader.grade(taskOf("answer"));
  await grading.grader.grade(taskOf("answer"));
  expect(worker.told.all.filter(lab("graded"))).toHaveLength(2);
});

test("a worker and a grader end although their Redis is gone", async () => {
  await using server = await RedisServer.start();
  const worker = await startWorker(server.url, { drainMs: 0 });
  const grading = await startGrader(server.url);
  const stop = new AbortController();
  const graded = grading.grader.grade(taskOf("hang on one", { signal: stop.signal }));
  await worker.told.until(lab("began"));
  await server.kill();
  await worker.told.until(({ kind }) => kind === "lost");
  await grading.told.until(({ kind }) => kind === "paused");
  stop.abort(new Error("enough"));
  await expect(graded).rejects.toThrow("enough");
  await grading[Symbol.asyncDispose]();
  await worker.end();
});
