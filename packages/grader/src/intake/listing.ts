import { isJunk } from "./junk.ts";
import { onItsOwn } from "./on-its-own.ts";

/** `other` is what no learner's work is made of: a device, a pipe, a socket. */
export type MemberKind = "file" | "folder" | "link" | "other";

type Level = { readonly path: string; readonly names: Map<string, MemberKind> };

/** A folder that wraps a wrapping folder is looked into, and no deeper one. */
const mostWrappings = 2;

/**
 * What lies at the top of an archive or a folder, and in the folders that may merely wrap it. Of 100,000 files it
 * holds no more than the names that matter: a folder only wraps where it is alone, so one at each depth is enough.
 */
export class Listing {
  readonly #levels: Level[] = [{ path: "", names: new Map() }];

  /** @param path relative, with slashes, without `.` and `..` */
  add(path: string, kind: MemberKind): void {
    const parts = path.split("/");
    for (const [depth, name] of parts.slice(0, mostWrappings + 1).entries()) {
      const folder = parts.slice(0, depth).join("/");
      const level = (this.#levels[depth] ??= { path: folder, names: new Map() });
      if (isJunk(name) || level.path !== folder) return;
      level.names.set(
        level.names.has(name) ? name : onItsOwn(name),
        depth === parts.length - 1 ? kind : "folder",
      );
    }
  }

  /** The names in one of the folders, sorted. */
  namesIn(folder: string): string[] {
    return [...this.#namesOf(folder).keys()].toSorted();
  }

  kindOf(folder: string, name: string): MemberKind | undefined {
    return this.#namesOf(folder).get(name);
  }

  /** Whether a member was found; of what lies deeper than a wrapping folder goes nothing is known. */
  has(path: string): boolean {
    const at = path.lastIndexOf("/");
    return this.kindOf(path.slice(0, Math.max(at, 0)), path.slice(at + 1)) !== undefined;
  }

  /** The path of the folder that is all there is in another. */
  onlyFolderIn(folder: string): string | undefined {
    const [only, ...others] = this.#namesOf(folder);
    if (!only || others.length > 0 || only[1] !== "folder") return undefined;
    return folder === "" ? only[0] : `${folder}/${only[0]}`;
  }

  /** Whether a member is one of these files, wherever the top will be. */
  mayBe(files: ReadonlySet<string>, path: string): boolean {
    return this.#levels.some(({ path: top }) => {
      if (top === "") return files.has(path);
      return path.startsWith(`${top}/`) && files.has(path.slice(top.length + 1));
    });
  }

  #namesOf(folder: string): ReadonlyMap<string, MemberKind> {
    return this.#levels.find(({ path }) => path === folder)?.names ?? new Map();
  }
}
