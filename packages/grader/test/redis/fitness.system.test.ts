import { afterAll, beforeAll, expect, test } from "vitest";

import { fakeGrader, fakeLab, taskOf } from "./fake-grader.ts";
import { RedisServer } from "./redis-server.ts";
import { lab, startGrader, startWorker } from "./team.ts";

let server: RedisServer;
beforeAll(async () => {
  server = await RedisServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());

test("without a worker the grader says so, and goes on when there is one", async () => {
  await using grading = await startGrader(server.url);
  const proved = grading.grader.prove(AbortSignal.timeout(60_000));
  const paused = await grading.told.until(({ kind }) => kind === "paused");
  expect(paused).toMatchObject({ reason: "No worker for `01-first-image` is there." });
  await using _ = await startWorker(server.url);
  await proved;
  expect(grading.told.all.at(-1)).toEqual({ kind: "resumed" });
});

test("a worker with another version of the lab takes nothing of it, and both sides say so", async () => {
  const own = await fakeLab();
  const other = { ...own, limits: { ...own.limits, answerSeconds: 99 } };
  await using worker = await startWorker(server.url, { labs: [other] });
  await using grading = await startGrader(server.url);
  const stop = new AbortController();
  const graded = grading.grader.grade(taskOf("answer", { signal: stop.signal }));
  graded.catch(() => undefined);
  await worker.told.until(lab("other-version"));
  await grading.told.until(
    (event) => event.kind === "paused" && event.reason.startsWith("No worker has this version"),
  );
  stop.abort(new Error("enough"));
  await expect(graded).rejects.toThrow("enough");
  expect(worker.told.all.some(lab("began"))).toBe(false);
});

test("a worker whose known answers come out wrong takes nothing until they come out right", async () => {
  let fit = false;
  const prove = async () => {
    if (!fit) throw new Error("the solution does not pass");
  };
  await using worker = await startWorker(server.url, {
    tryAgainMs: 200,
    graderFor: () => fakeGrader({ prove }),
  });
  await using grading = await startGrader(server.url);
  const graded = grading.grader.grade(taskOf("answer when it is fit"));
  const paused = await grading.told.until(
    (event) => event.kind === "paused" && event.reason.includes("the solution does not pass"),
  );
  expect(paused).toMatchObject({ remedy: expect.stringContaining("doctor") as string });
  expect(worker.told.all.some(lab("began"))).toBe(false);
  fit = true;
  await expect(graded).resolves.toBeDefined();
});

test("a grader that is interrupted while no worker is there ends for that reason", async () => {
  await using grading = await startGrader(server.url);
  const stop = new AbortController();
  const proved = grading.grader.prove(stop.signal);
  await grading.told.until(({ kind }) => kind === "paused");
  stop.abort(new Error("interrupted"));
  await expect(proved).rejects.toThrow("interrupted");
});
