import { posix } from "node:path";

import { type BaseContents, isChanged } from "./base-contents.ts";
import type { Found } from "./found.ts";
import type { ImageFiles } from "./image-files.ts";
import { isOfDistribution } from "./program-directories.ts";

export const headerDirectories = ["/usr/include", "/usr/local/include"] as const;

/** Where GCC keeps the programs that really compile. */
const compilerDirectories = ["/usr/lib/gcc", "/usr/libexec/gcc"] as const;

/** Directories of a distribution that are too large to be listed; `/bin` is most often a link. */
const largeDirectories = ["/usr/bin", "/bin"] as const;

/** Where compilers with a directory of their own are put, and below it what they are found by. */
const ownDirectories = "/usr/local";
const ownPlaces = ["go/bin/go", "cargo/bin/rustc"];

/** Directories that are looked into only where they differ from the base's. */
export const buildDirectories = [
  ...headerDirectories,
  ...compilerDirectories,
  ...largeDirectories,
  ownDirectories,
] as const;

const compilers =
  "gcc g++ cpp cc c++ c89 c99 clang clang++ tcc gfortran rustc cargo go ld ld.bfd ld.gold ld.lld lld as make gmake cmake ninja meson".split(
    " ",
  );

/** A compiler's name, with a target before it or a version behind: `x86_64-linux-gnu-gcc-14`. */
const compilerName = new RegExp(
  `^(?:\\w+(?:-\\w+)?-linux-(?:gnu|musl)\\w*-)?(?:${compilers.map((name) => name.replaceAll(/[+.]/g, "\\$&")).join("|")})(?:-\\d[\\d.]*)?$`,
);

export const isCompilerName = (name: string): boolean => compilerName.test(name);

/** @param path the directories on the image's PATH */
export async function findCompilers(
  files: ImageFiles,
  base: BaseContents,
  path: readonly string[],
): Promise<Found[]> {
  const small = [...new Set([...path, "/usr/local/bin"])].filter((it) => !isOfDistribution(it));
  const found = await Promise.all([
    ...small.map((directory) => compilersIn(files, directory)),
    ...largeDirectories.map(async (directory) =>
      (await isChanged(files, base, directory)) ? files.ask(directory, compilers) : [],
    ),
    ...compilerDirectories.map(async (directory) =>
      (await isChanged(files, base, directory)) ? compilersOfGcc(files, directory) : [],
    ),
    isChanged(files, base, ownDirectories).then((changed) =>
      changed ? files.ask(ownDirectories, ownPlaces) : [],
    ),
  ]);
  return found.flat().map((path) => ({ path, kind: "compiler" }));
}

async function compilersIn(files: ImageFiles, directory: string): Promise<string[]> {
  const listing = await files.list(directory);
  if (listing && !listing.complete) return files.ask(directory, compilers);
  return (listing?.entries ?? [])
    .filter(({ path }) => isCompilerName(path))
    .map(({ path }) => posix.join(directory, path));
}

/** What is first in these directories is what makes them large: the compilers themselves. */
async function compilersOfGcc(files: ImageFiles, directory: string): Promise<string[]> {
  const listing = await files.list(directory);
  return (listing?.entries ?? [])
    .filter(({ path }) => /\/(?:cc1|cc1plus|collect2|f951|lto1)$/.test(path))
    .map(({ path }) => posix.join(directory, path));
}

/** What lies directly in the directories of headers, and not in the base's. */
export async function findHeaders(files: ImageFiles, base: BaseContents): Promise<Found[]> {
  const own = new Set(base.headers);
  const found = await Promise.all(
    headerDirectories.map(async (directory) => {
      if (!(await isChanged(files, base, directory))) return [];
      const listing = await files.list(directory);
      return (listing?.entries ?? [])
        .filter(({ path }) => !path.includes("/"))
        .map(({ path }) => posix.join(directory, path))
        .filter((path) => !own.has(path));
    }),
  );
  return found.flat().map((path) => ({ path, kind: "header" }));
}
