/**
 * Compares how long the commands that answer at once take, as whole processes, with Node's own start, in turns.
 * usage: node bench/start.ts [PAIRS] [--write]      (60 pairs; --write keeps the table in bench/RESULTS.md)
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { inTurns, ratioTable, rowOf } from "./in-turns.ts";
import { measure } from "./measure.ts";
import { countOr, measuredOn, tell } from "./results.ts";

const pairs = countOr(60);
const shipshape = join(import.meta.dirname, "../shipshape");
const saves = 1000;

/** A learner's progress: a check that came out differently for each save. */
const last = { "image-builds": "pass", "home-page": "fail", "layer-cache": "skip" };
const labs = ["01-first-image", "02-build-context", "03-layer-cache"];
const at = new Date().toISOString();
const checks = Array.from({ length: saves }, (_, save) => {
  const [lab, bytes] = [labs[save % labs.length], 130_000_000 + save];
  return `${JSON.stringify({ at, event: "checked", lab, score: save % 9, maxScore: 10, checks: last, bytes })}\n`;
});

const folder = await mkdtemp(join(tmpdir(), "start-"));
const node = async () => (await measure(process.execPath, ["-e", "0"], process.env)).endMs;
const command = (word: string, progress: readonly string[]) => async () => {
  await writeFile(join(folder, "progress.jsonl"), progress);
  return (await measure(shipshape, [word], process.env, folder)).endMs;
};

const rows = [
  rowOf("`labs`, before anything was checked", 2, await inTurns(pairs, command("labs", []), node)),
  rowOf(`\`labs\`, after ${saves} checks`, 2, await inTurns(pairs, command("labs", checks), node)),
  rowOf(`\`hint\`, after ${saves} checks`, 2, await inTurns(pairs, command("hint", checks), node)),
  rowOf("`--help`", 2, await inTurns(pairs, command("--help", checks), node)),
];
await rm(folder, { recursive: true });
await tell(
  "The start of a command",
  `Written by \`node bench/start.ts ${pairs} --write\`: whole processes of \`./shipshape\`, the launcher and the bundle, against \`node -e 0\`, in turns. Each \`hint\` gives one, and keeps durably that it did.

${measuredOn(`${pairs} pairs`)}

${ratioTable(rows)}`,
);
