import { linkSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

import { ShipshapeError } from "@shipshape/core";
import { execa } from "execa";
import { describe, expect, test } from "vitest";

import { tarOf, tarOfFiles, tgzOf, zipOf } from "./archives.ts";
import { dockerfilesOf, folderOf, takeClass } from "./class-folder.ts";

const dockerfile = "FROM a:1\n";

describe("a class's folder", () => {
  test("holds a folder or an archive of each learner", async () => {
    const folder = await folderOf({
      "anna/Dockerfile": "FROM anna",
      "ben.zip": await zipOf({ Dockerfile: "FROM ben" }),
      "chloe.tar": await tarOfFiles({ Dockerfile: "FROM chloe" }),
      "dev.tgz": await tgzOf({ "./Dockerfile": "FROM dev" }),
      "eli.tar.gz": await tgzOf({ Dockerfile: "FROM eli" }),
      fay: await zipOf({ Dockerfile: "FROM fay" }),
      "gus.zip": await tgzOf({ Dockerfile: "FROM gus" }),
      hal_Dockerfile: "FROM hal",
      "hal_.dockerignore": ".git",
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({
      anna: ["FROM anna"],
      ben: ["FROM ben"],
      chloe: ["FROM chloe"],
      dev: ["FROM dev"],
      eli: ["FROM eli"],
      fay: ["FROM fay"],
      gus: ["FROM gus"],
      hal: ["FROM hal"],
    });
    expect(taken.ignored).toEqual([]);
  });

  test("may wrap what a learner handed in once or twice, with junk beside it", async () => {
    const wrapped = { "__MACOSX/lab/._Dockerfile": "x", ".DS_Store": "x", "lab/app/Dockerfile": "FROM two" };
    const folder = await folderOf({
      "anna/lab/Dockerfile": "FROM one",
      "anna/.DS_Store": "x",
      "ben.zip": await zipOf(wrapped),
      "chloe.tar": await tarOfFiles(wrapped),
      "dev/lab/app/Dockerfile": "FROM two",
      "eli/lab/app/src/Dockerfile": "FROM three",
      "fay/Dockerfile": "FROM top",
      "fay/lab/Dockerfile": "FROM below",
    });
    expect(dockerfilesOf(await takeClass(folder))).toEqual({
      anna: ["FROM one"],
      ben: ["FROM two"],
      chloe: ["FROM two"],
      dev: ["FROM two"],
      eli: ["missing"],
      fay: ["FROM top"],
    });
  });

  test("gives the same submission for the same files, however they were packed", async () => {
    const files = { Dockerfile: dockerfile, "README.md": "me" };
    const folder = await folderOf({
      "anna/Dockerfile": dockerfile,
      "anna/README.md": "me",
      "ben.zip": await zipOf({ ...files, "__MACOSX/._Dockerfile": "x" }),
      "chloe.tgz": await tgzOf({ "lab/Dockerfile": dockerfile, "lab/README.md": "me" }),
    });
    expect((await takeClass(folder)).kept.size).toBe(1);
  });

  test("notices a file of the app that was edited, however it was packed", async () => {
    const files = { Dockerfile: dockerfile, "app.py": "mine" };
    const folder = await folderOf({
      "anna/Dockerfile": dockerfile,
      "anna/app.py": "mine",
      "ben.zip": await zipOf(files),
      "chloe.tgz": await tgzOf(files),
    });
    const [one, ...others] = (await takeClass(folder)).kept.values();
    expect(one?.section.edited).toEqual(["app.py"]);
    expect(others).toEqual([]);
  });

  test("says what it ignores, and nothing of hidden files and junk", async () => {
    const folder = await folderOf({
      "anna/Dockerfile": dockerfile,
      "grades.csv": "a,b",
      "grades.xlsx": await zipOf({ a: "b" }),
      ".DS_Store": "x",
      "Thumbs.db": "x",
      "desktop.ini": "x",
      "__MACOSX/x": "x",
    });
    await symlink("anna", join(folder, "ben"));
    await execa("mkfifo", [join(folder, "pipe")]);
    const { ignored, learners } = await takeClass(folder);
    expect(learners.map(({ id }) => id)).toEqual(["anna"]);
    expect(ignored).toEqual([
      { entry: "ben", reason: "It is a link, and no link is followed: put there what it leads to." },
      { entry: "grades.csv", reason: "It is neither a folder nor an archive." },
      { entry: "grades.xlsx", reason: "It is neither a folder nor an archive." },
      { entry: "pipe", reason: "It is neither a folder nor a file." },
    ]);
  });

  test.each([
    ["is empty", {}, "There is nothing in the class's folder"],
    ["holds junk alone", { ".DS_Store": "x" }, "There is nothing in the class's folder"],
    ["holds nothing handed in", { "a.txt": "x" }, "is what a learner handed in"],
    ["is one learner's", { Dockerfile: "FROM a" }, "it is what one learner handed in"],
  ])("that %s is no class", async (_, files, message) => {
    const taking = takeClass(await folderOf(files));
    await expect(taking).rejects.toThrow(ShipshapeError);
    await expect(taking).rejects.toThrow(message);
  });

  test("has to be a folder", async () => {
    const folder = await folderOf({ "class.zip": "x" });
    await expect(takeClass(join(folder, "class.zip"))).rejects.toThrow("cannot be read");
    await expect(takeClass(join(folder, "none"))).rejects.toThrow("cannot be read");
  });

  test("may hold 10,000 learners", { timeout: 60_000 }, async () => {
    const folder = await folderOf({ "learner00000.tar": "" });
    const ids = Array.from({ length: 10_000 }, (_, index) => `learner${String(index).padStart(5, "0")}`);
    // Names of one file: ten thousand folders take a busy disk longer to make and remove than all other tests.
    for (const id of ids.slice(1)) linkSync(join(folder, "learner00000.tar"), join(folder, `${id}.tar`));
    const taken = await takeClass(folder);
    expect(taken.learners.map(({ id }) => id)).toEqual(ids);
    expect(taken.attempts.size).toBe(10_000);
  });

  test("stops when it is told to", async () => {
    const folder = await folderOf({ "anna.zip": await zipOf({ Dockerfile: dockerfile }) });
    const reason = new Error("enough");
    await expect(takeClass(folder, undefined, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe("a learner's attempts", () => {
  test("are sorted by the time in their names", async () => {
    const folder = await folderOf({
      "anna@2026-11-20T18-00-00Z.zip": await zipOf({ Dockerfile: "FROM second" }),
      "anna_2026-11-20T18:30:00+01:00/Dockerfile": "FROM first",
      "anna@2026-11-21T00-00-00Z/Dockerfile": "FROM third",
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({ anna: ["FROM first", "FROM second", "FROM third"] });
    expect(taken.attempts.get("anna")?.map(({ at }) => at)).toEqual([
      "2026-11-20T17:30:00Z",
      "2026-11-20T18:00:00Z",
      "2026-11-21T00:00:00Z",
    ]);
  });

  test("stay two where nothing tells which is the newer", async () => {
    const folder = await folderOf({
      "anna.zip": await zipOf({ Dockerfile: "FROM zip" }),
      "anna.tar.gz": await tgzOf({ Dockerfile: "FROM tar" }),
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({ anna: ["FROM tar", "FROM zip"] });
    expect(taken.attempts.get("anna")?.map(({ at, resubmission }) => at ?? resubmission)).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("are told apart from those of learners whose names only look the same", async () => {
    const folder = await folderOf({
      "Anna/Dockerfile": "FROM upper",
      "anna/Dockerfile": "FROM lower",
      "zoe\u0301/Dockerfile": "FROM decomposed",
      "zo\u00E9/Dockerfile": "FROM composed",
    });
    const taken = await takeClass(folder);
    expect(Object.values(dockerfilesOf(taken))).toHaveLength(4);
    for (const [attempt] of taken.attempts.values())
      expect(attempt?.note).toContain("differs from this one only in");
  });
});

describe("what cannot be read", () => {
  test("costs nobody else anything", async () => {
    const folder = await folderOf({
      "anna.zip": "no archive",
      "ben.rar": "Rar!\u001A\u0007",
      "chloe.zip": (await zipOf({ Dockerfile: dockerfile, x: "y".repeat(1000) })).subarray(0, 60),
      "dev.tgz": (await tgzOf({ Dockerfile: "x".repeat(5000) })).subarray(0, 40),
      "eli.tar": "",
      "fay/": "",
      "gus/Dockerfile": dockerfile,
    });
    expect(dockerfilesOf(await takeClass(folder))).toEqual({
      anna: ["It is no archive, whatever its name says: ask for it again, as a zip or tar file."],
      ben: ["It is an archive of a kind that is not read here: ask for a zip or tar file."],
      chloe: ["The archive ends in the middle: ask for it again."],
      dev: ["The archive ends in the middle: ask for it again."],
      eli: ["It is no archive, whatever its name says: ask for it again, as a zip or tar file."],
      fay: ["There is nothing in it."],
      gus: [dockerfile],
    });
  });

  test("is said once for all links and devices", async () => {
    const folder = await folderOf({
      "anna.tar": await tarOf([
        { name: "Dockerfile", content: dockerfile },
        { name: "shadow", type: "symlink", linkname: "/etc/shadow" },
        { name: "hard", type: "link", linkname: "Dockerfile" },
        { name: "null", type: "character-device", devmajor: 1, devminor: 3 },
        { name: "pipe", type: "fifo" },
        { name: "../up", content: "x" },
        { name: "/etc/passwd", content: "x" },
      ]),
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({ anna: [dockerfile] });
    expect(taken.attempts.get("anna")?.[0]?.note).toBe(
      "Links, devices and names that lead out of the archive were not taken: 6 in all, the first is `../up`.",
    );
  });

  test("is a folder with the name of a file, however it was packed", async () => {
    const files = { "Dockerfile/": "", "Dockerfile/Dockerfile": dockerfile, "README.md": "me" };
    const folder = await folderOf({
      "anna/Dockerfile/Dockerfile": dockerfile,
      "anna/README.md": "me",
      "ben.zip": await zipOf(files),
      "chloe.tar": await tarOf(
        Object.entries(files).map(([name, content]) => ({
          name,
          content,
          type: name.endsWith("/") ? "directory" : "file",
        })),
      ),
    });
    const notFile = ["not-a-file"];
    expect(dockerfilesOf(await takeClass(folder))).toEqual({ anna: notFile, ben: notFile, chloe: notFile });
  });

  test("is an archive within an archive", async () => {
    const folder = await folderOf({
      "anna.zip": await zipOf({ "lab.zip": await zipOf({ Dockerfile: dockerfile }) }),
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({ anna: ["missing"] });
    expect(taken.attempts.get("anna")?.[0]?.note).toContain("ask for the files themselves");
  });

  test("are names of any kind that are nobody's work", async () => {
    const names = ["a\nb", 'it\'s "quoted"', "\u202Egnp.exe", "=1+1", "x".repeat(251)];
    const folder = await folderOf(
      Object.fromEntries(names.map((name) => [`${name}/Dockerfile`, dockerfile])),
    );
    await mkdir(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]));
    const taken = await takeClass(folder);
    expect(taken.learners.map(({ id }) => id)).toEqual(names.toSorted());
    expect(taken.ignored).toEqual([
      { entry: "\uFFFD\uFFFD", reason: "Its name is not UTF-8: give it another one." },
    ]);
  });
});
