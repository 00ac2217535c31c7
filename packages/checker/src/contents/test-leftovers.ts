import { posix } from "node:path";

import type { Context } from "../build-context.ts";
import { parsePins } from "../runtime.ts";
import { type BaseContents, isChanged } from "./base-contents.ts";
import type { Found } from "./found.ts";
import type { ImageFiles } from "./image-files.ts";
import { isOfDistribution } from "./program-directories.ts";
import type { PythonPlaces } from "./python-places.ts";

/** Names of files that pin what only development needs. */
const developmentFile = /^(?:requirements[._-](?:dev|test)\w*|(?:dev|test)[._-]requirements)\.txt$/;

/** What pytest collects, and what it configures itself by. */
const testFile = /^(?:test_.*|.*_test|conftest)\.py$/;

const inTests = /(?:^|\/)tests?\/(?:.*\/)?[^/]+$/;

/** What only development needs: pytest and flake8, and what the app pins in no other file than that for development. */
export function testTools(context: Context): Map<string, string | undefined> {
  const tools = new Map<string, string | undefined>([
    ["pytest", undefined],
    ["flake8", undefined],
  ]);
  const files = Array.from(context).filter(([path]) => path.endsWith(".txt"));
  const needed = files
    .filter(([path]) => posix.basename(path) === "requirements.txt")
    .map(([, content]) => parsePins(content.toString()));
  for (const [, content] of files.filter(([path]) => developmentFile.test(posix.basename(path))))
    for (const [name, version] of Object.entries(parsePins(content.toString())))
      if (!tools.has(name) && !needed.some((pins) => name in pins)) tools.set(name, version);
  return tools;
}

/** Tools as installed packages, and as programs. */
export async function findTestTools(
  files: ImageFiles,
  base: BaseContents,
  { sitePackages, scripts }: PythonPlaces,
  tools: ReadonlyMap<string, string | undefined>,
): Promise<Found[]> {
  const found = await Promise.all([
    ...sitePackages.map(async (directory) => {
      if (!(await isChanged(files, base, directory))) return [];
      const present = await Promise.all(Array.from(tools, (tool) => files.ask(directory, marksOf(...tool))));
      // One path says enough of each.
      return present.flatMap((paths) => paths.slice(0, 1));
    }),
    ...scripts.map((directory) => programsIn(files, directory, [...tools.keys()])),
  ]);
  return found.flat().map((path) => ({ path, kind: "test-tool" }));
}

/** What a package leaves: its module, and where that may have another name, its `.dist-info` too. */
function marksOf(name: string, version: string | undefined): string[] {
  const module = name.replaceAll("-", "_");
  return version === undefined ? [module] : [module, `${module}-${version}.dist-info`];
}

function programsIn(
  files: ImageFiles,
  directory: string,
  names: readonly string[],
): Promise<string[]> | string[] {
  return isOfDistribution(directory) ? [] : files.present(directory, names);
}

/**
 * Folders of tests and requirements for development, where the app may lie.
 * @param context what the build was offered: it says what to ask for where a directory is too large to be listed
 */
export async function findTests(
  files: ImageFiles,
  appPlaces: readonly string[],
  context: Context,
): Promise<Found[]> {
  const found = await Promise.all(
    appPlaces.map(async (place) => {
      if (place === "/") return files.ask(place, suspects(context));
      const listing = await files.list(place);
      if (listing && !listing.complete) return files.ask(place, suspects(context));
      return (listing?.entries ?? [])
        .filter(({ isFile }) => isFile)
        .map(({ path }) => posix.join(place, path));
    }),
  );
  return found.flat().flatMap(classify);
}

/** A folder of tests counts when there is a test in it: an ignore file may leave the empty folder. */
function classify(path: string): Found[] {
  const name = posix.basename(path);
  if (/\/(?:site|dist)-packages\//.test(path)) return [];
  if (developmentFile.test(name)) return [{ path, kind: "dev-requirements" }];
  if (!testFile.test(name)) return [];
  const [, folder] = /^(.*\/tests?)\//.exec(path) ?? [];
  return [{ path: folder ?? path, kind: "tests" }];
}

/** Paths of tests and such, as they or a folder of theirs may have been copied: `backend/tests/a.py`, `tests/a.py`, `a.py`. */
function suspects(context: Context): string[] {
  const paths = Array.from(context.keys()).filter((path) => {
    const name = posix.basename(path);
    return developmentFile.test(name) || (inTests.test(path) && testFile.test(name));
  });
  return paths.flatMap((path) => {
    const parts = path.split("/");
    return parts.map((_, index) => parts.slice(index).join("/"));
  });
}
