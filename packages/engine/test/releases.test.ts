import { expect, test } from "vitest";

import { chosenRelease, releases } from "../src/own/releases.ts";
import { enginePaths } from "../src/own/state.ts";

test("without a wish there is no release to pass the user's engine over for", () => {
  expect(chosenRelease({})).toBeUndefined();
  expect(chosenRelease({ SHIPSHAPE_ENGINE: "" })).toBeUndefined();
});

test("a release is chosen by its name", () => {
  expect(chosenRelease({ SHIPSHAPE_ENGINE: "20.10" })).toMatchObject({ suite: "bookworm" });
});

test("an unknown release is answered with those there are", () => {
  expect(() => chosenRelease({ SHIPSHAPE_ENGINE: "1.0" })).toThrow(
    expect.objectContaining({ remedy: expect.stringContaining("`26.1`, `20.10`, `28.5`") }),
  );
});

test("no two releases share a folder, a socket or a bridge", () => {
  const paths = releases.map((release) => enginePaths(release));
  for (const part of ["state", "socket", "bridge"] as const)
    expect(new Set(paths.map((it) => it[part]))).toHaveProperty("size", releases.length);
});

test("a bridge's name is one that the kernel takes", () => {
  for (const release of releases) expect(enginePaths(release).bridge).toMatch(/^[a-z0-9-]{1,15}$/);
});
