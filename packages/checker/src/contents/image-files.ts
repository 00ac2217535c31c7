import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { posix } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import type { Container } from "dockerode";
import { extract } from "tar-stream";

import type { RunScope } from "../run-scope.ts";

/** Something in a directory, by its path below that directory. */
export type Entry = { readonly path: string; readonly isFile: boolean; readonly bytes: number };

export type Listing = {
  /** What the directory holds, at any depth; where it is not complete, what came first. */
  readonly entries: readonly Entry[];
  readonly complete: boolean;
};

/** How much of a directory is read to list it, in bytes: the engine sends contents along with the names. */
const longestListing = 200_000;

/** How much an entry of tar has before its content. */
const headerBytes = 512;

/**
 * The files of an image, seen in a container that is created and never started: the image needs no shell, no Python,
 * nor anything else that works. One question costs about a millisecond.
 */
export class ImageFiles implements Disposable {
  readonly #container: Container;
  readonly #scope: RunScope;
  readonly #listings = new Map<string, Promise<Listing | undefined>>();

  private constructor(scope: RunScope, container: Container) {
    this.#scope = scope;
    this.#container = container;
  }

  static async open(scope: RunScope, imageId: string): Promise<ImageFiles> {
    const container = await scope.engine.docker.createContainer({
      Image: imageId,
      // An image without a command is refused otherwise; this one is never run.
      Cmd: ["-"],
      Labels: { ...scope.labels },
      HostConfig: { NetworkMode: "none" },
    });
    return new ImageFiles(scope, container);
  }

  [Symbol.dispose](): void {
    this.#scope.removeContainer(this.#container.id);
  }

  /** Whether anything is at a path, a link that leads nowhere included. */
  async has(path: string): Promise<boolean> {
    return (await this.stamp(path)) !== undefined;
  }

  /**
   * What changes whenever something is put into a directory or taken out of it: the time of its last change, and its
   * size. Undefined where nothing is at the path.
   */
  async stamp(path: string): Promise<string | undefined> {
    const headers = await this.#head(path);
    if (!headers) return undefined;
    const stat = JSON.parse(
      Buffer.from(String(headers["x-docker-container-path-stat"]), "base64").toString(),
    ) as { mtime: string; size: number };
    return `${stat.mtime} ${stat.size}`;
  }

  async #head(path: string): Promise<IncomingHttpHeaders | undefined> {
    try {
      const answer = (await this.#container.infoArchive({ path })) as unknown as IncomingMessage;
      // It has no body, and holds its connection and the process until that is seen.
      answer.resume();
      return answer.headers;
    } catch (error) {
      if (isMissing(error)) return undefined;
      // An answer to HEAD has no words, so GET is asked what is the matter.
      const stream = (await this.#container.getArchive({ path }).catch(absent)) as Readable | undefined;
      stream?.destroy();
      if (stream) throw error;
      return undefined;
    }
  }

  /** Which of these paths are below a directory, as full paths. One listing answers for a small directory. */
  async present(directory: string, below: readonly string[]): Promise<string[]> {
    const listing = await this.list(directory);
    if (!listing) return [];
    if (!listing.complete) return this.ask(directory, below);
    const there = new Set(listing.entries.map(({ path }) => path));
    return below.filter((path) => there.has(path)).map((path) => posix.join(directory, path));
  }

  /** The same for a directory that is too large to be listed: every path is asked for. */
  async ask(directory: string, below: readonly string[]): Promise<string[]> {
    const paths = below.map((path) => posix.join(directory, path));
    const there = await Promise.all(paths.map((path) => this.has(path)));
    return paths.filter((_, index) => there[index]);
  }

  /** Lists a directory, links to it followed; undefined where there is none. It is meant for small ones. */
  list(directory: string): Promise<Listing | undefined> {
    const listing = this.#listings.get(directory) ?? this.readListing(directory, longestListing);
    this.#listings.set(directory, listing);
    return listing;
  }

  /** @param limit how much is read, in bytes */
  async readListing(directory: string, limit: number): Promise<Listing | undefined> {
    const entries: Entry[] = [];
    const complete = await this.#walk(posix.join(directory, "/."), limit, ({ path, type, bytes }) => {
      if (path !== "") entries.push({ path, isFile: type === "file", bytes });
    });
    return complete === undefined ? undefined : { entries, complete };
  }

  /** The texts of the files at a path, of one file or of all in a directory, as far as whole files are within the limit. */
  async read(path: string, limit: number): Promise<string[]> {
    const texts: string[] = [];
    await this.#walk(path, limit, async ({ type, content }) => {
      if (type === "file" && content) texts.push(await text(content));
    });
    return texts;
  }

  /** @returns whether all was seen; undefined where nothing is at the path, or no directory although one was asked for */
  async #walk(
    path: string,
    limit: number,
    visit: (entry: {
      readonly path: string;
      readonly type: string;
      readonly bytes: number;
      /** Undefined where it goes beyond the limit. */
      readonly content: AsyncIterable<Uint8Array> | undefined;
    }) => unknown,
  ): Promise<boolean | undefined> {
    const stream = (await this.#container.getArchive({ path }).catch(absent)) as Readable | undefined;
    if (!stream) return undefined;
    const archive = extract();
    stream.on("error", (error) => archive.destroy(error));
    stream.pipe(archive);
    // Counted by headers: how a connection cuts the bytes differs each time, and evidence must not.
    let end = 0;
    try {
      for await (const entry of archive) {
        const { name, type, size } = entry.header;
        end += headerBytes + size;
        // The first part is the directory's own name.
        const below = name.replace(/^(?:\.\/)?[^/]*\/?/, "").replace(/\/$/, "");
        const content = end <= limit ? (entry as AsyncIterable<Buffer>) : undefined;
        await visit({ path: below, type: type ?? "", bytes: size, content });
        if (end > limit) return false;
        entry.resume();
      }
      return true;
    } finally {
      // The engine stops reading when nobody listens.
      stream.destroy();
    }
  }
}

const isMissing = (error: unknown) => (error as { statusCode?: number }).statusCode === 404;

/** A path that leads through a file or round in a circle is not there either; anything else is our failure. */
function absent(error: unknown): undefined {
  const { message = "" } = error as { message?: string };
  if (
    !isMissing(error) &&
    !/not a directory|too many (?:levels|links)|name too long|invalid argument/i.test(message)
  )
    throw error;
}
