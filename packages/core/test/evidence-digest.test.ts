import { expect, test } from "vitest";

import { evidenceDigest } from "../src/evidence-digest.ts";
import type { Evidence } from "../src/evidence.ts";
import { observed } from "../src/evidence/observation.ts";

const evidence = (ms: number, pid: number, uid: number): Evidence => ({
  version: 1,
  lab: "a",
  submission: "b",
  state: "completed",
  engine: { version: "1", store: "overlay2", architecture: "x86_64", standIns: [] },
  sections: {
    build: observed({ outcome: "built", steps: [], ms }),
    processes: observed({ live: [{ pid, uid, euid: uid, command: "python app.py" }] }),
  },
  timings: { build: ms },
});

test("evidence is named alike whenever it was gathered", () => {
  expect(evidenceDigest(evidence(1, 2, 10))).toBe(evidenceDigest(evidence(3, 4, 10)));
});

test("evidence of something else is named otherwise", () => {
  expect(evidenceDigest(evidence(1, 2, 10))).not.toBe(evidenceDigest(evidence(1, 2, 0)));
});

test("the order of fields does not matter", () => {
  const one = evidence(1, 2, 10);
  expect(evidenceDigest(Object.fromEntries(Object.entries(one).toReversed()) as Evidence)).toBe(
    evidenceDigest(one),
  );
});
