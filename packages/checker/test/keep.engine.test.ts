import { openEngine } from "@shipshape/engine";
import { expect, test } from "vitest";

import { RunScope } from "../src/run-scope.ts";
import { gatherDockerfile, labWith, running, seen } from "./submissions.ts";

const engine = await openEngine(console.error);

test("what is kept stays up, and answers at a port of the engine's host", async () => {
  const scope = new RunScope(engine, { keep: true });
  const evidence = await gatherDockerfile(running('["python", "app.py"]'), { scope, lab: await labWith() });
  await scope[Symbol.asyncDispose]();
  const [kept] = await scope.containers();
  try {
    expect(seen(evidence, "served")).toEqual({ port: 5000 });
    const port = kept?.Ports.find(({ PrivatePort }) => PrivatePort === 5000)?.PublicPort;
    const answer = await fetch(`http://${engine.address}:${port}/health`);
    expect(await answer.json()).toEqual({ status: "ok" });
  } finally {
    await engine.docker.getContainer(kept?.Id ?? "").remove({ force: true });
    await engine.docker.getNetwork((await scope.network()).name).remove();
    await engine.docker.getImage(`shipshape/run:${scope.id}-1`).remove({ force: true });
  }
});
