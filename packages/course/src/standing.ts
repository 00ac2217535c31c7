import type { LabSummary } from "./course-index.ts";
import type { LabWork, Work } from "./work.ts";

/** A lab of the course, and how far the learner is with it. One lab at most is `next`. */
export type Standing = {
  readonly lab: LabSummary;
  readonly state: "done" | "next" | "started" | "open";
  readonly work?: LabWork;
};

/**
 * How far a learner is with each lab. Next is the lab that was worked on last, or where that is done the first one in
 * the order of the course that is not.
 */
export function standings(course: readonly LabSummary[], { labs }: Work): Standing[] {
  const open = course.filter(({ id }) => !labs.get(id)?.done);
  const latest = Array.from(labs.keys()).findLast((id) => course.some((lab) => lab.id === id));
  const next = open.find(({ id }) => id === latest) ?? open[0];
  return course.map((lab) => {
    const work = labs.get(lab.id);
    const state = work?.done ? "done" : lab === next ? "next" : work ? "started" : "open";
    return { lab, state, ...(work && { work }) };
  });
}
