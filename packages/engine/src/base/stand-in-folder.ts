import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder with the stand-ins' recipes. It is looked for from the workspace's root, since this code runs
 * from its source as well as bundled into another package.
 */
export function standInFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "pnpm-workspace.yaml"))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`There is no pnpm-workspace.yaml above ${import.meta.dirname}`);
    folder = parent;
  }
  return join(folder, "packages", "engine", "stand-in");
}
