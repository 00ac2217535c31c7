import { execFileSync } from "node:child_process";

import { afterEach, beforeAll, expect, test } from "vitest";

import { belongingsOf, removeBelongings } from "../src/belongings.ts";
import {
  labels,
  newRunId,
  openEngine,
  provideBase,
  repositories,
  sweepDeadRuns,
  type Engine,
} from "../src/index.ts";

const image = "python:3.13-slim";
let engine: Engine;
let deadRun: string;
const mine: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  engine = await openEngine(() => {});
  await provideBase(engine, image, () => {});
  const module = new URL("../src/run-id.ts", import.meta.url).href;
  const script = `import(${JSON.stringify(module)}).then(({ newRunId }) => console.log(newRunId()))`;
  deadRun = execFileSync(process.execPath, ["--eval", script], { encoding: "utf8" }).trim();
});

afterEach(async () => {
  for (const remove of mine.splice(0).toReversed()) await remove();
});

/** A container, a network, a volume and an image of one run. */
async function leave(run: string): Promise<void> {
  const { docker } = engine;
  const set = { [labels.run]: run };
  const container = await docker.createContainer({ Image: image, Labels: set, Cmd: ["sleep", "60"] });
  await container.start();
  await docker.createNetwork({ Name: `shipshape-test-${run}`, Labels: set });
  await docker.createVolume({ Name: `shipshape-test-${run}`, Labels: set });
  await docker.getImage(image).tag({ repo: repositories.run, tag: `${run}-1` });
  mine.push(async () =>
    removeBelongings(
      engine,
      (await belongingsOf(engine)).filter(({ runId }) => runId.startsWith(run)),
    ),
  );
}

async function kindsOf(run: string): Promise<string[]> {
  return (await belongingsOf(engine)).filter(({ runId }) => runId.startsWith(run)).map(({ kind }) => kind);
}

const all = ["container", "network", "volume", "image"];

test("all that a killed run left is removed, and nothing of a living one", async () => {
  const alive = newRunId();
  await leave(deadRun);
  await leave(alive);
  expect(await kindsOf(deadRun)).toEqual(all);

  await sweepDeadRuns(engine);

  expect(await kindsOf(deadRun)).toEqual([]);
  expect(await kindsOf(alive)).toEqual(all);
  // The image behind the tag is someone else's too.
  await expect(engine.docker.getImage(image).inspect()).resolves.toHaveProperty("Id");
});

test("a container of the learner's own stays, even where its image has our label", async () => {
  const { docker } = engine;
  const source = await docker.createContainer({ Image: image });
  const labelled = await source.commit({
    repo: "shipshape-test",
    tag: "labelled",
    changes: `LABEL ${labels.run}=${deadRun}`,
  });
  mine.push(() => docker.getImage(labelled.Id).remove({ force: true }));
  await source.remove();
  const container = await docker.createContainer({ Image: "shipshape-test:labelled" });
  mine.push(() => container.remove({ force: true }));

  await sweepDeadRuns(engine);

  await expect(container.inspect()).resolves.toHaveProperty("Id", container.id);
});
