import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** What a run that was killed may have left. */
export const unfinishedSuffix = ".tmp";

/**
 * Writes a file whole or not at all, so that it is there after a loss of power too. Nobody else may write it meanwhile.
 * @throws what the file system says, as a full disk; what was there before is then untouched
 */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${path}${unfinishedSuffix}`;
  try {
    await writeSynced(unfinished, content);
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Writes a folder of files whole or not at all; one that is there already stays. Files' names may have folders. */
export async function writeFolderDurably(
  path: string,
  files: Iterable<readonly [name: string, content: string | Uint8Array]>,
): Promise<void> {
  const unfinished = `${path}.${crypto.randomUUID()}${unfinishedSuffix}`;
  try {
    const folders = new Set([unfinished]);
    await mkdir(unfinished);
    for (const [name, content] of files) {
      const file = `${unfinished}/${name}`;
      await mkdir(dirname(file), { recursive: true });
      folders.add(dirname(file));
      await writeSynced(file, content);
    }
    for (const folder of folders) await syncFolder(folder);
    await rename(unfinished, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    // Another job kept the same bytes first.
    if (["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) return;
    throw error;
  }
}

/** Writes a file, and waits until the disk has it. */
export async function writeSynced(path: string, content: string | Uint8Array): Promise<void> {
  await using file = await open(path, "w");
  await file.writeFile(content);
  await file.sync();
}

/** A new name is lost with the power, unless its folder was synced too. Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  await using folder = await open(path, "r");
  await folder.sync();
}
