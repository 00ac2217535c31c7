import { EventEmitter, once } from "node:events";

import { expect, test } from "vitest";

import { CheckLoop } from "../src/watch/check-loop.ts";

/** A loop whose checks end when they are told to, and what happened in it. */
function trial() {
  const log: string[] = [];
  const failures: unknown[] = [];
  const events = new EventEmitter<{ begun: []; ended: [] }>();
  let end = Promise.withResolvers<void>();
  let count = 0;
  const loop = new CheckLoop(
    async (signal) => {
      const number = ++count;
      log.push(`begin ${number}`);
      end = Promise.withResolvers();
      events.emit("begun");
      const aborted = once(signal, "abort").then(() => {
        throw signal.reason;
      });
      try {
        await Promise.race([end.promise, aborted]);
        log.push(`end ${number}`);
      } catch (error) {
        log.push(signal.aborted ? `cancelled ${number}` : `failed ${number}`);
        throw error;
      } finally {
        events.emit("ended");
      }
    },
    (error) => failures.push(error),
  );
  return {
    loop,
    log,
    failures,
    events,
    endNow: () => end.resolve(),
    fail: (error: Error) => end.reject(error),
  };
}

test("a newer check begins when the older one, which is cancelled, has ended", async () => {
  const { loop, log, events, endNow } = trial();
  loop.again();
  const second = once(events, "begun");
  loop.again();
  await second;
  endNow();
  await once(events, "ended");
  expect(log).toEqual(["begin 1", "cancelled 1", "begin 2", "end 2"]);
});

test("of many saves in the middle of a check, the newest is checked once", async () => {
  const { loop, log, events, endNow } = trial();
  loop.again();
  const second = once(events, "begun");
  for (let save = 0; save < 5; save++) loop.again();
  await second;
  endNow();
  await once(events, "ended");
  expect(log).toEqual(["begin 1", "cancelled 1", "begin 2", "end 2"]);
});

test("what a check throws of itself is told, and what cancels it is not", async () => {
  const { loop, failures, events, fail } = trial();
  loop.again();
  const second = once(events, "begun");
  loop.again();
  await second;
  expect(failures).toEqual([]);
  const ended = once(events, "ended");
  fail(new Error("the folder is gone"));
  await ended;
  await loop.stop();
  expect(failures).toEqual([new Error("the folder is gone")]);
});

test("a loop that is stopped waits for the check that goes on, and begins no other", async () => {
  const { loop, log } = trial();
  loop.again();
  loop.again();
  await loop.stop();
  expect(log).toEqual(["begin 1", "cancelled 1"]);
});
