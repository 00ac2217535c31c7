import { tmpdir } from "node:os";

import { expect, test } from "vitest";

import { refuseFullFolder } from "../src/results-room.ts";

test("a class that the disk has room for is graded", async () => {
  await expect(refuseFullFolder(tmpdir(), 1)).resolves.toBeUndefined();
});

test("a class that no disk has room for is refused, in sizes and with what to do", async () => {
  const refused = refuseFullFolder(tmpdir(), 1e12);
  await expect(refused).rejects.toThrow(/are free where the results are kept .* may take 100000000 GB/);
  await expect(refused).rejects.toHaveProperty("remedy", expect.stringContaining("--out"));
});

test("a folder whose file system tells no size counts as one with room", async () => {
  await expect(refuseFullFolder("/proc", 1e12)).resolves.toBeUndefined();
});
