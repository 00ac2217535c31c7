import { appendFile, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { record } from "@shipshape/course";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { shipshape } from "./shipshape-process.ts";

// A test starts up to six processes, each of which compiles the whole workspace.
vi.setConfig({ testTimeout: 60_000 });

let work: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "learner-")));
  work = join(folder, "Über “mein”\nwork's");
  await mkdir(work);
  env = { XDG_CACHE_HOME: join(folder, "cache") };
});
afterEach(() => rm(join(work, ".."), { recursive: true }));

const run = (...words: string[]) => shipshape(words, { cwd: work, env });
const startHere = (lab: string) => run("start", lab, work);
const checked = (lab: string, score: number, checks: Readonly<Record<string, "pass" | "fail">>) =>
  record(work, { event: "checked", lab, score, maxScore: 10, checks });

describe("labs", () => {
  test("lists the course with what is done, what is next and what to type", async () => {
    await startHere("01");
    await checked("01-first-image", 10, { "image-builds": "pass" });
    await startHere("03");
    await checked("03-layer-cache", 4, { "image-builds": "pass", "layer-cache": "fail" });
    const { status, out } = await run("labs");
    expect(status).toBe(0);
    expect(out).toContain("1 of 7 labs done, 14 of 70 points");
    expect(out).toMatch(/01-first-image +done +10\/10 +30 /);
    expect(out).toMatch(/02-build-context +to do +0\/10 +40 /);
    expect(out).toMatch(/03-layer-cache +next +4\/10 +40 /);
    expect(out).toMatch(/Next: .*shipshape check 03 03-layer-cache\n$/);
  });

  test("says to start a lab again whose folder was thrown away", async () => {
    await startHere("02");
    await rm(join(work, "02-build-context"), { recursive: true });
    expect((await run("labs")).out).toMatch(/Next: .*shipshape start 02\n$/);
  });

  test("reads a manifest again once it has changed, and a cache that is broken", async () => {
    const cache = join(env["XDG_CACHE_HOME"] ?? "", "shipshape", "course.json");
    const first = await run("labs");
    await writeFile(cache, "broken");
    expect(await run("labs")).toEqual(first);
    const kept = JSON.parse(await readFile(cache, "utf8"));
    await writeFile(cache, JSON.stringify({ ...kept, key: "of another day", labs: [] }));
    expect(await run("labs")).toEqual(first);
  });

  test("answers where the cache cannot be written", async () => {
    await writeFile(env["XDG_CACHE_HOME"] ?? "", "");
    expect(await run("labs")).toMatchObject({ status: 0, err: "" });
  });
});

describe("start", () => {
  test("says where the lab is and what to do next, and the commands that it gives work", async () => {
    const { status, out } = await startHere("01");
    expect(status).toBe(0);
    expect(out).toContain("Dockerfile");
    expect(out).toMatch(/cd 01-first-image\n/);
    const [, check = ""] = /Check it: (.*) check\n/.exec(out) ?? [];
    expect((await stat(check)).isFile()).toBe(true);
  });

  test("without a lab takes the next one", async () => {
    await startHere("01");
    await checked("01-first-image", 10, { "image-builds": "pass" });
    expect((await run("start")).out).toContain("02-build-context");
  });

  test("again leaves everything as it was and says so", async () => {
    await startHere("01");
    await writeFile(join(work, "01-first-image", "Dockerfile"), "FROM mine");
    const { out } = await startHere("01");
    expect(out).toContain("with everything that belongs to it");
    expect(await readFile(join(work, "01-first-image", "Dockerfile"), "utf8")).toBe("FROM mine");
  });

  test("of a lab that there is not names those that there are", async () => {
    const { status, err } = await run("start", "99");
    expect(status).toBe(2);
    expect(err).toContain("There is no lab `99`");
    expect(err).toContain("`07-native-dependency`");
  });
});

