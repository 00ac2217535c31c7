import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { readCourse } from "../src/index.ts";

describe.each(await readCourse())("$id", ({ folder, checks }) => {
  test("tells of each check in its instructions", () => {
    const instructions = readFileSync(join(folder, "README.md"), "utf8");
    expect(checks.filter(({ id }) => !instructions.includes(`\n| \`${id}\` |`)).map(({ id }) => id)).toEqual(
      [],
    );
  });
});
