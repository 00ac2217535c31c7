import type { ImageInspectInfo } from "dockerode";

import { bareImage } from "../inspect-image.ts";
import { remembered } from "../remembered.ts";
import type { RunScope } from "../run-scope.ts";
import type { BaseContents } from "./base-contents.ts";
import { buildDirectories, headerDirectories } from "./build-tools.ts";
import { distributionPackages } from "./distribution-packages.ts";
import { ImageFiles } from "./image-files.ts";
import { sitePackagesOfBases } from "./python-places.ts";

/** How much is read to list the headers of a base, in bytes: all of a full image's, once. */
const longestHeaders = 200_000_000;

/** A base image, held for as long as it is looked into: the engine may have it only because we made an image of it. */
export class BaseImage implements AsyncDisposable {
  readonly #scope: RunScope;
  readonly #image: ImageInspectInfo;
  readonly #tag: string | undefined;
  #files: Promise<ImageFiles> | undefined;

  private constructor(scope: RunScope, image: ImageInspectInfo, tag: string | undefined) {
    this.#scope = scope;
    this.#image = image;
    this.#tag = tag;
  }

  static async open(scope: RunScope, reference: string, signal: AbortSignal): Promise<BaseImage> {
    const { image, tag } = await bareImage(scope, reference, signal);
    return new BaseImage(scope, image, tag);
  }

  /** Looked at once for each base, and remembered on this machine. */
  contents(): Promise<BaseContents> {
    const key = this.#image.Id.replace("sha256:", "");
    return remembered("base-contents-1", key, async () => lookAtBase(await this.files()));
  }

  /** Its files; a container is made for them when they are first asked for. */
  files(): Promise<ImageFiles> {
    this.#files ??= ImageFiles.open(this.#scope, this.#image.Id);
    return this.#files;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    (await this.#files?.catch(() => undefined))?.[Symbol.dispose]();
    if (this.#tag !== undefined) this.#scope.removeImage(this.#tag);
  }
}

async function lookAtBase(files: ImageFiles): Promise<BaseContents> {
  const [packages, stamps, headers] = await Promise.all([
    distributionPackages(files),
    Promise.all(
      [...buildDirectories, ...sitePackagesOfBases].map(
        async (path) => [path, await files.stamp(path)] as const,
      ),
    ),
    Promise.all(headerDirectories.map((path) => headersIn(files, path))),
  ]);
  return {
    packages,
    stamps: Object.fromEntries(
      stamps.flatMap(([path, stamp]) => (stamp === undefined ? [] : [[path, stamp]])),
    ),
    headers: headers.flat(),
  };
}

async function headersIn(files: ImageFiles, directory: string): Promise<string[]> {
  const listing = await files.readListing(directory, longestHeaders);
  return (listing?.entries ?? [])
    .filter(({ path }) => !path.includes("/"))
    .map(({ path }) => `${directory}/${path}`);
}
