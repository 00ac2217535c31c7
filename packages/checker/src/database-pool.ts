import type { Progress } from "@shipshape/core";

import type { Database } from "./database.ts";
import type { DatabaseServer, DatabaseService } from "./database-server.ts";
import type { RunScope } from "./run-scope.ts";

/** A database that is being made for one submission; disposing of it gives it back. */
export type DatabaseLease = AsyncDisposable & { readonly ready: Promise<Database> };

const isUp = (starting: Promise<DatabaseServer>): Promise<boolean> =>
  starting.then((server) => server.isRunning()).catch(() => false);

/** The database servers of a run: each is started for the first submission that needs it, and serves all that follow. */
export class DatabasePool {
  readonly #scope: RunScope;
  readonly #servers = new Map<string, Promise<DatabaseServer>>();
  readonly #closing = new AbortController();

  constructor(scope: RunScope) {
    this.#scope = scope;
  }

  /**
   * A database for one submission, which begins to be made now.
   * @param giveBack what becomes of it in the end
   */
  lend(
    service: DatabaseService,
    progress: Progress,
    giveBack: (ready: Promise<Database>) => Promise<void>,
  ): DatabaseLease {
    const ready = this.#provide(service, progress);
    // Whoever needs it hears of a failure.
    ready.catch(() => undefined);
    return { ready, [Symbol.asyncDispose]: () => giveBack(ready) };
  }

  async #provide(service: DatabaseService, progress: Progress): Promise<Database> {
    // These bring Testcontainers with them, which takes longer to import than a cached build.
    const [{ startDatabaseServer }, { provideDatabase }] = await Promise.all([
      import("./database-server.ts"),
      import("./database.ts"),
    ]);
    this.#closing.signal.throwIfAborted();
    const { image } = service;
    const known = this.#servers.get(image);
    // One submission may have brought it down: that must not become the failure of those that follow.
    if (known && !(await isUp(known)) && this.#servers.get(image) === known) this.#servers.delete(image);
    const server =
      this.#servers.get(image) ?? startDatabaseServer(this.#scope, service, this.#closing.signal, progress);
    this.#servers.set(image, server);
    // What failed may go well for the next submission.
    server.catch(() => this.#servers.delete(image));
    return provideDatabase(this.#scope, server);
  }

  /** Starts no server any more, and begins to remove those that there are. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("The run was ended."));
    for (const server of await Promise.allSettled(this.#servers.values()))
      if (server.status === "fulfilled")
        this.#scope.removeContainer(server.value.container.id, await this.#scope.network());
  }
}
