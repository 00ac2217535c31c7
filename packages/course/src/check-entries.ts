import { checksById } from "@shipshape/checks";
import type { Manifest } from "@shipshape/core";

import { type Mistake, mistakesFrom } from "./schema-mistakes.ts";

type Entries = Manifest["checks"];

/** What the schema of a list of checks cannot see: checks that there are not, twice the same, and wrong options. */
export function mistakesInEntries(entries: Entries): Mistake[] {
  const ids = entries.map(({ id }) => id);
  return entries.flatMap(({ id, options }, index): Mistake[] => {
    const at = ["checks", index];
    const check = checksById.get(id);
    if (!check) {
      const message = `there is no check ${id}; there are ${[...checksById.keys()].join(", ")}`;
      return [{ path: [...at, "id"], message }];
    }
    if (ids.indexOf(id) !== index)
      return [{ path: [...at, "id"], message: `the check ${id} is listed twice` }];
    const { error } = check.options.safeParse(options);
    return (error ? mistakesFrom(error, check.options) : []).map(({ path, message }) => ({
      path: [...at, "options", ...path],
      message,
    }));
  });
}

/** The same checks with their options as each check reads them: sizes in bytes, and what is not written its default. */
export function withOptions(entries: Entries): Entries {
  return entries.map((entry) => ({
    ...entry,
    options: checksById.get(entry.id)?.options.parse(entry.options) as Record<string, unknown>,
  }));
}
