import { md, ShipshapeError } from "@shipshape/core";

const learnersOwn = new Set(["EACCES", "EPERM", "ELOOP", "ENAMETOOLONG", "ENOTDIR", "EISDIR"]);

/** Whether the file system speaks of what a learner handed in, and not of the state of this machine. */
export const isLearnersOwn = (code: string | undefined): boolean => learnersOwn.has(code ?? "");

/** What this machine cannot read must cost nobody a point. */
export function machineFailed(path: string, cause: Error): ShipshapeError {
  return new ShipshapeError(
    md`${path} cannot be read: ${cause.message}`,
    "See that the disk is there and that enough files may be open, then run the same command again.",
    { cause },
  );
}
