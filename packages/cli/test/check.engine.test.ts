import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { openEngine } from "@shipshape/engine";
import { describe, expect, test } from "vitest";

import { leftBy } from "./left-by.ts";
import { keys, openTerminal, type Terminal } from "./terminal.ts";

const engine = await openEngine(console.error);
const shipshape = join(import.meta.dirname, "../src/shipshape.ts");
const labs = join(import.meta.dirname, "../../../labs");
const solution = (lab: string) => join(labs, lab, "solution");

const run = (words: readonly string[], env: Record<string, string> = {}): Promise<Terminal> =>
  openTerminal(process.execPath, [shipshape, ...words], { env: { LC_ALL: "C.UTF-8", ...env } });
const check = (...words: readonly string[]) => run(["check", ...words]);

async function submission(dockerfile: string) {
  const path = await mkdtemp(join(tmpdir(), "submission-"));
  await writeFile(join(path, "Dockerfile"), dockerfile);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

/** Presses Ctrl-C once the screen shows something. @returns how the command ended, and what it left where */
async function interrupt(terminal: Terminal, when: RegExp) {
  await terminal.shows(when);
  terminal.press(keys.interrupt);
  const ended = await terminal.ended;
  const lastLine = terminal.screen().split("\n").at(-1);
  return { ended, lastLine, cursor: terminal.cursor, left: await leftBy(engine, terminal.pid) };
}

const inOrder = {
  ended: { exitCode: 130 },
  lastLine: "Stopping, and putting everything back.",
  cursor: { shown: true, column: 0 },
  left: [],
};

describe("Ctrl-C ends a check with 130, leaves nothing, and leaves the terminal in order", () => {
  test.each(["check", "watch"])("while an engine does not answer %s", async (command) => {
    const silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    await using terminal = await run([command, "1", solution("01-first-image")], {
      DOCKER_HOST: `tcp://127.0.0.1:${port}`,
    });
    expect(await interrupt(terminal, /Looking for a Docker engine/)).toEqual(inOrder);
    silent.close();
  });

  test("while a step of the build goes on", async () => {
    await using folder = await submission("FROM python:3.13-slim\nRUN echo begun; sleep 600\n");
    await using terminal = await check("1", folder.path);
    expect(await interrupt(terminal, /Building the image: begun/)).toEqual(inOrder);
  });

  test("while a registry is silent", async () => {
    // BuildKit is told that there is no such image, so that it is pulled; then nobody answers any more. TLS is refused.
    const registry = createServer((socket) =>
      socket.once("data", (request) => {
        const isHttp = /^(?:GET|HEAD) /.test(request.toString("latin1"));
        if (!isHttp || request.includes("buildkit"))
          socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      }),
    ).listen(0, "127.0.0.1");
    await once(registry, "listening");
    const { port } = registry.address() as AddressInfo;
    await using folder = await submission(`FROM 127.0.0.1:${port}/thing:1\n`);
    await using terminal = await check("1", folder.path);
    expect(await interrupt(terminal, /Pulling/)).toEqual(inOrder);
    registry.close();
  });

  test.each([/Starting the container/, /Asking the app/])("while it says %o", async (stage) => {
    await using folder = await submission('FROM python:3.13-slim\nCMD ["sleep", "600"]\n');
    await using terminal = await check("1", folder.path);
    expect(await interrupt(terminal, stage)).toEqual(inOrder);
  });

  test.each([
    ["03-layer-cache", /Trying what changes do/],
    ["07-native-dependency", /Starting the container/],
  ])("while %s is checked, at %o", async (lab, stage) => {
    await using terminal = await check(lab, solution(lab));
    expect(await interrupt(terminal, stage)).toEqual(inOrder);
  });
});

/** Takes ports of this machine that learners' programs have; what others hold already is taken too. */
async function takePorts(...ports: number[]): Promise<AsyncDisposable> {
  const servers = await Promise.all(
    ports.map(async (port) => {
      const server = createServer().listen(port, "0.0.0.0");
      await Promise.race([once(server, "listening"), once(server, "error")]);
      return server;
    }),
  );
  return { [Symbol.asyncDispose]: async () => servers.forEach((server) => server.close()) };
}

describe("a port that is taken disturbs nothing", () => {
  test("of those that the app and the instructions use", async () => {
    await using _ = await takePorts(5000, 8080);
    const args = [shipshape, "check", "1", solution("01-first-image"), "--format", "json"];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(JSON.parse(stdout)).toMatchObject({ score: 10, maxScore: 10 });
  });

  test("also of a container that is kept, and the commands by hand use another", async () => {
    await using _ = await takePorts(5000, 8080);
    const args = [shipshape, "check", "1", solution("01-first-image"), "--format", "json", "--keep"];
    const running = promisify(execFile)(process.execPath, args);
    const { stdout, stderr } = await running;
    const kept = await leftBy(engine, running.child.pid);
    await using cleaning = new AsyncDisposableStack();
    // The last first: a network and an image go after the container that uses them.
    for (const remove of kept.toReversed()) cleaning.defer(async () => void (await remove()));
    expect(JSON.parse(stdout)).toMatchObject({ score: 10, maxScore: 10 });
    const [, byHand] = /--publish 127\.0\.0\.1:(\d+):5000/.exec(stderr) ?? [];
    expect(["5000", "8080", undefined]).not.toContain(byHand);
    const [, address] = /^ {2}curl (http:\S+)$/m.exec(stderr) ?? [];
    expect((await fetch(address ?? "")).status).toBe(200);
  });
});
