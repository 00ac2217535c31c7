import type { ImageFiles } from "./image-files.ts";

/** What a base image has, so that it can be left out of what was found in an image upon it. */
export type BaseContents = {
  readonly packages: readonly string[];
  /** The stamps of directories that builds put things into. */
  readonly stamps: Readonly<Record<string, string>>;
  /** What lies directly in the directories of headers, by path. */
  readonly headers: readonly string[];
};

/** An image with nothing in it. */
export const emptyBase: BaseContents = { packages: [], stamps: {}, headers: [] };

/** Whether a directory is there, and may have more in it than the base's. */
export async function isChanged(files: ImageFiles, base: BaseContents, directory: string): Promise<boolean> {
  const stamp = await files.stamp(directory);
  return stamp !== undefined && stamp !== base.stamps[directory];
}
