import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** What belongs to the workspace and not to the app. */
const notTheApp = new Set([
  "package.json",
  "turbo.json",
  "node_modules",
  ".turbo",
  ".pytest_cache",
  "__pycache__",
]);

/** The files of an app, by their path in it, with `/` between folders. */
export async function appFiles(app: string): Promise<string[]> {
  const entries = await readdir(app, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(app, join(entry.parentPath, entry.name)).split(sep))
    .filter((parts) => !parts.some((part) => notTheApp.has(part)))
    .map((parts) => parts.join("/"))
    .toSorted();
}
