import { md, type ContextSection, type Markdown, type SubmissionSection } from "@shipshape/core";

/** Says which ignore file decided what reached the build. */
export function ignoreFileWords(
  { ignoreFile }: ContextSection,
  submission: SubmissionSection | undefined,
): Markdown {
  if (ignoreFile === undefined) return md`There is no ignore file.`;
  const other = submission?.files.find(({ path }) => path.endsWith(".dockerignore") && path !== ignoreFile);
  return other
    ? md`The ignore file in force is ${ignoreFile}: beside it Docker does not read ${other.path}.`
    : md`The ignore file in force is ${ignoreFile}.`;
}
