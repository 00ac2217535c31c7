import type { HandedIn, Submission } from "@shipshape/checker";

export type ReadSubmission = (handedIn: HandedIn) => Promise<Submission>;

/** The files that a lab looks at in what was handed in. */
export type Wanted = {
  /** The one that has to be there. */
  readonly required: string;
  readonly files: ReadonlySet<string>;
};

/** Learns which files a reader asks for, so that an archive is gone through once and nothing else of it is kept. */
export async function wantedBy(read: ReadSubmission, submit: readonly string[]): Promise<Wanted> {
  const files = new Set(submit);
  await read({
    entries: submit,
    read: (path) => {
      files.add(path);
      return Promise.resolve("missing");
    },
  });
  return { required: submit[0] ?? "Dockerfile", files };
}
