import { lstat, mkdir, open, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { md, ShipshapeError } from "@shipshape/core";

/** Lays files into a folder; unless it is finished, what it laid is taken away when it is disposed of. */
export class Laying implements AsyncDisposable {
  readonly #folder: string;
  readonly #made: string[] = [];
  readonly #laid: string[] = [];
  readonly #kept = new Set<string>();
  #finished = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async begin(): Promise<void> {
    await this.#makeAround(dirname(this.#folder));
    if (!(await this.#makeFolder(this.#folder)))
      throw new ShipshapeError(
        md`${this.#folder} is in the way: it is a file or a link, and no folder. It was left as it is.`,
        "Rename it, or start the lab in another work folder: `./shipshape start LAB FOLDER`.",
      );
  }

  async lay(path: string, content: Buffer | string): Promise<void> {
    const parents = path.split("/").slice(0, -1);
    for (const index of parents.keys()) {
      const parent = parents.slice(0, index + 1).join("/");
      if (await this.#makeFolder(join(this.#folder, parent))) continue;
      this.#kept.add(parent);
      return;
    }
    await this.#layFile(path, content);
  }

  finish(): { laid: readonly string[]; kept: readonly string[] } {
    this.#finished = true;
    return { laid: this.#laid, kept: Array.from(this.#kept) };
  }

  /** Not with `recursive`: where a file system takes no folders, as /proc, Node would try for ever. */
  async #makeAround(folder: string): Promise<void> {
    if (await isFolder(folder)) return;
    if (dirname(folder) !== folder) await this.#makeAround(dirname(folder));
    try {
      await mkdir(folder);
      this.#made.push(folder);
    } catch (error) {
      // Another start may have been faster.
      if (!(isThere(error) && (await isFolder(folder)))) cannotLay(folder)(error);
    }
  }

  /** Whether a folder, and no link to one, is at the path then. */
  async #makeFolder(path: string): Promise<boolean> {
    try {
      await mkdir(path);
      this.#made.push(path);
      return true;
    } catch (error) {
      if (!isThere(error)) return cannotLay(path)(error);
      return (await lstat(path)).isDirectory();
    }
  }

  async #layFile(path: string, content: Buffer | string): Promise<void> {
    const target = join(this.#folder, path);
    try {
      // `x` makes the file or fails, also in a race, and follows no link.
      await using file = await open(target, "wx");
      this.#laid.push(path);
      await file.writeFile(content);
      await file.sync();
    } catch (error) {
      if (!isThere(error)) cannotLay(target)(error);
      this.#kept.add(path);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#finished) return;
    for (const path of this.#laid) await rm(join(this.#folder, path), { force: true });
    // A folder that somebody has put something into meanwhile stays.
    for (const path of this.#made.toReversed()) await rmdir(path).catch(() => undefined);
  }
}

/** Whether a folder, or a link to one, is at a path. */
const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const isThere = (error: unknown) => (error as NodeJS.ErrnoException).code === "EEXIST";

const cannotLay =
  (path: string) =>
  (cause: unknown): never => {
    throw new ShipshapeError(
      md`${path} could not be made: ${(cause as Error).message}. What this start had laid was taken away again.`,
      "Look whether the disk is full, and whether you may write there; or name another folder: `./shipshape start LAB FOLDER`.",
      { cause },
    );
  };
