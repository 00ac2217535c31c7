import { isLearnersOwn, machineFailed } from "@shipshape/checker";
import { type FileProblem, md, type Markdown, ShipshapeError } from "@shipshape/core";

/** What a learner handed in cannot be read: the reason is theirs to mend, and the rest of the class goes on. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly reason: Markdown;

  constructor(reason: Markdown, options?: ErrorOptions) {
    super(reason.source, options);
    this.reason = reason;
  }
}

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
  if (isLearnersOwn(code))
    return new Refused(
      md`It may not be read here (${code}): give yourself the right to read it, and grade the class again.`,
      { cause: error },
    );
  if (code === "ENOENT") throw wentAway(path, { cause: error });
  throw machineFailed(path, error);
}

/** @throws ShipshapeError where a file that was listed is not there any more */
export async function stillThere(
  path: string,
  content: Promise<Buffer | FileProblem>,
): Promise<Buffer | FileProblem> {
  const found = await content;
  if (found === "missing") throw wentAway(path);
  return found;
}

/** To go on without what was there when its folder was listed would give somebody a zero whose work is on its way. */
function wentAway(path: string, options?: ErrorOptions): ShipshapeError {
  return new ShipshapeError(
    md`${path} went away while the class was taken in.`,
    "Wait until nothing is put into the class's folder or taken out of it any more, then run the same command again.",
    options,
  );
}
