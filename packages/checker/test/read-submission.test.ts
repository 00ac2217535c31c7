import { writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ShipshapeError } from "@shipshape/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { handedInFolder, readSubmission, submissionReader } from "../src/read-submission.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "submission-"));
});
afterEach(() => rm(folder, { recursive: true }));

const submit = ["Dockerfile", ".dockerignore"];
const problemOf = async () =>
  (await readSubmission(await handedInFolder(folder), submit)).section.problems[0]?.problem;

describe("reading a submission", () => {
  test.each([
    ["carriage returns", "FROM a:1\r\nRUN true\r\n"],
    ["a byte-order mark", "\uFEFFFROM a:1\n"],
    ["lower-case instructions", "from a:1\n"],
    ["another script", "FROM a:1\n# Ахой, 你好\n"],
  ])("takes a Dockerfile with %s", async (_, text) => {
    await writeFile(join(folder, "Dockerfile"), text);
    const { files, section } = await readSubmission(await handedInFolder(folder), submit);
    expect(section.problems).toEqual([]);
    expect(files.get("Dockerfile")?.toString()).toBe(text);
  });

  test.each([
    ["empty", ""],
    ["empty", " \n\t\n"],
    ["empty", "\uFEFF"],
    ["not-text", "FROM a\u0000b"],
    ["not-utf8", Buffer.from("FROM a:1\n", "utf16le").fill(0xff, 0, 1).fill(0xfe, 1, 2)],
    ["not-utf8", Buffer.from([0x46, 0xe4, 0x0a])],
    ["too-large", "#".repeat(5_000_000)],
  ])("finds a Dockerfile that is %s", async (problem, content) => {
    await writeFile(join(folder, "Dockerfile"), content);
    expect(await problemOf()).toBe(problem);
  });

  test("finds that there is none", async () => {
    expect(await problemOf()).toBe("missing");
  });

  test("finds a folder in its place", async () => {
    await mkdir(join(folder, "Dockerfile"));
    expect(await problemOf()).toBe("not-a-file");
  });

  test("follows no link", async () => {
    await symlink("/etc/passwd", join(folder, "Dockerfile"));
    expect(await problemOf()).toBe("link");
  });

  test("takes a missing or an empty .dockerignore", async () => {
    await writeFile(join(folder, "Dockerfile"), "FROM a:1");
    expect((await readSubmission(await handedInFolder(folder), submit)).section.problems).toEqual([]);
    await writeFile(join(folder, ".dockerignore"), "");
    expect((await readSubmission(await handedInFolder(folder), submit)).section.problems).toEqual([]);
  });

  test.each(["[a-\n", "!\n", "a\\\n"])("finds an ignore file that nobody can read: %j", async (text) => {
    await writeFile(join(folder, "Dockerfile"), "FROM a:1");
    await writeFile(join(folder, ".dockerignore"), text);
    expect((await readSubmission(await handedInFolder(folder), submit)).section.problems).toEqual([
      { path: ".dockerignore", problem: "bad-pattern" },
    ]);
  });

  test("finds a Dockerfile's own ignore file that nobody can read", async () => {
    await writeFile(join(folder, "Dockerfile"), "FROM a:1");
    await writeFile(join(folder, "Dockerfile.dockerignore"), "[a-\n");
    const { section } = await readSubmission(await handedInFolder(folder), [
      ...submit,
      "Dockerfile.dockerignore",
    ]);
    expect(section.problems).toEqual([{ path: "Dockerfile.dockerignore", problem: "bad-pattern" }]);
  });

  test("names the first few of very many files that it leaves alone, and counts them", async () => {
    for (let n = 0; n < 3_000; n++) writeFileSync(join(folder, `f${n}`), "");
    const { section } = await readSubmission(await handedInFolder(folder), submit);
    expect(section.ignored).toEqual(["f0", "f1", "f10", "f100", "f1000"]);
    expect(section.ignoredCount).toBe(3_000);
  });

  test("names what it leaves alone", async () => {
    await writeFile(join(folder, "Dockerfile"), "FROM a:1");
    await writeFile(join(folder, "app.py"), "raise SystemExit");
    const { files, section } = await readSubmission(await handedInFolder(folder), submit);
    expect([...files.keys()]).toEqual(["Dockerfile"]);
    expect(section.ignored).toEqual(["app.py"]);
  });

  describe("in a folder that a lab was started in", () => {
    const app = new Map([
      ["app.py", Buffer.from("app")],
      ["tests/test_app.py", Buffer.from("test")],
    ]);

    beforeEach(async () => {
      await writeFile(join(folder, "Dockerfile"), "FROM a:1");
      await writeFile(join(folder, "INSTRUCTIONS.md"), "# Lab");
      await writeFile(join(folder, "app.py"), "app");
      await mkdir(join(folder, "tests"));
      await writeFile(join(folder, "tests", "test_app.py"), "test");
    });

    test("names nothing of what was laid there", async () => {
      const { section, files } = await readSubmission(await handedInFolder(folder), submit, app);
      expect([...files.keys()]).toEqual(["Dockerfile"]);
      expect(section).toMatchObject({ ignored: [], ignoredCount: 0 });
      expect(section).not.toHaveProperty("edited");
    });

    test("names the app's files that were edited, and not those that were deleted", async () => {
      await rm(join(folder, "app.py"));
      await writeFile(join(folder, "tests", "test_app.py"), "another test");
      await writeFile(join(folder, "notes.txt"), "");
      const { section } = await readSubmission(await handedInFolder(folder), submit, app);
      expect(section).toMatchObject({ ignored: ["notes.txt"], edited: ["tests/test_app.py"] });
    });
  });

  describe("with an ignore file", () => {
    const app = new Map(["app.py", "tests/test_app.py", "data/a.txt"].map((path) => [path, Buffer.alloc(0)]));

    test.each([
      ["*\n", ["app.py", "tests/test_app.py", "data/a.txt"], { line: 1, text: "*" }],
      ["# rules\n\n **/*.txt \r\n", ["data/a.txt"], { line: 3, text: "**/*.txt" }],
      ["*\n!app.py\n!data\n", ["tests/test_app.py"], { line: 1, text: "*" }],
      ["\uFEFF/tests/\n", ["tests/test_app.py"], { line: 1, text: "/tests/" }],
      ["app.py  # mine\n", [], undefined],
    ])("tells which of the app's files %j leaves out, and by which rule", async (text, paths, by) => {
      await writeFile(join(folder, "Dockerfile"), "FROM a:1");
      await writeFile(join(folder, ".dockerignore"), text);
      const { leftOut } = (await readSubmission(await handedInFolder(folder), submit, app)).section;
      expect(leftOut).toEqual({
        ignoreFile: ".dockerignore",
        files: paths.map((path) => ({ path, by })),
      });
    });

    test("tells the rule that would have brought a file back, had it stood below", async () => {
      await writeFile(join(folder, "Dockerfile"), "FROM a:1");
      await writeFile(join(folder, ".dockerignore"), "!app.py\n*\n!data\n!tests\n");
      const { leftOut } = (await readSubmission(await handedInFolder(folder), submit, app)).section;
      expect(leftOut?.files).toEqual([
        { path: "app.py", by: { line: 2, text: "*" }, overruled: { line: 1, text: "!app.py" } },
      ]);
    });

    test("tells nothing of more rules than anybody writes", async () => {
      await writeFile(join(folder, "Dockerfile"), "FROM a:1");
      await writeFile(join(folder, ".dockerignore"), "*.py\n".repeat(2_000));
      expect((await readSubmission(await handedInFolder(folder), submit, app)).section).not.toHaveProperty(
        "leftOut",
      );
    });
  });

  test("may look at the files that a lab takes, and at those of its app where they lie in the context", async () => {
    await writeFile(join(folder, "app.py"), "app");
    const { files } = await submissionReader({ submit, appFolder: folder, appIn: "app" });
    expect([...files]).toEqual(["Dockerfile", ".dockerignore", "app/app.py"]);
  });

  test("says that a folder is not there", async () => {
    await expect(handedInFolder(join(folder, "nowhere"))).rejects.toThrow(ShipshapeError);
  });
});
