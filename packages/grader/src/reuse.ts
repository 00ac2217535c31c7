import type { ClassFolder, GradedRecord } from "./class-folder.ts";
import type { Grader } from "./grading.ts";

/**
 * The submissions that have to be graded: those that were not, and those that something has changed for since, which
 * is the lab, the checker or a base image; and those whose evidence is damaged.
 */
export async function whatChanged({
  folder,
  grader,
  inputs,
  digests,
}: {
  readonly folder: ClassFolder;
  readonly grader: Grader;
  readonly inputs: string;
  readonly digests: Iterable<string>;
}): Promise<string[]> {
  const asked = new Map<string, Promise<string | null | undefined>>();
  const idOf = (reference: string) => {
    const id = asked.get(reference) ?? grader.imageId(reference);
    asked.set(reference, id);
    return id;
  };
  const changed: string[] = [];
  for (const digest of digests) {
    const record = folder.readGraded(digest);
    const isKept =
      record?.inputs === inputs && folder.hasEvidence(digest, record) && (await hasSameBases(record, idOf));
    if (!isKept) changed.push(digest);
  }
  return changed;
}

async function hasSameBases(
  { bases }: GradedRecord,
  idOf: (reference: string) => Promise<string | null | undefined>,
): Promise<boolean> {
  for (const [reference, then] of Object.entries(bases)) {
    const now = await idOf(reference);
    if (now !== undefined && now !== then) return false;
  }
  return true;
}
