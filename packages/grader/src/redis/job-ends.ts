/** How many workers may fail on a job before the grader hears of it. */
export const triesOfJob = 3;

/** How many workers may die over a job. */
export const deathsOfJob = 3;

/** The reason of a job that ended because nobody waits for it. */
export const cancelled = "cancelled";

/** How BullMQ begins the reason of a job over which too many workers died. */
export const stalledTooOften = "job stalled more than allowable limit";
