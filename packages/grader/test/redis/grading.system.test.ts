import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";

import { taskOf } from "./fake-grader.ts";
import { RedisServer } from "./redis-server.ts";
import { lab, startGrader, startWorker, WorkerProcess } from "./team.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());

test("as many as a class has at once are waited for without a warning of Node's", async () => {
  const warnings: Error[] = [];
  process.on("warning", (warning) => warnings.push(warning));
  await using _ = await startWorker(server.url);
  await using grading = await startGrader(server.url);
  const { signal } = new AbortController();
  const words = Array.from({ length: 64 }, (_none, number) => `answer ${number} of many`);
  await Promise.all(words.map((word) => grading.grader.grade(taskOf(word, { signal }))));
  expect(warnings).toEqual([]);
});

test("what a worker found comes back as it was, and its stages are told", async () => {
  await using _ = await startWorker(server.url);
  await using grading = await startGrader(server.url);
  await grading.grader.prove(AbortSignal.timeout(60_000));
  const stages: string[] = [];
  const graded = await grading.grader.grade(taskOf("answer", { onStage: (stage) => stages.push(stage) }));
  expect(graded.buildLog).toContain("graded by one");
  expect(graded.bases).toEqual({ "python:3.13": null });
  expect(graded.evidence).toMatchObject({
    state: "completed",
    submission: taskOf("answer").digest.slice(0, 12),
  });
  expect(stages).toEqual(["build"]);
});

test("two workers share a class", async () => {
  await using first = await startWorker(server.url, { named: "first", jobs: 1 });
  await using second = await startWorker(server.url, { named: "second", jobs: 1 });
  await using grading = await startGrader(server.url);
  // The first waits for its end, so the rest is the second's.
  const stop = new AbortController();
  const stuck = grading.grader.grade(taskOf("hang on first, hang on second", { signal: stop.signal }));
  stuck.catch(() => undefined);
  await Promise.race([first, second].map(({ told }) => told.until(lab("began"))));
  const rest = await Promise.all([1, 2, 3].map((number) => grading.grader.grade(taskOf(`answer ${number}`))));
  expect(rest).toHaveLength(3);
  const idle = first.told.all.some(lab("graded")) ? second : first;
  expect(idle.told.all.filter(lab("graded"))).toHaveLength(0);
  stop.abort(new Error("enough"));
  await expect(stuck).rejects.toThrow("enough");
});

test("the job of a worker that was killed goes to another", async () => {
  await using doomed = new WorkerProcess(server.url, "doomed");
  await using grading = await startGrader(server.url);
  const graded = grading.grader.grade(taskOf("hang on doomed"));
  await doomed.told.until(lab("began"));
  await doomed.kill("SIGKILL");
  await using _ = await startWorker(server.url, { named: "other" });
  expect((await graded).buildLog).toContain("graded by other");
});

test("a job that kills whoever takes it ends as our error, for good, and stops nobody else", async () => {
  await using grading = await startGrader(server.url);
  const poisoned = grading.grader.grade(taskOf("crash on victim"));
  poisoned.catch(() => undefined);
  for (let deaths = 0; deaths < 3; deaths++) {
    await using worker = new WorkerProcess(server.url, "victim");
    await worker.ended;
  }
  await using worker = await startWorker(server.url);
  await expect(poisoned).rejects.toThrow("ended, one after the other");
  await expect(grading.grader.grade(taskOf("crash on victim"))).rejects.toThrow("one after the other");
  expect(worker.told.all.some(lab("began"))).toBe(false);
  await expect(grading.grader.grade(taskOf("answer after it"))).resolves.toBeDefined();
});

test("a worker whose engine fails says so, proves itself again, and takes nothing meanwhile", async () => {
  let broken = false;
  const proofs: string[] = [];
  await using first = await startWorker(server.url, {
    tryAgainMs: 100,
    graderFor: () => ({
      prove: async () => {
        proofs.push(broken ? "broken" : "fine");
        if (broken) throw new Error("the solution does not pass");
      },
      grade: async () => {
        broken = true;
        throw new Error("no engine");
      },
      imageId: async () => null,
      tidy: async () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    }),
  });
  await using grading = await startGrader(server.url);
  await expect(grading.grader.grade(taskOf("answer elsewhere"))).rejects.toThrow("no engine");
  await first.told.until(lab("unfit"));
  await using _ = await startWorker(server.url, { named: "second" });
  const graded = await grading.grader.grade(taskOf("answer elsewhere"));
  expect(graded.buildLog).toContain("graded by second");
  broken = false;
  await first.told.until((event) => lab("ready")(event) && first.told.all.filter(lab("ready")).length > 1);
  expect(proofs.at(-1)).toBe("fine");
});

test("jobs beside one that kills their worker do not end with it", async () => {
  await using grading = await startGrader(server.url);
  const poisoned = grading.grader.grade(taskOf("crash on victim"));
  const beside = grading.grader.grade(taskOf("hang on victim-1"));
  poisoned.catch(() => undefined);
  for (let death = 1; death <= 3; death++) {
    await using worker = new WorkerProcess(server.url, `victim-${death}`);
    await worker.ended;
  }
  await using _ = await startWorker(server.url);
  await expect(poisoned).rejects.toThrow("ended, one after the other");
  await expect(beside).resolves.toBeDefined();
});

test("what fails everywhere comes back with the reason", async () => {
  await using _ = await startWorker(server.url);
  await using grading = await startGrader(server.url);
  await expect(grading.grader.grade(taskOf("fail on one"))).rejects.toThrow("the engine of one is broken");
});

test("a worker that is told to stop ends what it has, takes no more, and leaves with status 0", async () => {
  await using worker = new WorkerProcess(server.url, "leaving");
  await using grading = await startGrader(server.url);
  await grading.grader.prove(AbortSignal.timeout(60_000));
  const graded = grading.grader.grade(taskOf("answer before it leaves"));
  await worker.told.until(lab("began"));
  expect(await worker.kill("SIGTERM")).toBe(0);
  await expect(graded).resolves.toBeDefined();
});

test("what does not end in time when a worker is told to stop is given back", async () => {
  const leaving = await startWorker(server.url, { named: "leaving", drainMs: 0 });
  await using grading = await startGrader(server.url);
  const graded = grading.grader.grade(taskOf("hang on leaving"));
  await leaving.told.until(lab("began"));
  await leaving.end();
  expect(leaving.told.all.some(lab("given-back"))).toBe(true);
  await using _ = await startWorker(server.url, { named: "other" });
  expect((await graded).buildLog).toContain("graded by other");
});

test("what nobody waits for any more is stopped at the worker", async () => {
  await using worker = await startWorker(server.url);
  await using grading = await startGrader(server.url);
  const stop = new AbortController();
  const graded = grading.grader.grade(taskOf("hang on one", { signal: stop.signal }));
  await worker.told.until(lab("began"));
  stop.abort(new Error("not wanted"));
  await expect(graded).rejects.toThrow("not wanted");
  await worker.told.until(lab("dropped"));
});

test("a grader that ends leaves nothing behind", async () => {
  const redis = new Redis(server.url.slice("unix://".length));
  await redis.flushall();
  {
    await using _ = await startWorker(server.url);
    await using grading = await startGrader(server.url);
    await grading.grader.grade(taskOf("answer"));
  }
  // That one says when dead workers were last looked for, and goes by itself.
  const left = (await redis.keys("*")).filter((key) => !key.endsWith(":stalled-check"));
  expect(left).toEqual([]);
  await redis.quit();
});
