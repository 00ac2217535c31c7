import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ShipshapeError } from "@shipshape/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { findLab } from "../src/course.ts";
import { labIds } from "../src/lab-ids.ts";
import { readLab } from "../src/read-lab.ts";

const right = `title: Trial
summary: You try.
minutes: 5
objectives: [try]
submit: [Dockerfile]
app: .
checks:
  - id: image-builds
  - id: image-size
    points: 2
    options: { added: 10 MB }
broken:
  too-large: [image-size]
`;

const outside = `counterfactuals:
  codeEdit:
    edits: [{ file: ../app.py, find: a, replace: b }]`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lab-"));
  for (const variant of ["solution", "starter", "broken/too-large"])
    await mkdir(join(folder, variant), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const reading = async (text: string) => {
  await writeFile(join(folder, "lab.yaml"), text);
  return readLab(folder);
};

describe("reading a manifest", () => {
  test("gives sizes in bytes, and what is not written its default", async () => {
    const lab = await reading(right);
    expect(lab.checks[1]).toMatchObject({ points: 2, options: { added: 10_000_000 } });
    expect(lab.limits.memory).toBe(512_000_000);
  });

  test.each([
    ["a check that there is not", "id: image-size", "id: image-sise", ":9:", "image-size"],
    ["an option that the check does not have", "added:", "addd:", ":11:", "addd"],
    ["a size that is none", "10 MB", "ten", ":11:", "40 MB"],
    ["a check that is listed twice", "id: image-size", "id: image-builds", ":9:", "twice"],
    ["a variant that fails a check of another lab", "[image-size]\n", "[home-page]\n", ":13:", "home-page"],
    ["a key that there is not", "minutes: 5", "minuts: 5", ":3:", "minutes"],
    ["a value of another kind", "minutes: 5", "minutes: soon", ":3:", "number"],
    ["an app that is not there", "app: .", "app: ./nowhere", ":6:", "nowhere"],
    ["a file to compare with that is not there", "app: .", "app: .\nbefore: none/Dockerfile", ":7:", "none"],
    [
      "a counterfactual whose text the app does not have",
      "app: .",
      "app: .\ncounterfactuals:\n  codeEdit:\n    network: false\n    edits: [{ file: app.py, find: a, replace: '{nonce}' }]",
      ":10:",
      "no longer applies",
    ],
    ["a counterfactual that leaves the app", "app: .", `app: .\n${outside}`, ":9:", "without `..`"],
    [
      "a check without the counterfactual that it needs",
      "id: image-builds",
      "id: size-reduction",
      ":8:",
      "before",
    ],
    [
      "a layout of a variant that there is not",
      "app: .",
      "app: .\nlayouts: { broken/no: . }",
      ":7:",
      "too-large",
    ],
    ["broken YAML", "objectives: [try]", "objectives: [try", ":", ""],
  ])("refuses %s, with the line and what is allowed", async (_, from, to, line, words) => {
    const error: unknown = await reading(right.replace(from, to)).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ShipshapeError);
    expect((error as Error).message).toContain(`lab.yaml${line}`);
    expect((error as Error).message).toContain(words);
  });

  test("says that a folder is no lab", async () => {
    await expect(readLab(folder)).rejects.toThrow("no lab.yaml");
  });
});

describe("finding a lab", () => {
  test.each(["1", "01", "first-image", "01-first-image"])("by %s", async (name) => {
    expect((await findLab(name)).id).toBe("01-first-image");
  });

  test("names the labs that there are", async () => {
    const ids = await labIds();
    await expect(findLab("99")).rejects.toMatchObject({ remedy: expect.stringContaining(ids[0] ?? "") });
  });
});
