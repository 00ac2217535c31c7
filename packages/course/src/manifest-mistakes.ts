import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { checksById } from "@shipshape/checks";
import { applyEdit, type Manifest, rebuilds, type SectionName } from "@shipshape/core";

import { mistakesInEntries } from "./check-entries.ts";
import type { Mistake } from "./schema-mistakes.ts";

/** What the schema alone cannot see. */
export function mistakesIn(manifest: Manifest): Mistake[] {
  return [...mistakesInChecks(manifest), ...mistakesInRebuilds(manifest), ...mistakesInVariants(manifest)];
}

const rebuildMistake = (name: string, message: string): Mistake => ({
  path: ["counterfactuals", name],
  message,
});

/** Without a nonce the engine's cache has the changed build from the check before. */
function mistakesInRebuilds({ counterfactuals: { codeEdit, pinChange, ...others } }: Manifest): Mistake[] {
  const { brokenTest, lintViolation } = others;
  const unmarked = Object.entries({ codeEdit, brokenTest, lintViolation }).filter(
    ([, rebuild]) => rebuild && !rebuild.edits.some(({ replace }) => replace.includes("{nonce}")),
  );
  return [
    ...unmarked.map(([name]) => rebuildMistake(name, "one of its edits has to have `{nonce}` in `replace`")),
    ...(codeEdit?.network ? [rebuildMistake("codeEdit", "it has to say `network: false`")] : []),
    ...(pinChange && !pinChange.run ? [rebuildMistake("pinChange", "it has to say `run: true`")] : []),
  ];
}

function mistakesInChecks({ checks, ...manifest }: Manifest): Mistake[] {
  const undeclared = checks.flatMap(({ id }, index) =>
    (checksById.get(id)?.needs ?? [])
      .filter((name) => name in declared && !declared[name]?.in(manifest))
      .map((name) => ({
        path: ["checks", index, "id"],
        message: `the check ${id} needs ${declared[name]?.key}, which the lab does not declare`,
      })),
  );
  return [...mistakesInEntries(checks), ...undeclared];
}

type Declarations = Pick<Manifest, "before" | "services" | "counterfactuals">;
type Declaration = { readonly key: string; in(manifest: Declarations): unknown };

const canaries: Declaration = {
  key: "counterfactuals.canaries",
  in: ({ counterfactuals }) => counterfactuals.canaries,
};

/** Sections of evidence that are gathered only as far as the lab says how. */
const declared: { readonly [Name in SectionName]?: Declaration } = {
  context: canaries,
  canaries,
  before: { key: "before", in: ({ before }) => before },
  database: { key: "services.database", in: ({ services }) => services.database },
  ...Object.fromEntries(
    rebuilds.map((name): [string, Declaration] => [
      name,
      { key: `counterfactuals.${name}`, in: ({ counterfactuals }) => counterfactuals[name] },
    ]),
  ),
};

function mistakesInVariants({ checks, accepted, broken, layouts }: Manifest): Mistake[] {
  const ids = checks.map(({ id }) => id);
  const foreign = Object.entries(broken).flatMap(([variant, failing]) =>
    failing
      .filter((id) => !ids.includes(id))
      .map((id) => ({
        path: ["broken", variant],
        message: `the lab has no check ${id}; it has ${ids.join(", ")}`,
      })),
  );
  const variants = [
    ...accepted.map((name) => `accepted/${name}`),
    ...Object.keys(broken).map((name) => `broken/${name}`),
  ];
  const strange = Object.keys(layouts)
    .filter((name) => !variants.includes(name))
    .map((name) => ({
      path: ["layouts", name],
      message: `there is no such variant; there are ${variants.join(", ")}`,
    }));
  return [...foreign, ...strange];
}

/** What the manifest names and the disk does not have: folders, files, and the text that a counterfactual changes. */
export async function missingFiles(
  manifest: Manifest,
  folder: string,
  appFolder: string,
): Promise<Mistake[]> {
  if (!existsSync(appFolder)) return [{ path: ["app"], message: `there is no folder ${appFolder}` }];
  const { before } = manifest;
  const beforeMissing = before !== undefined && !existsSync(join(folder, before));
  const stale = rebuilds.flatMap((name) =>
    (manifest.counterfactuals[name]?.edits ?? []).map(async (edit, index): Promise<Mistake[]> => {
      const content = await readFile(join(appFolder, edit.file), "utf8").catch(() => undefined);
      try {
        applyEdit(edit, content, "nonce");
        return [];
      } catch (error) {
        return [{ path: ["counterfactuals", name, "edits", index], message: (error as Error).message }];
      }
    }),
  );
  const variants = [
    ...["solution", "starter"].map((name) => ({ path: [], name })),
    ...manifest.accepted.map((name, index) => ({ path: ["accepted", index], name: `accepted/${name}` })),
    ...Object.keys(manifest.broken).map((name) => ({ path: ["broken", name], name: `broken/${name}` })),
  ].filter(({ name }) => !existsSync(join(folder, name)));
  const unknown = manifest.after
    .map((id, index) => ({ path: ["after", index], id }))
    .filter(({ id }) => !existsSync(join(folder, "..", id, "lab.yaml")));
  return [
    ...unknown.map(({ path, id }) => ({ path, message: `there is no lab ${id}` })),
    ...variants.map(({ path, name }) => ({ path, message: `there is no folder ${join(folder, name)}` })),
    ...(beforeMissing ? [{ path: ["before"], message: `there is no file ${join(folder, before)}` }] : []),
    ...(await Promise.all(stale)).flat(),
  ];
}
