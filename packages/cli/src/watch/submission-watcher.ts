import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { type FSWatcher, watch } from "chokidar";

/** How long the pieces of one save may take to arrive, in ms; a build that begins too early is cancelled by the next. */
const settlesAfter = 15;

/** How long a file may be empty, or file or folder gone, while an editor or Git writes it anew, in ms. */
const savedWithin = 250;

export type WatchedSubmission = {
  readonly folder: string;
  /** The names of the files that count. */
  readonly files: readonly string[];
  /** Told the names of the files whose content is another one now. */
  readonly onSave: (changed: readonly string[]) => void;
  /** Told when the folder has gone. */
  readonly onGone: () => void;
};

/** Watches a submission's own files, and nothing else in its folder. A save that changes no byte is none. */
export async function watchSubmission(submission: WatchedSubmission): Promise<AsyncDisposable> {
  const watcher = new SubmissionWatcher(submission);
  await watcher.open();
  return watcher;
}

class SubmissionWatcher implements AsyncDisposable {
  readonly #submission: WatchedSubmission;
  #watcher: FSWatcher | undefined;
  #known: Digests = new Map();
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #folderWent = false;
  #closed = false;

  constructor(submission: WatchedSubmission) {
    this.#submission = submission;
  }

  async open(): Promise<void> {
    await this.#watch();
    this.#known = await digests(this.#submission);
  }

  async #watch(): Promise<void> {
    const { folder, files } = this.#submission;
    // What is compared is the content, so no event may be held back or taken for another.
    const watcher = (this.#watcher = watch(folder, {
      depth: 0,
      atomic: false,
      ignoreInitial: true,
      ignorePermissionErrors: true,
      ignored: (path, stats) => stats?.isFile() === true && !files.includes(basename(path)),
    }));
    await new Promise<void>((resolve, reject) => watcher.once("ready", resolve).once("error", reject));
    watcher.on("all", (event, path) => {
      this.#folderWent ||= event === "unlinkDir" && path === folder;
      if (this.#folderWent) this.#after(savedWithin, () => this.#seeFolder());
      else this.#after(settlesAfter, () => this.#look());
    });
    watcher.on("error", () => undefined);
  }

  /** What happens last is looked at last. */
  #after(ms: number, work: () => Promise<void>): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // One after the other, so that no older content is taken for the newest. Where the folder cannot be watched any
      // more, whoever checks it says best why.
      this.#turn = this.#turn.then(work).catch(this.#submission.onGone);
    }, ms);
  }

  /** @param patient waits for more where a file may be on its way */
  async #look(patient = true): Promise<void> {
    const { files, onSave } = this.#submission;
    const found = await digests(this.#submission);
    const changed = files.filter((file) => found.get(file) !== this.#known.get(file));
    if (this.#closed || changed.length === 0) return;
    if (patient && changed.some((file) => isEmpty(found.get(file))))
      return this.#after(savedWithin, () => this.#look(false));
    this.#known = found;
    onSave(changed);
  }

  /** A folder that another has taken the place of, as on another branch, is watched on. */
  async #seeFolder(): Promise<void> {
    const { folder, onGone } = this.#submission;
    if (!existsSync(folder)) return onGone();
    await this.#watcher?.close();
    if (this.#closed) return;
    this.#folderWent = false;
    await this.#watch();
    await this.#look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }
}

const isEmpty = (digest: string | undefined) => digest === undefined || digest === nothing;

const digestOf = (content: Buffer) => createHash("sha256").update(content).digest("base64");
const nothing = digestOf(Buffer.alloc(0));

type Digests = ReadonlyMap<string, string | undefined>;

/** Names what each file holds; one that is not there or cannot be read has no name. */
async function digests({ folder, files }: WatchedSubmission): Promise<Digests> {
  const read = files.map(
    async (file) => [file, await digestAt(join(folder, file)).catch(() => undefined)] as const,
  );
  return new Map(await Promise.all(read));
}

async function digestAt(path: string): Promise<string> {
  const found = await lstat(path);
  // Reading a pipe would wait for whoever writes to it, even when the process is to end.
  return found.isFile() ? digestOf(await readFile(path)) : "no file";
}
