import { type Part, receipt } from "./export-names.ts";

/** What counts as one attempt of its owners. */
export type Upload = {
  /** The entry that it is named by. */
  readonly part: Part;
  /** The entries that belong to it, by what the learner called each; absent where the entry is all of it. */
  readonly files?: ReadonlyMap<string, string>;
  readonly resubmission?: number;
};

export type Uploads = {
  readonly uploads: readonly Upload[];
  /** Files that lie beside the archive that counts. */
  readonly beside: readonly Part[];
};

/**
 * Puts together what learners handed in together: an export may give each file of a learner by itself.
 * @param isWhole whether an entry is a folder or an archive, which is all of an attempt
 */
export function uploadsOf(
  parts: readonly Part[],
  isWhole: (part: Part) => boolean,
  submit: readonly string[],
): Uploads {
  const groups = Map.groupBy(parts, ({ owners, at, file }) =>
    JSON.stringify([owners.map(({ id }) => id), file === undefined ? "" : at]),
  );
  const all = Array.from(groups.values(), (group) => uploadsOfOne(group, isWhole, submit));
  return { uploads: all.flatMap(({ uploads }) => uploads), beside: all.flatMap(({ beside }) => beside) };
}

function uploadsOfOne(
  group: readonly Part[],
  isWhole: (part: Part) => boolean,
  submit: readonly string[],
): Uploads {
  const wholes = group.filter(isWhole);
  const files = group.filter((part) => !isWhole(part));
  const taken = files.filter((part) => submit.includes(calledAtFirst(part, submit).name));
  if (wholes.length > 0 && taken.length === 0)
    return { uploads: numbered(wholes), beside: files.filter(({ file }) => file !== receipt) };
  const uploads = [...numbered(wholes), ...together(files, submit)];
  if (wholes.length === 0) return { uploads, beside: [] };
  // The numbers of archives and those of files say nothing of one another.
  return { uploads: uploads.map(({ part, files }) => ({ part, ...(files && { files }) })), beside: [] };
}

/** Archives of one learner are an order where Canvas says so: the same name with a number, in the order of its own. */
function numbered(wholes: readonly Part[]): Upload[] {
  const again = wholes.map((part) => ({ part, ...resubmissionOf(part.file ?? "") }));
  const sorted = again.toSorted((a, b) => a.resubmission - b.resubmission);
  const isOrder =
    new Set(again.map(({ name }) => name)).size === 1 &&
    sorted.every(
      ({ part }, index) => index === 0 || (part.number ?? 0) > (sorted[index - 1]?.part.number ?? 0),
    );
  return again.map(({ part, resubmission }) =>
    isOrder && part.number !== undefined ? { part, resubmission } : { part },
  );
}

/** A file that comes a second time begins a new attempt. */
function together(files: readonly Part[], submit: readonly string[]): Upload[] {
  const named = files
    .map((part) => ({ part, ...calledAtFirst(part, submit) }))
    .toSorted((a, b) => (a.part.number ?? 0) - (b.part.number ?? 0) || a.resubmission - b.resubmission);
  const attempts: Map<string, Part>[] = [];
  for (const { part, name } of named) {
    let last = attempts.at(-1);
    if (!last || last.has(name)) attempts.push((last = new Map()));
    last.set(name, part);
  }
  return attempts.flatMap((attempt, resubmission) => {
    const part = attempt.get(submit[0] ?? "") ?? attempt.values().next().value;
    if (!part) return [];
    const entries = new Map(Array.from(attempt, ([name, { entry }]) => [name, entry]));
    return [{ part, files: entries, ...(part.number !== undefined && { resubmission }) }];
  });
}

/** What a file was called before Canvas put a number behind it, where that makes it one that the lab takes. */
function calledAtFirst({ file = "", number }: Part, submit: readonly string[]) {
  const again = resubmissionOf(file);
  const renamed = number !== undefined && !submit.includes(file) && submit.includes(again.name);
  return renamed ? again : { name: file, resubmission: 0 };
}

/** Canvas calls a file that is handed in again `lab-1.zip`, `Dockerfile-1`. */
function resubmissionOf(file: string): { readonly name: string; readonly resubmission: number } {
  const { start, again, suffix } =
    /^(?<start>.+)-(?<again>\d{1,4})(?<suffix>(?:\.[^.]+|\.tar\.gz)?)$/su.exec(file)?.groups ?? {};
  if (start === undefined) return { name: file, resubmission: 0 };
  return { name: `${start}${suffix}`, resubmission: Number(again) };
}
