import { expect, test } from "vitest";

import { type Announcement, type Fitness, helpFor } from "../../src/redis/announcement.ts";

const worker = (host: string, fitness: Fitness): Announcement => ({
  worker: host,
  host,
  engine: { version: "1", architecture: "amd64" },
  jobs: 2,
  draining: false,
  labs: [{ id: "lab", queue: "lab-1", fitness }],
});

const unfit = worker("crow", { state: "unfit", reason: "the solution does not pass" });

test("a worker that is unfit is named only where no other may turn out fit", () => {
  for (const state of ["untried", "proving"] as const)
    expect(helpFor([unfit, worker("wren", { state })], "lab", "lab-1")).toBe("proving");
  expect(helpFor([unfit, worker("wren", { state: "ready" })], "lab", "lab-1")).toBe("ready");
  expect(helpFor([unfit], "lab", "lab-1")).toMatchObject({
    reason: { source: expect.stringContaining("crow") as string },
  });
});
