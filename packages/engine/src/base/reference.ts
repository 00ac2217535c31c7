/** An official image that can be made here, without a registry. */
export type StandIn = PythonStandIn | MariadbStandIn;

export type PythonStandIn = {
  readonly kind: "python";
  /** `3.13` */
  readonly version: string;
  readonly variant: "slim" | "full";
  /** The Debian suite whose source package carries this version. */
  readonly suite: string;
  /** What pip installs: itself and its companions, as the official image of this version has them. */
  readonly pip: string;
};

export type MariadbStandIn = {
  readonly kind: "mariadb";
  /** `11.8` */
  readonly version: string;
};

/** The newest version first: `python:3` and `python:slim` mean that one. */
const versions = [
  { version: "3.13", suite: "trixie", pip: "pip==25.3" },
  { version: "3.11", suite: "bookworm", pip: "pip==24.0 setuptools==79.0.1 wheel==0.45.1" },
  { version: "3.9", suite: "bullseye", pip: "pip==23.0.1 setuptools==58.1.0 wheel==0.45.1" },
] as const;

/** The suite that every stand-in is built on: a tag that names another one is not stood in for. */
export const rootSuite = "trixie";

/** The MariaDB of {@link rootSuite}, and what its tags are; `lts` and `latest` mean newer ones in time. */
const mariadb: MariadbStandIn = { kind: "mariadb", version: "11.8" };
const mariadbTags = new Set(["11.8", "11"]);

/** References that {@link standInFor} knows, the ones to tell a person. */
export const madeHere = [
  ...versions.flatMap(({ version }) => [`python:${version}-slim`, `python:${version}`]),
  `mariadb:${mariadb.version}`,
];

/**
 * What stands in for an image, by the reference that a Dockerfile names.
 * @returns undefined for an image that cannot be made here
 */
export function standInFor(reference: string): StandIn | undefined {
  const [, name, tag] =
    /^(?:docker\.io\/)?(?:library\/)?(python|mariadb)(?::([\w.-]+))?$/.exec(reference) ?? [];
  if (name === "python") return pythonFor(tag);
  return name === "mariadb" && tag !== undefined && mariadbTags.has(tag) ? mariadb : undefined;
}

function pythonFor(tag: string | undefined): PythonStandIn | undefined {
  const parts = tag === undefined || tag === "latest" ? [] : tag.split("-");
  const number = /^\d/.test(parts[0] ?? "") ? parts.shift() : "3";
  const variant = parts[0] === "slim" ? "slim" : "full";
  if (variant === "slim") parts.shift();
  if (parts[0] === rootSuite) parts.shift();
  const found = number === "3" ? versions[0] : versions.find(({ version }) => version === number);
  return found && parts.length === 0 ? { kind: "python", ...found, variant } : undefined;
}
