import { describe, expect, test } from "vitest";

import { boundsOf } from "../src/own/cgroup.ts";

describe("what an engine of ours may take of a machine", () => {
  test("leaves a gigabyte of a small one", () => {
    expect(boundsOf(2e9, 32_768).all.memoryBytes).toBe(1e9);
  });

  test("leaves a quarter of a large one", () => {
    expect(boundsOf(64e9, 32_768).all.memoryBytes).toBe(48e9);
  });

  test("leaves processes to the rest of it", () => {
    expect(boundsOf(8e9, 32_768).all.processes).toBe(8192);
    expect(boundsOf(8e9, 4_194_304).all.processes).toBe(8192);
  });

  test("leaves something to containers when builds take all they can, and to other builds when one does", () => {
    const { all, builds, step } = boundsOf(8e9, 32_768);
    expect(builds.memoryBytes).toBeLessThan(all.memoryBytes);
    expect(builds.processes).toBeLessThan(all.processes);
    expect(2 * step.memoryBytes).toBeLessThan(builds.memoryBytes);
    expect(2 * step.processes).toBeLessThan(builds.processes);
  });
});
