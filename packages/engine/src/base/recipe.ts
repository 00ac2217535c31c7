import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { hostCertificates } from "./certificates.ts";
import { rootSuite, type StandIn } from "./reference.ts";
import { standInFolder } from "./stand-in-folder.ts";

/** What mmdebstrap is told beside where packages come from and go to. */
export const rootArguments = [
  "--variant=minbase",
  "--mode=root",
  "--include=ca-certificates,netbase,tzdata",
  // mmdebstrap's own last step would leave 80 MB of caches; these settings stay in the root.
  '--aptopt=Dir::Cache::pkgcache ""',
  '--aptopt=Dir::Cache::srcpkgcache ""',
  // As in Debian's own slim images: no documentation and no translations, also of what is installed later.
  ...["doc", "doc-base", "groff", "info", "linda", "lintian", "locale", "man"].map(
    (name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`,
  ),
  "--dpkgopt=path-include=/usr/share/doc/*/copyright",
];

/**
 * Names the bare Debian root by what goes into it.
 * @returns the first digits of a SHA-256
 */
export async function rootDigest(): Promise<string> {
  const folder = join(standInFolder(), "root");
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((it) => it.isFile());
  const contents = await Promise.all(
    files.map(async (file) => {
      const path = join(file.parentPath, file.name);
      return `${path.slice(folder.length)}\0${await readFile(path, "utf8")}`;
    }),
  );
  return digest([rootSuite, ...rootArguments, ...contents.toSorted()]);
}

/** The files of each recipe, beside the root and the host's certificates. The first is the Dockerfile. */
export const recipeFiles: Readonly<Record<StandIn["kind"], readonly [string, ...string[]]>> = {
  python: ["Dockerfile"],
  mariadb: ["mariadb/Dockerfile", "mariadb/docker-entrypoint.sh"],
};

/** Names the stand-ins of a kind by what goes into them, so that one from an older recipe is made anew. */
export async function standInDigest(kind: StandIn["kind"]): Promise<string> {
  const [root, files, certificates] = await Promise.all([
    rootDigest(),
    Promise.all(recipeFiles[kind].map((file) => readFile(join(standInFolder(), file), "utf8"))),
    hostCertificates(),
  ]);
  return digest([
    root,
    ...files,
    ...certificates.map(({ name, content }) => `${name}\0${content.toString()}`),
  ]);
}

/** The digests of the recipes of today. */
export function currentDigests(): Promise<string[]> {
  return Promise.all((["python", "mariadb"] as const).map(standInDigest));
}

function digest(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 12);
}
