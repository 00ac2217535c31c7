import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";

import { currentFolder } from "./current-folder.ts";

/**
 * A folder as it is named from the root of the repository: of the one that GitHub Actions checked out, else of the
 * folder that the command was called in.
 * @returns with `/` between folders, `` for the root; undefined where it lies outside
 */
export async function repositoryFolder(folder: string): Promise<string | undefined> {
  const root = process.env["GITHUB_WORKSPACE"] || currentFolder();
  const path = relative(await real(root), await real(folder));
  const outside = isAbsolute(path) || path.split(sep)[0] === "..";
  return outside ? undefined : path.replaceAll(sep, "/");
}

/** Without links on the way; the path as it is where it cannot be followed. */
const real = (path: string) => realpath(path).catch(() => path);
