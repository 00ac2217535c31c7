import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ShipshapeError } from "@shipshape/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { findLab } from "../src/course.ts";
import { readRubric } from "../src/read-rubric.ts";

const lab = { id: "05-venv-non-root", title: "A virtual environment" };

const right = `title: Sizes count more
checks:
  - id: image-builds
  - id: image-size
    points: 2.5
    options: { added: 10 MB }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "rubric-"));
});
afterEach(() => rm(folder, { recursive: true }));

const reading = async (text: string) => {
  await writeFile(join(folder, "rubric.yaml"), text);
  return readRubric(join(folder, "rubric.yaml"), lab);
};

describe("reading a rubric", () => {
  test("gives the lab's id, points, and options as the checks read them", async () => {
    expect(await reading(right)).toEqual({
      id: lab.id,
      title: "Sizes count more",
      checks: [
        { id: "image-builds", points: 1, options: {} },
        { id: "image-size", points: 2.5, options: { added: 10_000_000, base: 200_000_000 } },
      ],
    });
  });

  test("takes the lab's title where it has none of its own", async () => {
    expect((await reading(right.replace(/^title.*\n/, ""))).title).toBe(lab.title);
  });

  test("takes checks that the lab does not have, and that need what a lab declares", async () => {
    const { checks } = await reading("checks: [{ id: size-reduction }, { id: layer-cache }]");
    expect(checks.map(({ id }) => id)).toEqual(["size-reduction", "layer-cache"]);
  });

  test("takes a lab's own manifest, by its folder and by its file", async () => {
    const { folder, id, title, checks } = await findLab("5");
    expect(await readRubric(folder, lab)).toEqual({ id, title, checks });
    expect(await readRubric(join(folder, "lab.yaml"), lab)).toEqual({ id, title, checks });
  });

  test("needs nothing of a lab's folder but the manifest", async () => {
    const { folder: own } = await findLab("5");
    await mkdir(join(folder, "changed"));
    const text = await readFile(join(own, "lab.yaml"), "utf8");
    await writeFile(join(folder, "changed/lab.yaml"), text.replace("points: 2", "points: 7"));
    expect((await readRubric(join(folder, "changed"), lab)).checks.map(({ points }) => points)).toContain(7);
  });

  test.each([
    ["a check that there is not", "id: image-size", "id: image-sise", ":4:", "image-size"],
    ["an option that the check does not have", "added:", "addd:", ":6:", "addd"],
    ["a check that is listed twice", "id: image-size", "id: image-builds", ":4:", "twice"],
    ["points that are none", "points: 2.5", "points: many", ":5:", "number"],
    ["points below nothing", "points: 2.5", "points: -1", ":5:", ">=0"],
    ["a key that there is not", "title:", "titel:", ":1:", "title"],
    ["a rubric without checks", /checks:[^]*/, "", ":1:", "missing"],
    ["broken YAML", "{ added", "{{ added", ":", ""],
    ["an empty file", /[^]*/, "# nothing yet\n", ":1:", "empty"],
  ])("refuses %s, with the line and what is allowed", async (_, from, to, line, words) => {
    const error: unknown = await reading(right.replace(from, to)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ShipshapeError);
    expect((error as Error).message).toContain(`rubric.yaml${line}`);
    expect((error as Error).message).toContain(words);
    expect((error as ShipshapeError).remedy).toContain("rubric");
  });

  test("says that there is none", async () => {
    await expect(readRubric(join(folder, "none.yaml"), lab)).rejects.toThrow("There is no rubric at");
    await expect(readRubric(folder, lab)).rejects.toThrow("There is no rubric at");
  });
});
