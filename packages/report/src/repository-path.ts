import type { Look } from "./look.ts";

/** A file of the submission as the reader's repository names it. */
export function inRepository(file: string, { folder }: Pick<Look, "folder">): string {
  return folder === undefined || folder === "" ? file : `${folder}/${file}`;
}
