import { text } from "node:stream/consumers";

import { type Engine, labels, openEngine } from "@shipshape/engine";
import type { Container } from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Database, provideDatabase } from "../src/database.ts";
import type { DatabaseLease } from "../src/database-pool.ts";
import { startDatabaseServer } from "../src/database-server.ts";
import { readFrames } from "../src/framed-text.ts";
import { RunScope } from "../src/run-scope.ts";
import { gatherDockerfile, labWith, never, running, seen } from "./submissions.ts";

const service = { image: "mariadb:11.8", startSeconds: 60 };
const engine: Engine = await openEngine(console.error);
let scope: RunScope;
beforeAll(() => {
  scope = new RunScope(engine);
});
afterAll(() => scope[Symbol.asyncDispose]());

const lend = (): DatabaseLease => scope.database(service, console.error);

/** Starts what a learner's container could be, with a client of its own. */
async function visitor(database: Database, script: string): Promise<Container> {
  const container = await engine.docker.createContainer({
    Image: service.image,
    Entrypoint: ["sh", "-c"],
    Cmd: [script],
    Env: Object.entries({
      ...database.environment,
      MYSQL_PWD: database.environment["DATABASE_PASSWORD"],
    }).map(([name, value]) => `${name}=${value}`),
    HostConfig: { NetworkMode: database.network.name },
    Labels: scope.labels,
  });
  await container.start();
  return container;
}

async function outcome(container: Container): Promise<{ status: number; output: string }> {
  const { StatusCode: status } = (await container.wait()) as { StatusCode: number };
  const output = readFrames(await container.logs({ stdout: true, stderr: true }));
  await container.remove({ force: true });
  return { status, output };
}

/** Waits until a container has written a word. */
async function written(container: Container, word: string): Promise<void> {
  const log = await container.logs({ stdout: true, follow: true });
  for await (const chunk of log) if (String(chunk).includes(word)) return;
}

const run = async (database: Database, script: string) => outcome(await visitor(database, script));

/** The app's client, as any MariaDB client reads what a lab's environment says. */
const client =
  'mariadb --host="$DATABASE_HOST" --port="$DATABASE_PORT" --user="$DATABASE_USER" --connect-timeout=3 --batch --skip-column-names "$DATABASE_NAME"';

const query = (database: Database, sql: string) => run(database, `${client} --execute="${sql}"`);

describe("a submission's database", () => {
  test("is there for the app, and counts the rows that are really in it", async () => {
    await using lease = lend();
    const database = await lease.ready;
    expect(await database.countRows(never)).toBeUndefined();
    const { status } = await query(
      database,
      "CREATE TABLE visits (id INT); INSERT INTO visits VALUES (1), (2)",
    );
    expect({ status, rows: await database.countRows(never) }).toEqual({ status: 0, rows: 2 });
  });

  test("cannot hold code that would run when its rows are counted", async () => {
    await using lease = lend();
    const database = await lease.ready;
    expect((await query(database, "CREATE VIEW visits AS SELECT 1")).output).toContain("denied");
    expect((await query(database, "CREATE FUNCTION f() RETURNS INT RETURN 1")).output).toContain("denied");
  });

  test("is not the one of another submission", async () => {
    await using one = lend();
    await using other = lend();
    const [mine, theirs] = [await one.ready, await other.ready];
    const { DATABASE_NAME: name } = theirs.environment;
    expect(theirs.environment).not.toEqual(mine.environment);
    expect(await query(mine, `SHOW TABLES FROM ${name}`)).toMatchObject({
      status: 1,
      output: expect.stringContaining("denied"),
    });
    const { output } = await query(mine, "SHOW DATABASES");
    expect(output).not.toContain(name);
  });

  test("is on a network without other submissions and without the internet", async () => {
    await using one = lend();
    await using other = lend();
    const [mine, theirs] = [await one.ready, await other.ready];
    // The server is on both networks, and answers where it may be asked.
    const [server] = await engine.docker.listContainers({
      filters: { label: [`${labels.run}=${scope.id}`], network: [theirs.network.name] },
    });
    const address = server?.NetworkSettings.Networks[theirs.network.name]?.IPAddress;
    const probe = `timeout 3 bash -c ": < /dev/tcp/$host/$port" && echo "reached $host"`;
    const { output } = await run(
      mine,
      `while read host port; do ${probe}; done 2> /dev/null <<END\ndatabase 3306\n${address} 3306\n1.1.1.1 53\nEND\n`,
    );
    expect(address).toBeDefined();
    expect(output).toBe("reached database\n");
  });

  test("refuses new connections once the app may no longer use it", async () => {
    await using lease = lend();
    const database = await lease.ready;
    await database.refuse(never);
    expect((await query(database, "SELECT 1")).output).toContain("locked");
    await database.allow();
    expect(await query(database, "SELECT 1")).toMatchObject({ status: 0 });
  });

  test("cuts connections that are open when the app may no longer use it", async () => {
    await using lease = lend();
    const database = await lease.ready;
    // The client asks, waits for a line of our own, and asks again over the same connection.
    const app = await visitor(
      database,
      `mkfifo /go; { echo "SELECT 'before';"; cat /go; } | ${client} --unbuffered --skip-reconnect`,
    );
    await written(app, "before");
    await database.refuse(never);
    const exec = await app.exec({ Cmd: ["sh", "-c", "echo \"SELECT 'after';\" > /go"], AttachStdout: true });
    await text(await exec.start({}));
    const { status, output } = await outcome(app);
    expect(status).toBe(1);
    expect(output).not.toContain("after\n");
  });
});

