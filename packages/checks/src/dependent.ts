import { md } from "@shipshape/core";

/** What to try where another failure is the cause of this one. */
export const mostLikelyToo = md`Mend that, and check again: this most likely passes with it.`;
