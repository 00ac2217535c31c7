import { posix } from "node:path";

import type { Found } from "./found.ts";
import type { ImageFiles } from "./image-files.ts";

/** Download caches of pip and of what is used in its place, below a folder of caches. */
const caches = ["pip", "uv", "pypoetry"];

/**
 * Download caches with anything in them: a cache mount leaves an empty folder behind.
 * @param homes the home directories of the image's users
 */
export async function findPipCaches(
  files: ImageFiles,
  homes: readonly string[],
  environment: ReadonlyMap<string, string>,
): Promise<Found[]> {
  const inHomes = await Promise.all(
    homes.map((home) =>
      files.present(
        home,
        caches.map((name) => `.cache/${name}`),
      ),
    ),
  );
  const shared = environment.get("XDG_CACHE_HOME");
  const named = [
    ...["PIP_CACHE_DIR", "UV_CACHE_DIR"].flatMap((name) => environment.get(name) ?? []),
    ...(shared === undefined ? [] : caches.map((name) => posix.join(shared, name))),
  ].filter((path) => path.startsWith("/"));
  const places = [...new Set([...inHomes.flat(), ...named])];
  const found = await Promise.all(
    places.map(async (path) => ((await holdsFiles(files, path)) ? [path] : [])),
  );
  return found.flat().map((path) => ({ path, kind: "pip-cache" }));
}

async function holdsFiles(files: ImageFiles, directory: string): Promise<boolean> {
  const listing = await files.list(directory);
  // When pip looked for a newer pip is written there too, if the index happened to answer in time.
  return (
    listing?.entries.some(
      ({ path, isFile, bytes }) => isFile && bytes > 0 && !path.startsWith("selfcheck/"),
    ) ?? false
  );
}

/** How much of `/etc/passwd` is read, and how many homes are looked into, whatever a learner wrote into it. */
const longestPasswd = 100_000;
const mostHomes = 8;

/** The home directories of an image's users that may have one. */
export async function homesIn(
  files: ImageFiles,
  environment: ReadonlyMap<string, string>,
): Promise<string[]> {
  const [passwd = ""] = await files.read("/etc/passwd", longestPasswd);
  return [...new Set([environment.get("HOME") ?? "/root", "/root", ...parseHomes(passwd)])].slice(
    0,
    mostHomes,
  );
}

/** Root's home and those of users who are no part of the distribution (passwd(5)); daemons of Debian have ids below 100. */
export function parseHomes(passwd: string): string[] {
  return passwd.split("\n").flatMap((line) => {
    const [, , uid = "", , , home = ""] = line.split(":");
    const own = Number(uid) === 0 || (Number(uid) >= 100 && Number(uid) !== 65534);
    return own && /^\/\w/.test(home) && home !== "/nonexistent" ? [home] : [];
  });
}