/** An app that ends as soon as it is asked for its health for a second time. */
const frail = `import http.server, os
asked = []
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        if asked.count("/health") > 1:
            os._exit(1)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(os.environ["DATABASE_HOST"].encode())
http.server.HTTPServer(("0.0.0.0", 5000), Handler).serve_forever()`;

const labWithDatabase = async () => ({
  ...(await labWith({ answerSeconds: 5 })),
  services: { database: service },
});

describe("evidence of an app with a database", () => {
  test("does not hold against the container what it does once its database is refused", async () => {
    const dockerfile = running(JSON.stringify(["python", "-c", frail]));
    const evidence = await gatherDockerfile(dockerfile, { scope, lab: await labWithDatabase() });
    expect(evidence.state).toBe("completed");
    expect(seen(evidence, "container")).toMatchObject({ running: true });
    expect(seen(evidence, "database")).toMatchObject({
      visits: [{ body: "database" }, { body: "database" }],
      health: { allowed: { outcome: "answered" }, refused: { outcome: "cut-off" } },
    });
  });

  test("is unavailable because of the submission where nothing answered", async () => {
    const evidence = await gatherDockerfile(running('["false"]'), { scope, lab: await labWithDatabase() });
    expect(evidence.sections.database).toMatchObject({ blame: "submission" });
  });

  test("is unavailable because of us where the server does not come up", async () => {
    await using own = new RunScope(engine);
    const lab = { ...(await labWith()), services: { database: { ...service, startSeconds: 0.001 } } };
    const evidence = await gatherDockerfile(running('["python", "app.py"]'), { scope: own, lab });
    expect(evidence.state).toBe("infrastructure");
    expect(evidence.sections.container).toMatchObject({
      blame: "infrastructure",
      unavailable: expect.stringContaining("did not come up"),
    });
  });
});

describe("a database server", () => {
  test("is one for all of a run, with a password that no other run has", async () => {
    await using one = lend();
    await using other = lend();
    await Promise.all([one.ready, other.ready]);
    const passwordIn = async (of: RunScope) => {
      const servers = (await of.containers()).filter(({ Image }) => Image === service.image);
      expect(servers).toHaveLength(1);
      const { Config } = await engine.docker.getContainer(servers[0]?.Id ?? "").inspect();
      return Config.Env.find((entry) => entry.startsWith("MARIADB_ROOT_PASSWORD="));
    };
    await using otherScope = new RunScope(engine);
    await using elsewhere = otherScope.database(service, console.error);
    await elsewhere.ready;
    expect(await passwordIn(otherScope)).not.toBe(await passwordIn(scope));
  });

  test("is replaced for those that follow where a submission brought it down", async () => {
    await using own = new RunScope(engine);
    await using first = own.database(service, console.error);
    await first.ready;
    const [server] = await own.containers();
    await engine.docker.getContainer(server?.Id ?? "").kill();
    await using next = own.database(service, console.error);
    expect(await (await next.ready).countRows(never)).toBeUndefined();
  });

  test("that does not come up is our error, with the end of its log, and is not left behind", async () => {
    const own = new RunScope(engine);
    const lease = own.database({ ...service, startSeconds: 0.001 }, console.error);
    await expect(lease.ready).rejects.toThrow("did not come up");
    await own[Symbol.asyncDispose]();
    expect(await leftBy(own)).toEqual([]);
  });
});

test("nobody waits for a database server once the submission is called off", async () => {
  const server = await startDatabaseServer(scope, service, never, console.error);
  const controller = new AbortController();
  const asking = server.ask("SELECT SLEEP(600);", controller.signal);
  controller.abort(new Error("called off"));
  await expect(asking).rejects.toThrow("called off");
});

describe("nothing is left behind", () => {
  test("by a run that ends while its server starts", async () => {
    const own = new RunScope(engine);
    {
      await using _ = own.database(service, console.error);
    }
    await own[Symbol.asyncDispose]();
    expect(await leftBy(own)).toEqual([]);
  });

  test("by a run that ends while a database is in use", async () => {
    const own = new RunScope(engine);
    const lease = own.database(service, console.error);
    await lease.ready;
    const [server] = await own.containers();
    // What has no volume leaves none.
    expect(server?.Mounts).toEqual([]);
    await own[Symbol.asyncDispose]();
    expect(await leftBy(own)).toEqual([]);
  });

  test("on the server and the engine by a database that was given back", async () => {
    await using own = new RunScope(engine);
    const server = await startDatabaseServer(own, service, never, console.error);
    const database = await provideDatabase(own, Promise.resolve(server));
    const { DATABASE_NAME: name = "" } = database.environment;
    const everything = "SHOW DATABASES; SELECT user FROM mysql.user;";
    expect((await server.ask(everything)).filter((line) => line === name)).toHaveLength(2);
    const destroyed = await engine.docker.getEvents({ filters: { event: ["destroy"], type: ["network"] } });
    await database.drop();
    expect(await server.ask(everything)).not.toContain(name);
    for await (const event of destroyed) if (String(event).includes(database.network.name)) break;
  });
});

/** The containers and networks of a run. */
async function leftBy(of: RunScope): Promise<string[]> {
  const networks = await engine.docker.listNetworks({ filters: { label: [`${labels.run}=${of.id}`] } });
  return [...(await of.containers()), ...networks].map(({ Id }) => Id);
}
