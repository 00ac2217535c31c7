import { duration, median, renderTable } from "@shipshape/report";

/** How long the stages of one submission took, in ms; experiments go on side by side, so their sum may be more than elapsed. */
export function stageTable(timings: Readonly<Record<string, number>>, elapsedMs: number): string {
  const rows = [...Object.entries(timings), ["sum", sum(timings)] as const, ["elapsed", elapsedMs] as const];
  return renderTable(
    [{ heading: "ms", align: "right" }, { heading: "Stage" }],
    rows.map(([stage, ms]) => [String(Math.round(ms)), stage]),
    columns(),
  );
}

export type LabTimes = {
  readonly lab: string;
  /** The stages of its solution, in ms. */
  readonly solution: Readonly<Record<string, number>>;
  /** How long each of its submissions took in all, in ms. */
  readonly whole: readonly number[];
};

const classSize = 60;

/**
 * What each lab's solution takes by stage, and what a class would take.
 * @param jobs how many submissions were graded at once
 */
export function labTable(labs: readonly LabTimes[], jobs: number): string {
  const table = renderTable(
    [
      { heading: "Lab" },
      { heading: "Median", align: "right" },
      { heading: `Class of ${classSize}`, align: "right" },
      { heading: "Its solution, by stage" },
    ],
    labs.map(({ lab, solution, whole }) => [
      lab,
      duration(median(whole)),
      duration((median(whole) * classSize) / jobs),
      [...Object.entries(solution), ["sum", sum(solution)] as const]
        .map(([stage, ms]) => `${stage} ${duration(ms)}`)
        .join(", "),
    ]),
    columns(),
  );
  return `${table}\n\nThe median is of the submissions above; a class is ${classSize} such submissions, ${jobs} at once, on this machine.`;
}

const sum = (timings: Readonly<Record<string, number>>) =>
  Object.values(timings).reduce((total, ms) => total + ms, 0);

/** Timings go to standard error, and never among the results. */
const columns = () => (process.stderr.isTTY ? process.stderr.columns : 120);
