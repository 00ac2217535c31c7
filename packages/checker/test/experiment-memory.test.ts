import { type Evidence, md, observed, unavailable } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { describe, expect, test } from "vitest";

import { ExperimentMemory, experimentKey, type Reach } from "../src/experiment-memory.ts";
import type { Subject } from "../src/experiments.ts";

type Sections = Evidence["sections"];

const lab = await findLab("03");
const dockerfile = Buffer.from('FROM python:3.13-slim\nCOPY app.py .\nCMD ["flask", "run"]\n');
const otherCommand = Buffer.from('FROM python:3.13-slim\nCOPY app.py .\nCMD ["flask"]\n');
const context = new Map([
  ["app.py", Buffer.from("app")],
  [".dockerignore", Buffer.from("tests")],
  ["Dockerfile", dockerfile],
]);

const subject = {
  lab,
  appIn: ".",
  context,
  asked: new Map([["app.py", Buffer.from("app")]]),
  image: { Id: "sha256:1", RootFS: { Type: "layers", Layers: ["sha256:a"] } },
  runtime: Promise.resolve(unavailable(md`Nothing was run.`, "submission")),
} as unknown as Subject;

const withFile = (path: string, content: string | Buffer): Partial<Subject> => ({
  context: new Map([...context, [path, Buffer.from(content)]]),
});

const isSame = async (change: Partial<Subject>, reach: Reach = "build") =>
  (await experimentKey({ ...subject, ...change }, reach)) === (await experimentKey(subject, reach));

describe("an experiment is conducted again", () => {
  test.each<[string, Partial<Subject>]>([
    ["a file of the app", withFile("app.py", "another app")],
    ["the ignore file", withFile(".dockerignore", "")],
    ["a file more", withFile("more.py", "")],
    ["the Dockerfile's instructions", withFile("Dockerfile", "FROM python:3.13-slim\nCOPY . .\n")],
    ["the lab", { lab: { ...lab, limits: { ...lab.limits, buildSeconds: 1 } } }],
    ["where the app lies", { appIn: "app" }],
    [
      "a layer of the image, since what it was made from may be another",
      { image: { ...subject.image, RootFS: { Type: "layers", Layers: ["sha256:b"] } } },
    ],
  ])("when an edit changes %s", async (_, change) => {
    expect(await isSame(change)).toBe(false);
  });

  test("when the command changes, if the build can read the Dockerfile", async () => {
    const asked = new Map(context);
    const [one, other] = [dockerfile, otherCommand].map((text) =>
      experimentKey({ ...subject, asked, ...withFile("Dockerfile", text) }, "build"),
    );
    expect(await one).not.toBe(await other);
  });

  test("when the command changes, if it looks into the image or runs it", async () => {
    const image = { ...subject.image, Id: "sha256:2" };
    expect(await isSame({ image, ...withFile("Dockerfile", otherCommand) }, "image")).toBe(false);
    expect(await isSame({ image, ...withFile("Dockerfile", otherCommand) }, "container")).toBe(false);
  });

  test("when the app's Python tells another thing, if it runs the image", async () => {
    const runtime = Promise.resolve(unavailable(md`It was silent.`, "submission"));
    expect(await isSame({ runtime }, "container")).toBe(false);
    expect(await isSame({ runtime }, "image")).toBe(true);
  });
});

test("an experiment that only builds is not conducted again when the command changes", async () => {
  const image = { ...subject.image, Id: "sha256:2" };
  expect(await isSame({ image, ...withFile("Dockerfile", otherCommand) })).toBe(true);
});

const rebuilt = (build: object, more: object = {}): Sections => ({
  codeEdit: observed({ changed: ["app.py"], nonce: "n1", ran: [], build, ...more } as never),
});
const failed = (log: string) => ({ outcome: "failed", steps: [], error: "exit code: 1", log, ms: 1 });
const built = { outcome: "built", steps: [], ms: 1 };

describe("what was found", () => {
  const timesConducted = async (found: Sections, keys: readonly string[]) => {
    const memory = new ExperimentMemory();
    let times = 0;
    for (const key of keys)
      await memory.recall("codeEdit", key, async () => {
        times++;
        return found;
      });
    return times;
  };

  test.each([
    ["a build that ended well", rebuilt(built)],
    ["a build that a step stopped", rebuilt(failed("1 failed, 3 passed"))],
  ])("is kept: %s", async (_, found) => {
    expect(await timesConducted(found, ["a", "a"])).toBe(1);
  });

  test.each<[string, Sections]>([
    ["our failure", { codeEdit: unavailable(md`The engine failed.`, "infrastructure") }],
    ["what the submission did not let us see", { codeEdit: unavailable(md`It was silent.`, "submission") }],
    ["a build that the time ended", rebuilt({ ...failed(""), outcome: "timed-out", limitSeconds: 3 })],
    ["a build that may have missed the network", rebuilt(failed("Temporary failure in name resolution"))],
    ["a run that gave no answer", rebuilt(built, { runtime: unavailable(md`It was silent.`, "submission") })],
  ])("is not kept: %s", async (_, found) => {
    expect(await timesConducted(found, ["a", "a"])).toBe(2);
  });

  test("is forgotten when something else was found since, and when everything is to be tried again", async () => {
    expect(await timesConducted(rebuilt(built), ["a", "b", "a"])).toBe(3);
    const memory = new ExperimentMemory();
    await memory.recall("codeEdit", "a", async () => rebuilt(built));
    memory.forget();
    expect(await memory.recall("codeEdit", "a", async () => ({}))).toEqual({});
  });

  test("is not kept where trying failed", async () => {
    const memory = new ExperimentMemory();
    const failing = memory.recall("codeEdit", "a", () => Promise.reject(new Error("gone")));
    await expect(failing).rejects.toThrow("gone");
    expect(await memory.recall("codeEdit", "a", async () => ({}))).toEqual({});
  });
});
