import { md } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { judgeGate } from "../src/gate.ts";
import { dockerfile } from "./dockerfile.ts";
import { built, fixOf, lineOf, messageOf, nonce, ran, rebuilt, stopped } from "./evidence.ts";

const gate = {
  changed: md`With a leak drilled`,
  tool: /\bbilge\b/,
  command: "bilge",
  reads: ["hold"],
  absent: md`Nobody looks for leaks.`,
  overlooked: md`Look at the hold, too.`,
  hidden: md`Say what was found.`,
};

type Rebuilt = Parameters<typeof judgeGate>[0];

const judged = (fields: Pick<Rebuilt, "build"> & Partial<Rebuilt>, ...lines: string[]) =>
  judgeGate(
    rebuilt({ changed: ["hull"], ...fields }),
    { dockerfile: lines.length === 0 ? undefined : dockerfile(...lines) },
    gate,
  );

const cached = (name: string, line: number) => ({ name, line, cached: true, ms: 0 });

describe("a gate holds", () => {
  test("where the build stops in a step that shows the change", () => {
    expect(judged(stopped("[test 3/3] RUN bilge", 6))).toEqual({ holds: true });
  });

  test("where a step before the failing one shows the change as well", () => {
    const {
      build,
      ran: [failed],
    } = stopped("[test 3/3] RUN bilge", 6);
    const shown = ran("[test 2/3] RUN cat hull", 5, nonce);
    expect(judged({ build, ran: [shown, ...(failed ? [failed] : [])] })).toEqual({ holds: true });
  });
});

describe("a failure that is passed over", () => {
  const finding = judged({
    build: built(),
    ran: [ran("[test 3/3] RUN bilge || true", 6, `looking\nE   leak: ${nonce}\nE   wet\n${"x ".repeat(9)}`)],
  });

  test("is found by the output of the step", () => {
    expect(messageOf(finding)).toContain("`[test 3/3] RUN bilge || true` found it");
    expect(lineOf(finding)).toBe(6);
  });

  test("is shown by the lines that matter, without the word that differs from run to run", () => {
    expect(messageOf(finding)).toContain("```text\nE   leak: PLANTED\n```");
    expect(messageOf(finding)).not.toContain(nonce);
  });

  test("is told from a later step that stops for want of its result", () => {
    const { build } = stopped("[stage-1 2/2] COPY --from=test /dry .", 9, "");
    const late = judged({
      build,
      ran: [ran("[test 3/3] RUN bilge && touch /dry; true", 6, `leak: ${nonce}`)],
    });
    expect(messageOf(late)).toContain("The build stopped only later, at the step `[stage-1 2/2] COPY");
    expect(lineOf(late)).toBe(6);
  });
});

describe("a change that shows nowhere", () => {
  const lines = ["FROM a AS test", "RUN bilge", "FROM b", "RUN sail"];
  const final = cached("[stage-1 2/2] RUN sail", 4);

  test("is explained by a stage that nothing needs", () => {
    const finding = judged({ build: built([final]) }, ...lines);
    expect(messageOf(finding)).toContain(
      "The stage `test`, with `RUN bilge`, is not built: the final stage does not need it.",
    );
    expect(fixOf(finding)).toContain("below line 3, write `COPY --from=test /app/app.py ./`");
    expect(lineOf(finding)).toBe(3);
  });

  test("is explained by a step that ran and was blind to it", () => {
    const finding = judged({
      build: built([final]),
      ran: [ran("[test 2/2] RUN bilge --list", 2, "3 holds")],
    });
    expect(messageOf(finding)).toContain("`[test 2/2] RUN bilge --list` ran");
    expect(messageOf(finding)).toContain("3 holds");
    expect(messageOf(finding)).toContain("Look at the hold, too.");
    expect(lineOf(finding)).toBe(2);
  });

  test("is explained by a step from the cache", () => {
    const finding = judged({ build: built([cached("[test 2/2] RUN bilge", 2), final]) }, ...lines);
    expect(messageOf(finding)).toContain("`[test 2/2] RUN bilge` was taken from the cache");
    expect(messageOf(finding)).not.toContain("is not built");
    expect(lineOf(finding)).toBe(2);
  });

  test("is explained by both a blind step and a stage that nothing needs, where there are both", () => {
    const finding = judged(
      { build: built([final]), ran: [ran("[stage-1 2/2] RUN sail && bilge --list", 4)] },
      ...lines,
    );
    expect(messageOf(finding)).toContain("ran, and wrote nothing");
    expect(messageOf(finding)).toContain("is not built");
    expect(lineOf(finding)).toBe(4);
  });

  test.each([
    ["no step has the tool", [final], lines.with(1, "RUN swab")],
    ["the tool is only installed", [final], lines.with(1, "RUN pip install bilge && swab")],
    ["the tool is only installed in the build", [cached("[stage-1 2/2] RUN pip install bilge", 4)], []],
  ])("is explained by the lack of a tool where %s", (_, steps, text) => {
    const finding = judged({ build: built(steps) }, ...text);
    expect(messageOf(finding)).toContain("Nobody looks for leaks.");
  });
});

describe("another failure", () => {
  test("is shown for what it is", () => {
    const finding = judged(stopped("[test 1/3] RUN seal", 4, "the seal is broken"));
    expect(messageOf(finding)).toContain("stopped at the step `[test 1/3] RUN seal`");
    expect(messageOf(finding)).toContain("the seal is broken");
    expect(messageOf(finding)).toContain("this step had just succeeded");
    expect(lineOf(finding)).toBe(4);
  });

  test("of the tool itself has to show what it found", () => {
    const finding = judged(stopped("[test 3/3] RUN bilge --quiet", 6, ""));
    expect(messageOf(finding)).toContain("exit code: 1");
    expect(messageOf(finding)).toContain("Say what was found.");
  });

  test("may have no step", () => {
    const { build } = stopped("", 1);
    const { failedStep: _, ...rest } = build as typeof build & { outcome: "failed" };
    expect(messageOf(judged({ build: rest }))).toContain("before its first step");
  });

  test.each([
    [{ outcome: "timed-out", limitSeconds: 60 } as const, "after 60 seconds, the lab's limit, at the step"],
    [
      { outcome: "too-much-output", limitBytes: 1e6 } as const,
      "after 1.00 MB of output, the lab's limit, at",
    ],
  ])("may be a limit of the lab: %o", (end, words) => {
    const { build } = stopped("[test 3/3] RUN bilge", 6);
    const { steps, error, failedStep, log } = build as typeof build & { outcome: "failed" };
    const ended = { steps, error, log, ...(failedStep && { failedStep }), ...end };
    expect(messageOf(judged({ build: ended }))).toContain(words);
  });
});
