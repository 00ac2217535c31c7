import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";

import type { Lab, Progress } from "@shipshape/core";
import { provideBase } from "@shipshape/engine";
import type { Container } from "dockerode";

import { DatabaseContainer } from "./database-container.ts";
import { readFrames } from "./framed-text.ts";
import { connectTestcontainers } from "./learner-container.ts";
import { readLog } from "./look-at-container.ts";
import { orAborted } from "./or-aborted.ts";
import type { RunScope } from "./run-scope.ts";

/** What a lab says of the database that it needs. */
export type DatabaseService = NonNullable<Lab["services"]["database"]>;

/** The server answered, and did not do what a statement says. */
export class StatementError extends Error {}

/** The client's own errors, such as no server that answers, have numbers from 2000 to 2999. */
const serverError = /^ERROR (?!2\d{3} )\d+ /m;

/** How long a statement may take, of which each takes milliseconds: the engine may have much else to do. */
const mostSeconds = 60;

/** A MariaDB server that runs for as long as its scope, with a root password that nobody else ever had. */
export class DatabaseServer {
  readonly container: Container;
  /** The image, where it is a stand-in of ours. */
  readonly standIn: string | undefined;
  readonly #rootPassword: string;

  constructor(container: Container, rootPassword: string, standIn: string | undefined) {
    this.container = container;
    this.#rootPassword = rootPassword;
    this.standIn = standIn;
  }

  /**
   * Has the server's own client run SQL as root, within the container.
   * @param signal ends the waiting, of which there is an end in any case
   * @returns the rows, one a line, their columns parted by tabs
   * @throws the signal's reason, and with the client's words where the server refuses
   */
  async ask(sql: string, signal?: AbortSignal): Promise<string[]> {
    const limit = AbortSignal.timeout(mostSeconds * 1000);
    try {
      const asking = this.run(`printf '%s' "$SQL" | ${client}`, { SQL: sql });
      const output = await orAborted(asking, signal ? AbortSignal.any([signal, limit]) : limit);
      return output.split("\n").filter((line) => line !== "");
    } catch (error) {
      if (error !== limit.reason) throw error;
      throw new Error(`The lab's database server did not answer within ${mostSeconds} s.`, { cause: error });
    }
  }

  async isRunning(): Promise<boolean> {
    return (await this.container.inspect()).State.Running;
  }

  /**
   * Runs a shell script within the container, for as long as it takes. Passwords and SQL go by the environment:
   * arguments are seen by every user of the engine's host.
   */
  async run(script: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
    const variables = { ...environment, MYSQL_PWD: this.#rootPassword };
    const exec = await this.container.exec({
      Cmd: ["sh", "-c", script],
      Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
      AttachStdout: true,
      AttachStderr: true,
    });
    const output = readFrames(await buffer(await exec.start({})));
    const { ExitCode } = await exec.inspect();
    if (ExitCode !== 0) {
      const message = `The database server's client failed: ${output.trim()}`;
      throw serverError.test(output) ? new StatementError(message) : new Error(message);
    }
    return output;
  }
}

const client = "mariadb --user=root --batch --skip-column-names";

/** While the official image prepares its data, a server answers within that is not to be reached, and ends. */
const untilReady = `until [ "$(${client} --execute='SELECT @@skip_networking' 2> /dev/null)" = 0 ]; do sleep 0.02; done`;

/**
 * Starts a server and waits until it answers.
 * @param closing aborted when the scope ends, which ends the waiting too
 * @throws with the end of the server's log where it does not come up in time
 */
export async function startDatabaseServer(
  scope: RunScope,
  { image, startSeconds }: DatabaseService,
  closing: AbortSignal,
  progress: Progress,
): Promise<DatabaseServer> {
  const [base, network] = await Promise.all([
    provideBase(scope.engine, image, progress, closing),
    scope.network(),
    connectTestcontainers(scope.engine),
  ]);
  if (base.state === "absent") throw new Error(base.message.source);
  closing.throwIfAborted();
  const rootPassword = randomBytes(24).toString("hex");
  const created = Promise.withResolvers<Container>();
  const starting = new DatabaseContainer({
    image,
    rootPassword,
    network,
    labels: scope.labels,
    onCreated: (id) => created.resolve(scope.engine.docker.getContainer(id)),
  }).start();
  starting.catch(created.reject);
  const server = new DatabaseServer(await created.promise, rootPassword, base.standIn ? image : undefined);
  try {
    await starting;
    // It ends with the container, where the limit comes first.
    await orAborted(
      server.run(untilReady),
      AbortSignal.any([closing, AbortSignal.timeout(startSeconds * 1000)]),
    );
    return server;
  } catch (error) {
    const log = await readLog(server.container).catch(() => "");
    scope.removeContainer(server.container.id, network);
    closing.throwIfAborted();
    const end = log.trim().split("\n").slice(-20).join("\n");
    const said = end === "" ? "It wrote nothing." : `Its log ends:\n${end}`;
    throw new Error(
      `The lab's database server, ${image}, did not come up (startSeconds: ${startSeconds}). ${said}`,
      { cause: error },
    );
  }
}
