import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import type { GradebookRow } from "@shipshape/core";
import { expect, test } from "vitest";

/** What a learner must earn; the class is graded and compared with it in `examples-class.engine.test.ts`. */
type Expected = Pick<GradebookRow, "score"> & {
  readonly counts?: string;
  readonly failing: readonly string[];
};

const examples = join(import.meta.dirname, "../../../examples/class");
const read = (name: string) => readFile(join(examples, name), "utf8");
const expected: Record<string, Record<string, Expected>> = JSON.parse(await read("expected.json"));

test("the page of the class has a row for each of the thirty submissions, and says what it must earn", async () => {
  const entries = await Promise.all(
    Object.entries(expected).map(async ([lab, learners]) =>
      (await readdir(join(examples, lab))).map((entry) => rowOf(entry, Object.values(learners))),
    ),
  );
  expect(entries.flat()).toHaveLength(30);
  expect((await rowsOfPage()).toSorted()).toEqual(entries.flat().toSorted());
});

/** An entry, what it earns, and what fails: as in the page's table, without the description. */
function rowOf(entry: string, learners: readonly Expected[]): string {
  const { score, failing } = learners.find(({ counts }) => counts === entry) ?? { score: null, failing: [] };
  return [entry, score ?? "–", failing.map((id) => `\`${id}\``).join(", ") || "–"].join(" | ");
}

async function rowsOfPage(): Promise<string[]> {
  const rows = (await read("README.md")).matchAll(/^\| `(.+?)\/?` \| .+ \| (\S+) \| (.+) \|$/gm);
  return Array.from(rows, ([, entry, score, failing]) => [entry, score, failing].join(" | "));
}
