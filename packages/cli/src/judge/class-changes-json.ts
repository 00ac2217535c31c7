import { changesFor, type JudgedClass } from "@shipshape/grader";
import { jsonText } from "@shipshape/report";

/** What judging a class again changed, as a versioned document: its names stay, and more may come. */
export function classChangesJson({ gradebook, before, unknown, ungathered }: JudgedClass): string {
  return jsonText({
    version: 1,
    lab: gradebook.lab,
    learners: gradebook.rows.length,
    maxScore: { before: before?.maxScore ?? null, after: gradebook.maxScore },
    changes: before ? changesFor(before, gradebook) : [],
    ungathered: Array.from(ungathered, ([check, learners]) => ({ check, learners })),
    unknownOverrides: unknown,
  });
}
