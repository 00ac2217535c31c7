import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those that it lies in. Node's own way to do so never ends where a file system says of a new folder
 * that it is not there, as /proc does.
 * @throws what the file system says
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = dirname(path);
    if (code === "EEXIST" && (await isFolder(path))) return;
    if (code !== "ENOENT" || above === path || (await isFolder(above))) throw error;
    await makeFolder(above);
    await mkdir(path);
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
