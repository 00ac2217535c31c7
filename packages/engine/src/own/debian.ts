import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { md, type Markdown } from "@shipshape/core";

import { debianLines, parseSources, type AptSource } from "./apt-sources.ts";

/** This machine as far as it is Debian: its suite, and where its packages come from. */
export type Debian = {
  readonly codename: string;
  /** Lines of a sources.list for one of Debian's suites, from this machine's own mirrors. */
  lines(suite: string): string[];
};

/** What stands in the way of doing on this machine what only root on Debian can do. */
export type Obstacle = { readonly obstacle: Markdown };

/** Looks whether this process may install Debian packages here. */
export async function debianAsRoot(): Promise<Debian | Obstacle> {
  if (process.platform !== "linux") return { obstacle: md`this machine does not run Linux` };
  const release = await readFile("/etc/os-release", "utf8").catch(() => "");
  const codename = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(release)?.[1];
  if (!/^ID="?debian"?$/m.test(release) || codename === undefined || !existsSync("/usr/bin/apt-get"))
    return { obstacle: md`this machine does not run Debian` };
  if (process.getuid?.() !== 0) return { obstacle: md`this needs root` };
  const sources = await aptSources();
  const lines = (suite: string) => debianLines(sources, codename, suite);
  return lines(codename).length > 0
    ? { codename, lines }
    : { obstacle: md`the sources of apt on this machine name no Debian mirror` };
}

async function aptSources(): Promise<AptSource[]> {
  const folder = "/etc/apt/sources.list.d";
  const names = await readdir(folder).catch(() => []);
  const files = ["/etc/apt/sources.list", ...names.map((name) => join(folder, name))];
  const parsed = await Promise.all(
    files
      .filter((file) => /\.(list|sources)$/.test(file))
      .map(async (file) =>
        parseSources(
          await readFile(file, "utf8").catch(() => ""),
          file.endsWith(".sources") ? "deb822" : "one-line",
        ),
      ),
  );
  return parsed.flat();
}
