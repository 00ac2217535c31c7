import { createServer, connect, type Socket } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";

import { type Engine, labels, openEngine } from "@shipshape/engine";
import Docker from "dockerode";
import { describe, expect, test } from "vitest";

import { RunScope } from "../src/run-scope.ts";
import { gatherDockerfile, labWith, running } from "./submissions.ts";

const engine = await openEngine(console.error);

const calledOff = new Error("called off");

/** Everything on the engine that a run could leave. */
async function inventory(): Promise<string[]> {
  const [containers, images, networks, volumes] = await Promise.all([
    engine.docker.listContainers({ all: true }),
    engine.docker.listImages({ all: true }),
    engine.docker.listNetworks(),
    engine.docker.listVolumes(),
  ]);
  return [...containers, ...images, ...networks]
    .map(({ Id }) => Id)
    .concat(volumes.Volumes.map(({ Name }) => Name))
    .toSorted();
}

const answering = running('["python", "app.py"]');

describe("nothing is left behind", () => {
  test.each([
    ["a run that answered", answering],
    ["a build that failed", "FROM python:3.13-slim\nRUN false\n"],
    ["a container that ended", running('["false"]')],
    ["a container with a volume", `${answering}VOLUME /data\n`],
  ])("after %s", async (_, dockerfile) => {
    const before = await inventory();
    {
      await using scope = new RunScope(engine);
      await gatherDockerfile(dockerfile, { scope, lab: await labWith({ answerSeconds: 3 }) });
    }
    expect(await inventory()).toEqual(before);
  });

  test("by a run that is called off while it builds", async () => {
    const before = await inventory();
    const controller = new AbortController();
    {
      await using scope = new RunScope(engine);
      const gathering = gatherDockerfile("FROM python:3.13-slim\nRUN echo now && sleep 600\n", {
        scope,
        lab: await labWith(),
        signal: controller.signal,
        onBuildOutput: (line) => line === "now" && controller.abort(calledOff),
      });
      await expect(gathering).rejects.toBe(calledOff);
    }
    expect(await inventory()).toEqual(before);
  });

  test("by a run that is called off while the app runs", async () => {
    const before = await inventory();
    const controller = new AbortController();
    {
      await using scope = new RunScope(engine);
      const events = await engine.docker.getEvents({
        filters: { event: ["start"], label: [`${labels.run}=${scope.id}`] },
      });
      events.once("data", () => controller.abort(calledOff));
      const gathering = gatherDockerfile(running('["sleep", "600"]'), {
        scope,
        lab: await labWith(),
        signal: controller.signal,
      });
      await expect(gathering).rejects.toBe(calledOff);
      (events as Readable).destroy();
    }
    expect(await inventory()).toEqual(before);
  });
});

test("an engine that goes away in the middle is our failure, and said", async () => {
  const folder = await mkdtemp(join(tmpdir(), "engine-"));
  const path = join(folder, "docker.sock");
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const upstream = connect(engine.host.replace("unix://", ""));
    client.pipe(upstream).pipe(client);
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => undefined));
  }).listen(path);
  const frail: Engine = { ...engine, host: `unix://${path}`, docker: new Docker({ socketPath: path }) };
  const cut = () => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  };
  const evidence = await gatherDockerfile("FROM python:3.13-slim\nRUN echo now && sleep 600\n", {
    scope: new RunScope(frail),
    lab: await labWith(),
    onBuildOutput: (line) => line === "now" && cut(),
  });
  expect(evidence.state).toBe("infrastructure");
  expect(evidence.sections.container).toMatchObject({ blame: "infrastructure" });
  await rm(folder, { recursive: true });
});
