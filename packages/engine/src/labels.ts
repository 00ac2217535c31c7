/** Labels that say what is ours. */
export const labels = {
  /** On containers, networks and volumes, set when they are created: the id of the run that made them. */
  run: "shipshape.run",
  /** On images that we build: always `1`, since a value that changes would change the image. */
  image: "shipshape.image",
  /** On stand-ins for official images: the digest of their recipe. Images built upon them inherit it. */
  standIn: "shipshape.stand-in",
} as const;

/** Repositories of tags that only we give. */
export const repositories = {
  /** `shipshape/run:<run id>-<number>`: what a run built. */
  run: "shipshape/run",
  /** `shipshape/stand-in:3.13-slim`, `shipshape/stand-in:mariadb-11.8`: a stand-in, beside the tag of the image that it stands in for. */
  standIn: "shipshape/stand-in",
  /** The bare Debian under the stand-ins. */
  root: "shipshape/debian-root",
} as const;
