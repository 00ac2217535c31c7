import type { Gradebook, GradebookRow } from "@shipshape/core";

/** What a check gave a learner: its verdict, and points out of those that there were. */
export type Given = {
  readonly verdict: GradebookRow["verdicts"][number];
  readonly points: number;
  readonly maxPoints: number;
};

/** What is other for a learner than it was. Null stands for what was not there, or had no score. */
export type LearnerChange = {
  readonly learner: string;
  readonly name: string;
  readonly score: { readonly before: number | null; readonly after: number | null };
  readonly state: { readonly before: GradebookRow["state"] | null; readonly after: GradebookRow["state"] };
  /** Whether a person decided on the score. */
  readonly byHand: { readonly before: boolean; readonly after: boolean };
  readonly checks: readonly {
    readonly id: string;
    readonly before: Given | null;
    readonly after: Given | null;
  }[];
};

/**
 * Compares two gradebooks of one class.
 * @returns the learners for whom something changed, in the gradebook's order, each with no more than what changed
 */
export function changesFor(before: Gradebook, after: Gradebook): LearnerChange[] {
  const rows = new Map(before.rows.map((row) => [row.learner.id, row]));
  return after.rows.flatMap((row) => {
    const { id, name } = row.learner;
    const earlier = rows.get(id);
    const checks = checksChanged(earlier && givenIn(before, earlier), givenIn(after, row));
    const change: LearnerChange = {
      learner: id,
      name,
      score: { before: earlier?.score ?? null, after: row.score },
      state: { before: earlier?.state ?? null, after: row.state },
      byHand: { before: earlier?.overridden !== undefined, after: row.overridden !== undefined },
      checks,
    };
    const same =
      checks.length === 0 &&
      change.score.before === change.score.after &&
      change.state.before === change.state.after;
    return same ? [] : [change];
  });
}

/** What each check gave a learner, by the check's id. */
function givenIn({ checks }: Gradebook, { verdicts }: GradebookRow): Map<string, Given> {
  return new Map(
    checks.flatMap(({ id, maxScore }, at) => {
      const verdict = verdicts[at];
      return verdict
        ? [[id, { verdict, points: verdict === "pass" ? maxScore : 0, maxPoints: maxScore }]]
        : [];
    }),
  );
}

function checksChanged(
  before: ReadonlyMap<string, Given> = new Map(),
  after: ReadonlyMap<string, Given>,
): LearnerChange["checks"] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((id) => ({ id, before: before.get(id) ?? null, after: after.get(id) ?? null }))
    .filter(
      ({ before: one, after: other }) => one?.verdict !== other?.verdict || one?.points !== other?.points,
    );
}
