import { describe, expect, test } from "vitest";

import { whyLetThrough } from "../src/why-let-through.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence } from "./evidence.ts";

const planted = [".env", "debug.log", "tests/.env", "tests/debug.log"];
const file = (path: string) => ({ path, bytes: 40, sha256: "0" });
const [taker] = dockerfile("COPY . .").instructions;

const rule = (line: number, text: string, ...decides: string[]) => ({ line, text, decides });

function why(paths: readonly string[], ...rules: ReturnType<typeof rule>[]) {
  const { reason, fix } = whyLetThrough({ ...evidence().context, rules }, undefined, {
    paths,
    planted,
    taker,
  });
  return { reason: reason.source, fix: fix?.source };
}

describe("what an ignore file let through", () => {
  test.each([
    [
      "no rule matches",
      planted,
      [rule(1, "docs")],
      "No rule of `.dockerignore` matches `.env`, `debug.log`.",
      "On line 1, name the files that the app needs, such as `app.py`. Or add to `.dockerignore`: `**/.env`, `**/*.log`.",
    ],
    [
      "a rule brings back",
      ["tests/.env", "tests/debug.log"],
      [rule(1, "*", ".env", "debug.log"), rule(4, "!tests", "tests/.env", "tests/debug.log")],
      "Line 4 of `.dockerignore`, `!tests`, brings them back.",
      "Let line 4 of `.dockerignore` bring back only what the app needs, such as `!app.py`. Where the app needs nothing of what it brings back, take it out.",
    ],
    [
      "two rules bring back",
      ["tests/.env", "debug.log"],
      [rule(1, "*", ".env"), rule(2, "!debug.log", "debug.log"), rule(3, "!tests/.env", "tests/.env")],
      "Line 2 of `.dockerignore`, `!debug.log`, brings `debug.log` back.",
      "Let line 2 of",
    ],
    [
      "is kept out at the top only",
      ["tests/.env", "tests/debug.log"],
      [rule(1, ".env", ".env"), rule(2, "*.log", "debug.log")],
      "Only at the top does `.dockerignore` keep out `.env`, `debug.log`: a rule without `**/` in front reaches no further.",
      "In `.dockerignore`, begin the rules with `**/`: `**/.env` holds at the top and in every folder.",
    ],
    [
      "is kept out at the top only, or not at all",
      [".env", "tests/.env", "tests/debug.log"],
      [rule(2, "*.log", "debug.log")],
      "No rule of `.dockerignore` matches `.env`.",
      "`**/*.log` holds at the top and in every folder. Add to `.dockerignore`: `**/.env`.",
    ],
    [
      "a rule would have kept out without the comment behind it",
      planted,
      [rule(1, "**/.env  # passwords")],
      "In line 1, `**/.env # passwords`, the `#` is part of the rule: a comment needs a line of its own.",
      "In `.dockerignore`, give each comment a line of its own.",
    ],
    [
      "a rule brings back, beside what no rule matches",
      [".env", "tests/debug.log"],
      [rule(1, "**/*.log", "debug.log"), rule(2, "!tests", "tests/debug.log")],
      "Line 2 of `.dockerignore`, `!tests`, brings `tests/debug.log` back. No rule of `.dockerignore` matches `.env`.",
      "take it out. Add to `.dockerignore`: `**/.env`.",
    ],
  ])("is explained where %s", (_, paths, rules, reason, fix) => {
    const found = why(paths, ...rules);
    expect(found.reason).toContain(reason);
    expect(found.fix).toContain(fix);
  });

  test("is explained by a whole folder, of which a rule brings back a part", () => {
    expect(why([".git"], rule(1, "!.git/config", ".git/config")).reason).toContain("brings them back");
  });

  test("is not explained where nothing is known of the rules", () => {
    const { context } = evidence();
    const found = whyLetThrough(context, undefined, { paths: [".env"], planted, taker });
    expect(found.reason.source).toBe("The ignore file in force is `.dockerignore`.");
    expect(found.fix).toBeUndefined();
  });

  test("is explained by an ignore file that hides another", () => {
    const found = whyLetThrough(
      { ...evidence().context, ignoreFile: "Dockerfile.dockerignore", rules: [] },
      { files: [file(".dockerignore"), file("Dockerfile.dockerignore")], ignored: [], problems: [] },
      { paths: [".env"], planted, taker },
    );
    expect(found.fix?.source).toBe(
      "Move the rules of `.dockerignore` into `Dockerfile.dockerignore`, or remove `Dockerfile.dockerignore`.",
    );
  });

  test("has no advice for a line that copies out of the image's own files", () => {
    const [run] = dockerfile("RUN cp -r /src /app").instructions;
    const found = whyLetThrough({ ...evidence().context, rules: [] }, undefined, {
      paths: [".env"],
      planted,
      taker: run,
    });
    expect(found.fix?.source).toBe("Add to `.dockerignore`: `**/.env`.");
  });
});
