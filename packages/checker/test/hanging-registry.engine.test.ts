import { openEngine } from "@shipshape/engine";
import { expect, test } from "vitest";

import { RunScope } from "../src/run-scope.ts";
import { silentServer } from "./silent-server.ts";
import { gatherDockerfile, labWith } from "./submissions.ts";

const engine = await openEngine(console.error);

test("a registry that takes connections and never answers is our failure, and not a build that took too long", async () => {
  await using registry = await silentServer();
  await using scope = new RunScope(engine);
  const dockerfile = `FROM 127.0.0.1:${registry.port}/python:3.13-slim\nCMD ["python"]\n`;
  const { state, sections } = await gatherDockerfile(dockerfile, {
    scope,
    lab: await labWith({ buildSeconds: 3 }),
  });
  expect(state).toBe("infrastructure");
  expect(sections.build).toMatchObject({ blame: "infrastructure" });
});
