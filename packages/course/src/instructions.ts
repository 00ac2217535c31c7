import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

import type { Lab } from "@shipshape/core";

/** A lab's README, to be read in another folder: its links to files lead to the same files from there. */
export async function instructionsFor(lab: Lab, folder: string): Promise<string> {
  const text = await readFile(join(lab.folder, "README.md"), "utf8");
  return text.replaceAll(
    /\]\((?![a-z][a-z+.-]*:|[/#])([^)#\s]+)/gi,
    (_, target: string) => `](${pathTo(resolve(lab.folder, target), folder)}`,
  );
}

/** In a link, a space and a bracket would end the path. */
const pathTo = (file: string, folder: string) =>
  relative(folder, file)
    .split(sep)
    .map((part) =>
      encodeURIComponent(part).replaceAll(/[()]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16)}`),
    )
    .join("/");
