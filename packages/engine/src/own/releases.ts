import { joinMarkdown, md, ShipshapeError } from "@shipshape/core";

/** A Docker engine that can be brought up from Debian's packages. */
export type Release = {
  readonly name: string;
  /** Debian's name for the suite whose packages these are. */
  readonly suite: string;
  readonly packages: readonly string[];
  /** Its command line, where its own is too old for buildx: packages of {@link toolsSuite}. */
  readonly tools: readonly string[];
  readonly containerdStore: boolean;
};

const current = ["docker.io", "containerd", "docker-cli", "docker-buildx"];

/** Debian 13, whose release files do not expire as those of testing do. */
export const stableSuite = "trixie";

/**
 * Picked with SHIPSHAPE_ENGINE; the first is what is brought up where nothing is asked for.
 * The containerd store comes with 28 only: before, such an engine cannot build what is sent to it (moby#47717).
 */
export const releases: readonly Release[] = [
  { name: "26.1", suite: stableSuite, packages: current, tools: [], containerdStore: false },
  {
    name: "20.10",
    suite: "bookworm",
    packages: ["docker.io", "containerd"],
    tools: ["docker-cli", "docker-buildx"],
    containerdStore: false,
  },
  { name: "28.5", suite: "forky", packages: current, tools: [], containerdStore: true },
];

/**
 * The release that the environment asks for.
 * @returns undefined where it asks for none
 * @throws ShipshapeError for a name that there is not
 */
export function chosenRelease(
  environment: Readonly<Record<string, string | undefined>>,
): Release | undefined {
  const name = environment["SHIPSHAPE_ENGINE"];
  if (!name) return undefined;
  const release = releases.find((release) => release.name === name);
  if (release) return release;
  const known = joinMarkdown(
    releases.map((release) => md`${release.name}`),
    ", ",
  );
  throw new ShipshapeError(
    md`\`SHIPSHAPE_ENGINE\` is ${name}, and there is no such engine release.`,
    md`It may be ${known}; without it, your own engine is used where one answers.`,
  );
}

export const defaultRelease = releases[0] as Release;
