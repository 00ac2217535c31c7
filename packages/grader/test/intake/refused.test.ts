import { rm } from "node:fs/promises";
import { join } from "node:path";

import { type HandedIn, handedInFolder } from "@shipshape/checker";
import { expect, test } from "vitest";

import { openFolder } from "../../src/intake/folder.ts";
import { takeFiles } from "../../src/intake/take-entry.ts";
import { folderOf } from "./class-folder.ts";

const wentAway = "went away while the class was taken in";

test("what goes away while a class is taken in is nobody's zero: the class ends there, and says so", async () => {
  const gone = join(await folderOf({}), "ada");
  await expect(openFolder(gone)).rejects.toThrow(wentAway);
});

test("so does a file of a learner's folder, and not one that was never there", async () => {
  const folder = await folderOf({ "lab/Dockerfile": "FROM a", "lab/app/app.py": "x" });
  const { read } = await openFolder(folder);
  expect(await read("lab/app/other.py")).toBe("missing");
  await rm(join(folder, "lab/Dockerfile"));
  await expect(read("lab/Dockerfile")).rejects.toThrow(wentAway);
});

test("so does a file that an export gives by itself", async () => {
  const folder = await folderOf({ ada_Dockerfile: "FROM a" });
  const { read } = await handedInFolder(folder);
  await rm(join(folder, "ada_Dockerfile"));
  const taking = {
    folder,
    wanted: { required: "Dockerfile", files: new Set(["Dockerfile"]) },
    take: async ({ read }: HandedIn) => String(await read("Dockerfile")),
    signal: new AbortController().signal,
  };
  const taken = takeFiles(taking, "ada_Dockerfile", new Map([["Dockerfile", "ada_Dockerfile"]]), read);
  await expect(taken).rejects.toThrow(wentAway);
});
