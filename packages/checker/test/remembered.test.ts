import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { forget, remembered } from "../src/remembered.ts";

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), "cache-"));
  vi.stubEnv("XDG_CACHE_HOME", cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

const find = vi.fn<() => Promise<{ bytes: number }>>(async () => ({ bytes: 1 }));
beforeEach(() => find.mockClear());

describe("what was found once", () => {
  test("is not looked for again", async () => {
    await remembered("size-1", "a", find);
    expect(await remembered("size-1", "a", find)).toEqual({ bytes: 1 });
    expect(find).toHaveBeenCalledTimes(1);
  });

  test("is looked for once by all who ask at the same time", async () => {
    await Promise.all([remembered("size-1", "a", find), remembered("size-1", "a", find)]);
    expect(find).toHaveBeenCalledTimes(1);
  });

  test("is kept in the home folder where XDG_CACHE_HOME is empty, which is as good as unset", async () => {
    vi.stubEnv("XDG_CACHE_HOME", "");
    vi.stubEnv("HOME", cache);
    await remembered("size-1", "a", find);
    expect(await readdir(join(cache, ".cache/shipshape/remembered/size-1"))).toEqual(["a.json"]);
  });

  test("is looked for again once it is forgotten, and nothing of it stays", async () => {
    await remembered("size-1", "a", find);
    await remembered("history-1", "b", find);
    expect(await forget()).toBe(true);
    expect(await readdir(join(cache, "shipshape"))).toEqual([]);
    await remembered("size-1", "a", find);
    expect(find).toHaveBeenCalledTimes(3);
  });
});

test("there is nothing to forget where nothing was remembered", async () => {
  expect(await forget()).toBe(false);
});
