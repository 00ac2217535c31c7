import { randomBytes } from "node:crypto";

import { type DatabaseServer, StatementError } from "./database-server.ts";
import type { Network, RunScope } from "./run-scope.ts";

/** How a submission's container calls the server, and where it listens. */
const alias = "database";
const port = 3306;

/** The table that the lab's app counts its visits in. */
const table = "visits";

/**
 * What an app needs, without views, routines and triggers: what root reads could otherwise be code of a learner's
 * that runs as root.
 */
const privileges = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, ALTER, INDEX, REFERENCES";

/** How many connections one submission may hold, so that the others keep some. */
const mostConnections = 50;

/**
 * Makes a database, a user and a network that nothing else ever had.
 * @param starting the server; the network is made while it starts
 */
export async function provideDatabase(scope: RunScope, starting: Promise<DatabaseServer>): Promise<Database> {
  const networking = scope.newNetwork();
  try {
    const [network, server] = await Promise.all([networking, starting]);
    const name = `app${randomBytes(6).toString("hex")}`;
    const password = randomBytes(16).toString("hex");
    await Promise.all([
      server.ask(
        `CREATE DATABASE ${name};
         CREATE USER ${name} IDENTIFIED BY '${password}' WITH MAX_USER_CONNECTIONS ${mostConnections};
         GRANT ${privileges} ON ${name}.* TO ${name};`,
      ),
      scope.engine.docker
        .getNetwork(network.name)
        .connect({ Container: server.container.id, EndpointConfig: { Aliases: [alias] } }),
    ]);
    return new Database(scope, server, network, { name, password });
  } catch (error) {
    const network = await networking.catch(() => undefined);
    if (network) scope.removeNetwork(network);
    throw error;
  }
}

/** A database of one submission's own, on a network that nobody else is on but the server. */
export class Database {
  readonly network: Network;
  /** What the app is told of it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The server's image, where it is a stand-in of ours. */
  readonly standIn: string | undefined;
  readonly #scope: RunScope;
  readonly #server: DatabaseServer;
  readonly #name: string;

  constructor(
    scope: RunScope,
    server: DatabaseServer,
    network: Network,
    { name, password }: { readonly name: string; readonly password: string },
  ) {
    this.network = network;
    this.standIn = server.standIn;
    this.#scope = scope;
    this.#server = server;
    this.#name = name;
    this.environment = {
      DATABASE_HOST: alias,
      DATABASE_PORT: String(port),
      DATABASE_NAME: name,
      DATABASE_USER: name,
      DATABASE_PASSWORD: password,
    };
  }

  /** @returns the number of rows in the app's table; undefined where there is no such table, or it cannot be read */
  async countRows(signal: AbortSignal): Promise<number | undefined> {
    const there = `SELECT 1 FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = '${this.#name}' AND table_name = '${table}'`;
    const count = `SELECT COUNT(*) FROM ${this.#name}.${table}`;
    try {
      const [rows] = await this.#server.ask(
        // An app may hold its table locked.
        `SET lock_wait_timeout = 2, max_statement_time = 5;
         SET @count = IF(EXISTS(${there}), '${count}', 'DO 0');
         EXECUTE IMMEDIATE @count;`,
        signal,
      );
      return rows === undefined ? undefined : Number(rows);
    } catch (error) {
      if (error instanceof StatementError) return undefined;
      throw error;
    }
  }

  /** Takes the database away from the app: it can open no connection any more, and those that it has are cut. */
  async refuse(signal: AbortSignal): Promise<void> {
    await this.#server.ask(`ALTER USER ${this.#name} ACCOUNT LOCK; KILL USER ${this.#name};`, signal);
  }

  async allow(): Promise<void> {
    await this.#server.ask(`ALTER USER ${this.#name} ACCOUNT UNLOCK;`);
  }

  /** Removes it, and its network once the app's container has left that too. */
  async drop(): Promise<void> {
    const name = this.#name;
    this.#scope.leaveNetwork(this.#server.container.id, this.network);
    this.#scope.removeNetwork(this.network);
    await this.#server.ask(`KILL USER ${name}; DROP DATABASE ${name}; DROP USER ${name};`);
  }
}
