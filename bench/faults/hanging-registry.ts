import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { gradebookSchema } from "@shipshape/core";

// @boundaries-ignore the registry of the engine's tests
import { silentServer } from "../../packages/checker/test/silent-server.ts";
import { type FaultClass, gradebookIn } from "./fault-class.ts";
import { compare, type Outcome, sum } from "./outcome.ts";

const name = "waits-for-a-registry";

/** One learner more, whose base image is in a registry that takes connections and never answers. */
export async function hangingRegistry(its: FaultClass): Promise<Outcome> {
  await using registry = await silentServer();
  const root = its.newResults();
  const [submissions, lab, results] = [
    join(root, "class"),
    join(root, "labs", its.lab.id),
    join(root, "results"),
  ];
  await cp(its.submissions, submissions, { recursive: true });
  await mkdir(join(submissions, name));
  const right = await readFile(join(its.lab.folder, "solution/Dockerfile"), "utf8");
  const dockerfile = right.replace(/^FROM .*/m, `FROM 127.0.0.1:${registry.port}/python:3.13-slim`);
  await writeFile(join(submissions, name, "Dockerfile"), dockerfile);
  // The same lab, with less time for a build.
  await cp(its.lab.folder, lab, { recursive: true });
  await cp(its.lab.appFolder, join(root, "flask-app"), { recursive: true });
  const manifest = await readFile(join(lab, "lab.yaml"), "utf8");
  await writeFile(join(lab, "lab.yaml"), `${manifest}\nlimits:\n  buildSeconds: 15\n`);

  const { status, said } = await its.run(["grade", lab, submissions, "--out", results]).ended;
  if (status !== 2) throw new Error(`A registry that hangs ended it with ${status}: ${said}`);
  const gradebook = gradebookSchema.parse(JSON.parse(await gradebookIn(results)));
  const waiting = gradebook.rows.find(({ learner }) => learner.id === name);
  if (waiting?.state !== "error" || waiting.score !== null)
    throw new Error(`Who waits for it is ${waiting?.state}, with a score of ${waiting?.score}.`);
  const others = { ...gradebook, rows: gradebook.rows.filter((row) => row !== waiting) };
  await mkdir(dirname(results), { recursive: true });
  await writeFile(join(results, "gradebook.json"), `${JSON.stringify(others, null, 2)}\n`);
  return sum(
    "a registry that hangs, for one learner's base image",
    [await compare(its, results)],
    "that learner has an error of ours and no score; the others are compared",
  );
}
