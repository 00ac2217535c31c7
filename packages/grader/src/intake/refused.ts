import { md, type Markdown, ShipshapeError } from "@shipshape/core";

/** What a learner handed in cannot be read: the reason is theirs to mend, and the rest of the class goes on. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly reason: Markdown;

  constructor(reason: Markdown, options?: ErrorOptions) {
    super(reason.source, options);
    this.reason = reason;
  }
}

/** What the file system says of what a learner handed in, and not of the state of this machine. */
const learnersOwn = new Set(["EACCES", "EPERM", "ELOOP", "ENAMETOOLONG", "ENOTDIR", "EISDIR"]);

/**
 * Tells what is wrong with what was handed in from what is wrong with this machine, which must cost nobody a point.
 * @param otherwise what an error means that does not come from the file system
 * @returns why it is refused
 * @throws ShipshapeError where the machine failed
 */
export function refusalFrom(error: unknown, path: string, otherwise: (message: string) => Markdown): Refused {
  if (error instanceof Refused) return error;
  if (!(error instanceof Error)) throw error;
  if (!("syscall" in error)) {
    if (error instanceof ShipshapeError || error.name === "AbortError") throw error;
    return new Refused(otherwise(error.message), { cause: error });
  }
  const { code = "" } = error as NodeJS.ErrnoException;
  if (learnersOwn.has(code))
    return new Refused(
      md`It may not be read here (${code}): give yourself the right to read it, and grade the class again.`,
      { cause: error },
    );
  // It was there when the folder was listed. To go on without it would give somebody a zero whose work is on its way.
  if (code === "ENOENT")
    throw new ShipshapeError(
      md`${path} went away while the class was taken in.`,
      "Wait until nothing is put into the class's folder or taken out of it any more, then run the same command again.",
      { cause: error },
    );
  throw new ShipshapeError(
    md`${path} cannot be read: ${error.message}`,
    "See that the disk is there and that enough files may be open, then run the same command again.",
    { cause: error },
  );
}
