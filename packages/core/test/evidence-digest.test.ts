import { expect, test } from "vitest";

import { evidenceDigest } from "../src/evidence-digest.ts";
import type { Evidence } from "../src/evidence.ts";
import type { BuildSection } from "../src/evidence/build.ts";
import type { Answer } from "../src/evidence/http.ts";
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

test("a name that objects have a meaning for is a name like any other", () => {
  const [without, withIt] = ['{"a":{}}', '{"a":{"__proto__":1}}'].map((text) =>
    evidenceDigest({ ...evidence(1, 2, 10), sections: JSON.parse(text) }),
  );
  expect(without).not.toBe(withIt);
});

test("a digest that was once given stays", () => {
  expect(evidenceDigest(evidence(1, 2, 10))).toMatchInlineSnapshot(
    `"2f8f8aeac99b0c9ee3e83192eb5c5b8ad0d9423f107c69e1b59d8fa20f3905ec"`,
  );
});

/** Sections that builds and answers stand in, with all that differs each time made of one word. */
const told = (word: string, status: number): Evidence["sections"] => {
  const step = { name: word, cached: false, ms: word.length };
  const failed: BuildSection = {
    outcome: "failed",
    steps: [step],
    error: word,
    failedStep: step,
    log: word,
    ms: word.length,
  };
  const answer: Answer = { outcome: "answered", status, contentType: "a", location: word, body: word };
  const rebuild = observed({
    changed: ["app.py"],
    nonce: word,
    build: failed,
    ran: [{ ...step, output: word, showsNonce: true }],
  });
  return {
    canaries: observed({ planted: [".env"], sent: [], build: failed, found: [] }),
    codeEdit: rebuild,
    pinChange: rebuild,
    brokenTest: rebuild,
    lintViolation: rebuild,
    database: observed({ visits: [answer], rows: 1, health: { allowed: answer, refused: answer } }),
  };
};

const digestOf = (sections: Evidence["sections"]) => evidenceDigest({ ...evidence(1, 2, 10), sections });

test("words of tools and of the app do not name evidence, and what came of them does", () => {
  expect(digestOf(told("one", 200))).toBe(digestOf(told("another", 200)));
  expect(digestOf(told("one", 200))).not.toBe(digestOf(told("one", 500)));
});