describe("hint", () => {
  test("gives one after the other, for the lab of the folder, and then says that there is none", async () => {
    await startHere("03");
    await checked("03-layer-cache", 4, { "image-builds": "pass", "layer-cache": "fail" });
    await startHere("01");
    const cwd = join(work, "03-layer-cache");
    const hint = async () => (await shipshape(["hint"], { cwd, env })).out;
    expect(await hint()).toMatch(/Hint 1 of 3 for `layer-cache`, in lab `03-layer-cache`[^]*not `CACHED`/);
    expect(await hint()).toContain("Hint 2 of 3");
    expect(await hint()).toContain("the last one for this check");
    expect(await hint()).toContain("every hint for what failed");
  });

  test("can be had of a folder, and in another one is for what was worked on last", async () => {
    await startHere("03");
    await checked("03-layer-cache", 4, { "layer-cache": "fail" });
    expect((await run("hint", "./03-layer-cache")).out).toContain("Hint 1 of 3");
    expect((await run("hint")).out).toContain("Hint 2 of 3");
  });

  test.each([
    ["no lab was started", [], "No lab was started yet. Start the first one: "],
    ["the lab was not started", ["02"], "was not started yet: "],
  ])("is a sentence that helps, where %s", async (_, words, sentence) => {
    // Without a progress file here, that of the clone would be asked.
    await writeFile(join(work, "progress.jsonl"), "");
    const { status, out } = await run("hint", ...words);
    expect({ status, out }).toEqual({ status: 0, out: expect.stringContaining(sentence) });
    expect(out.trim().split("\n")).toHaveLength(1);
  });

  test("is a sentence that helps, where nothing was checked or everything passed", async () => {
    await startHere("01");
    expect((await run("hint")).out).toContain("was not checked yet: ");
    await checked("01-first-image", 10, { "image-builds": "pass" });
    expect((await run("hint")).out).toContain("nothing left to hint at");
  });

  test("of a progress file from a newer version is given, and says that it is not kept", async () => {
    await startHere("03");
    await checked("03-layer-cache", 4, { "layer-cache": "fail" });
    await appendFile(join(work, "progress.jsonl"), '{"version":2}\n');
    const { status, out, err } = await run("hint");
    expect(status).toBe(0);
    expect(out).toContain("Hint 1 of 3");
    expect(err).toContain("newer Shipshape");
  });
});

describe("progress", () => {
  test("shows the course with hints and the day on which a lab was done", async () => {
    await startHere("03");
    await checked("03-layer-cache", 4, { "layer-cache": "fail" });
    await run("hint");
    await checked("03-layer-cache", 10, { "layer-cache": "pass" });
    expect((await run("progress")).out).toMatch(/03 +done +10\/10 +1 +\d{4}-\d\d-\d\d +The layer cache\n/);
    const { version, labs } = JSON.parse((await run("progress", "--format", "json")).out);
    expect(version).toBe(1);
    expect(labs[2]).toMatchObject({
      lab: "03-layer-cache",
      state: "done",
      points: 10,
      maxPoints: 10,
      hints: 1,
    });
    expect((await run("progress", "--format", "markdown")).out).toContain(
      "| 03-layer-cache | done | 10/10 | 1 |",
    );
  });

  test("can be written to a file, and tells one that cannot be written", async () => {
    await run("progress", "--format", "csv", "--out", "mine.csv");
    const [head, ...rows] = (await readFile(join(work, "mine.csv"), "utf8")).split("\r\n");
    expect(head).toBe(
      '"lab","title","state","points","maxPoints","hints","solutionSeen","doneAt","checkedAt"',
    );
    expect(rows[3]).toBe(
      '"04-multi-stage","Build in one stage, ship another","open","0","10","0","false","",""',
    );
    expect(await run("progress", "--out", "no/such/folder")).toMatchObject({ status: 2, out: "" });
  });
});

describe("explain", () => {
  test("suggests the check that was probably meant, and else names all", async () => {
    expect((await run("explain", "layer-cash")).err).toContain("Did you mean `layer-cache`?");
    expect((await run("explain", "nothing")).err).toContain("`work-directory`");
  });
});

test("labs and hint go through the command line's reader for anything else", async () => {
  expect((await run("labs", "--help")).out).toContain("Usage: shipshape labs");
  expect((await run("hint", "--help")).out).toContain("Usage: shipshape hint");
  expect(await run("labs", "more")).toMatchObject({
    status: 2,
    err: expect.stringContaining("too many arguments"),
  });
});
