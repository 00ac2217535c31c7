import { posix } from "node:path";

import type { DockerfileSection } from "@shipshape/core";

import type { ImageFiles } from "./image-files.ts";

/** Versions to try where nothing tells which one an image has. */
const knownVersions = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"];

export type PythonQuestion = {
  readonly files: ImageFiles;
  readonly dockerfile: DockerfileSection;
  readonly environment: ReadonlyMap<string, string>;
  /** The directories on the image's PATH. */
  readonly path: readonly string[];
  /** What its container starts. */
  readonly started: readonly string[];
  readonly homes: readonly string[];
  readonly appPlaces: readonly string[];
};

export type PythonPlaces = {
  /** The directories that packages are installed into. */
  readonly sitePackages: string[];
  /** The directories that their scripts are put into. */
  readonly scripts: string[];
};

const siteOf = (prefix: string, version: string) => `${prefix}/lib/python${version}/site-packages`;

/** Where the Python of an official image keeps packages; a base has some there itself. */
export const sitePackagesOfBases = knownVersions.map((version) => siteOf("/usr/local", version));

/** Where an image's Pythons keep packages: its own Python, its users', its virtual environments. */
export async function findPythonPlaces(question: PythonQuestion): Promise<PythonPlaces> {
  const { files, environment, path, homes } = question;
  const [versions, environments, ofUsers] = await Promise.all([
    pythonVersions(question),
    virtualEnvironments(question),
    Promise.all(homes.map((home) => files.present(home, [".local"]))),
  ]);
  const users = ofUsers.flat();
  const named = (environment.get("PYTHONPATH") ?? "").split(":").filter((it) => it.startsWith("/"));
  return {
    sitePackages: [
      ...new Set([
        ...["/usr/local", ...users].flatMap((prefix) => versions.map((version) => siteOf(prefix, version))),
        ...environments.flatMap(({ root, version }) =>
          (version === undefined ? versions : [version]).map((it) => siteOf(root, it)),
        ),
        ...named,
      ]),
    ],
    scripts: [
      ...new Set([
        ...path,
        "/usr/local/bin",
        ...users.map((home) => `${home}/bin`),
        ...environments.map(({ root }) => `${root}/bin`),
      ]),
    ],
  };
}

/** `3.13` and the like: by the interpreters in `/usr/local/bin`, and by what the Dockerfile names. */
async function pythonVersions({ files, dockerfile, environment }: PythonQuestion): Promise<string[]> {
  const written = dockerfile.instructions.flatMap((it) =>
    Array.from(it.arguments.matchAll(/python(3\.\d+)/g), ([, version]) => version),
  );
  const installed = await files.list("/usr/local/bin");
  const found = [
    ...written,
    ...(installed?.entries ?? []).map(({ path }) => interpreterVersion(path)),
    /^3\.\d+/.exec(environment.get("PYTHON_VERSION") ?? "")?.[0],
  ].filter((version) => version !== undefined);
  return found.length > 0 ? [...new Set(found)].slice(0, 4) : knownVersions;
}

const interpreterVersion = (name: string) => /^python(3\.\d+)$/.exec(name)?.[1];

type Environment = { readonly root: string; readonly version: string | undefined };

/** What the Dockerfile makes, in any stage: a script may be what starts it. */
const madeEnvironments = ({ instructions }: DockerfileSection) =>
  instructions.flatMap((it) =>
    Array.from(
      it.arguments.matchAll(/\b(?:venv|virtualenv)(?:\s+--\S+)*\s+(\/[^\s"';&|,\]]+)/g),
      ([, root = ""]) => root,
    ),
  );

/** By their `pyvenv.cfg` (PEP 405): those that the image starts or has on its PATH, and those where the app may lie. */
async function virtualEnvironments(question: PythonQuestion): Promise<Environment[]> {
  const { files, environment, path, started, appPlaces } = question;
  const programs = [
    ...path,
    ...started.flatMap((words) => words.split(/\s+/)).map((word) => posix.dirname(word)),
  ].filter((it) => /^\/.+\/bin$/.test(it));
  const named = [
    ...programs.map((it) => posix.dirname(it)),
    environment.get("VIRTUAL_ENV") ?? "",
    ...madeEnvironments(question.dockerfile),
  ].filter((root) => root.startsWith("/") && !/^\/usr(?:\/local)?$/.test(root));
  const places = appPlaces.filter((place) => place !== "/");
  const marks = await Promise.all([
    ...named.filter((root) => !places.includes(root)).map((root) => files.ask(root, ["pyvenv.cfg"])),
    ...places.map((place) =>
      files.present(place, ["pyvenv.cfg", ".venv/pyvenv.cfg", "venv/pyvenv.cfg", "env/pyvenv.cfg"]),
    ),
  ]);
  const roots = [...new Set(marks.flat().map((mark) => posix.dirname(mark)))];
  return Promise.all(
    roots.map(async (root) => {
      const listing = await files.list(posix.join(root, "bin"));
      const version = listing?.entries
        .map((it) => interpreterVersion(it.path))
        .find((it) => it !== undefined);
      return { root, version };
    }),
  );
}
