import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { readCourse } from "../src/index.ts";

describe.each(await readCourse())("$id", ({ folder, checks }) => {
  test("tells learners of each check", () => {
    const hints = readFileSync(join(folder, "hints.md"), "utf8");
    const instructions = readFileSync(join(folder, "README.md"), "utf8");
    expect(checks.filter(({ id }) => !hints.includes(`\n## ${id}\n`)).map(({ id }) => id)).toEqual([]);
    expect(checks.filter(({ id }) => !instructions.includes(`\n| \`${id}\` |`)).map(({ id }) => id)).toEqual(
      [],
    );
  });
});
