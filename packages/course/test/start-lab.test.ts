import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import type { Lab } from "@shipshape/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { findLab, readCourse } from "../src/course.ts";
import { readWork } from "../src/journal.ts";
import { startLab } from "../src/start-lab.ts";

let folder: string;
let work: string;
let lab: Lab;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "start lab “ü” 'and'\nmore ")));
  work = join(folder, "deep", "work");
  lab = await findLab("03");
});
afterEach(() => rm(folder, { recursive: true }));

const own = (...path: string[]) => join(work, "03-layer-cache", ...path);
const laidFiles = [
  ".dockerignore",
  ".flake8",
  "Dockerfile",
  "INSTRUCTIONS.md",
  "app.py",
  "requirements.dev.txt",
  "requirements.txt",
  "tests/__init__.py",
  "tests/test_app.py",
];

describe("starting a lab", () => {
  test("lays the starter, the app and the instructions into one folder, and keeps that in the progress", async () => {
    const { folder: made, laid, kept, unrecorded } = await startLab(lab, work);
    expect(made).toBe(own());
    expect(laid.toSorted()).toEqual(laidFiles);
    expect(kept).toEqual([]);
    expect(unrecorded).toBeUndefined();
    expect(await readFile(own("Dockerfile"))).toEqual(await readFile(join(lab.folder, "starter/Dockerfile")));
    expect(await readFile(own("app.py"))).toEqual(await readFile(join(lab.appFolder, "app.py")));
    const { labs } = await readWork(work);
    expect(labs.get("03-layer-cache")).toMatchObject({ folder: own(), done: false });
  });

  test("says so where a file system takes no folders", async () => {
    await expect(startLab(lab, "/proc/shipshape/work")).rejects.toThrow("could not be made");
  });

  test("lays the app where the lab's build context has it", async () => {
    await startLab(await findLab("04"), work);
    expect(await readdir(join(work, "04-multi-stage", "backend"))).toContain("app.py");
    expect(await readdir(join(work, "04-multi-stage"))).not.toContain("app.py");
  });

  test("makes the links of the instructions lead to the same files", async () => {
    for (const each of await readCourse()) {
      const { folder: made } = await startLab(each, work);
      const text = await readFile(join(made, "INSTRUCTIONS.md"), "utf8");
      const paths = Array.from(text.matchAll(/\]\((?!https?:|#)([^)]+)\)/g), ([, path = ""]) =>
        decodeURI(path),
      );
      for (const path of paths) expect((await stat(join(made, path))).isFile()).toBe(true);
    }
  });

  test("again lays only what is missing, and keeps what was written", async () => {
    await startLab(lab, work);
    await writeFile(own("Dockerfile"), "mine");
    await rm(own("tests"), { recursive: true });
    const { laid, kept } = await startLab(lab, work);
    expect(laid).toEqual(["tests/__init__.py", "tests/test_app.py"]);
    expect(kept).toContain("Dockerfile");
    expect(await readFile(own("Dockerfile"), "utf8")).toBe("mine");
  });

  test("many times at once lays each file once and whole", async () => {
    const starts = await Promise.all(Array.from({ length: 8 }, () => startLab(lab, work)));
    expect(starts.flatMap(({ laid }) => laid).toSorted()).toEqual(laidFiles);
  });
});

describe("what is in the way of a lab", () => {
  test("is kept and named, be it a folder for a file or a file for a folder", async () => {
    await mkdir(own("Dockerfile"), { recursive: true });
    await writeFile(own("tests"), "mine");
    const { kept } = await startLab(lab, work);
    expect(kept).toEqual(expect.arrayContaining(["Dockerfile", "tests"]));
    expect(await readFile(own("tests"), "utf8")).toBe("mine");
  });

  test("is not written through, where it is a link", async () => {
    const outside = join(folder, "outside");
    await mkdir(outside);
    await mkdir(own(), { recursive: true });
    await symlink(outside, own("tests"));
    await symlink(join(outside, "Dockerfile"), own("Dockerfile"));
    const { kept } = await startLab(lab, work);
    expect(kept).toEqual(expect.arrayContaining(["Dockerfile", "tests"]));
    expect(await readdir(outside)).toEqual([]);
  });

  test("is told and left, where it has the place of the whole folder", async () => {
    await mkdir(work, { recursive: true });
    await symlink(folder, own());
    await expect(startLab(lab, work)).rejects.toThrow("is in the way");
    expect(await readdir(folder)).toEqual(["deep"]);
  });
});

describe("a lab that cannot be laid to its end", () => {
  test("leaves nothing of ours, and all that was there before", async () => {
    await mkdir(own("tests"), { recursive: true });
    await writeFile(own("mine"), "mine");
    // A name that no file system takes stands for whatever goes wrong in the middle.
    const broken = join(folder, "lab");
    await cp(lab.folder, broken, { recursive: true, filter: (path) => !path.includes("node_modules") });
    const impossible = { ...lab, folder: broken, appIn: "x".repeat(300) };
    await expect(startLab(impossible, work)).rejects.toThrow("could not be made");
    expect(await readdir(own())).toEqual(["mine", "tests"]);
  });

  test("takes the folders away that it made for it, too", async () => {
    await expect(startLab({ ...lab, appIn: "x".repeat(300) }, work)).rejects.toThrow(relative(folder, own()));
    expect(await readdir(folder)).toEqual([]);
  });
});

test("a progress file that cannot be written does not keep a lab from being started", async () => {
  await mkdir(join(work, "progress.jsonl"), { recursive: true });
  const { laid, unrecorded } = await startLab(lab, work);
  expect(laid).toHaveLength(laidFiles.length);
  expect(unrecorded?.message).toContain("could not be kept");
});
