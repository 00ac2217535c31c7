import type { ContentsSection } from "@shipshape/core";

type Kind = ContentsSection["paths"][number]["kind"];

/** Those of one kind among the paths that were found in an image. */
export function pathsOfKind(kind: Kind, { paths }: ContentsSection): string[] {
  return paths.filter((it) => it.kind === kind).map(({ path }) => path);
}
