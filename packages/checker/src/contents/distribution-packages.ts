import type { ImageFiles } from "./image-files.ts";

/** Debian's and Alpine's lists of a full image have half a megabyte. */
const longestList = 8_000_000;

/** More packages than any distribution installs; what a learner writes into the list cannot make evidence endless. */
const mostPackages = 5_000;

/**
 * The packages of the distribution in an image, by name, sorted. Debian has one list, "distroless" images a folder
 * of such lists, Alpine a list of its own.
 */
export async function distributionPackages(files: ImageFiles): Promise<string[]> {
  const [status] = await files.read("/var/lib/dpkg/status", longestList);
  const names =
    status === undefined
      ? (
          await Promise.all([
            files.read("/var/lib/dpkg/status.d", longestList).then((texts) => texts.flatMap(parseDpkgStatus)),
            files
              .read("/lib/apk/db/installed", longestList)
              .then((texts) => texts.flatMap(parseApkInstalled)),
          ])
        ).flat()
      : parseDpkgStatus(status);
  return [...new Set(names)].toSorted().slice(0, mostPackages);
}

/** Names in dpkg's `status`: paragraphs of fields, in which a removed package may keep its place (deb822(5)). */
export function parseDpkgStatus(text: string): string[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const [, name] = /^Package: *([a-z0-9][a-z0-9+.-]*)\s*$/m.exec(paragraph) ?? [];
    const [, state = "install ok installed"] = /^Status: *(.+?)\s*$/m.exec(paragraph) ?? [];
    return name !== undefined && state.endsWith(" installed") ? [name] : [];
  });
}

/** Names in apk's `installed`: fields of one letter, `P` for the name (apk-v2(5)). */
export function parseApkInstalled(text: string): string[] {
  return Array.from(text.matchAll(/^P:([\w.+-]+)$/gm), ([, name]) => name as string);
}
