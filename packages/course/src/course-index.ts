import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { labIds } from "./lab-ids.ts";
import { labsFolder } from "./labs-folder.ts";

/** What a list of the labs shows of one. */
export type LabSummary = {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  readonly points: number;
};

type Index = { readonly key: string; readonly labs: readonly LabSummary[] };

/**
 * The labs in the order of the course. Reading and validating their manifests takes three times as long as Node takes
 * to start, so what it gave is kept in the user's cache until one of them changes.
 * @throws ShipshapeError where a manifest that has changed has a mistake
 */
export async function courseIndex(): Promise<readonly LabSummary[]> {
  const key = await keyOf(labsFolder());
  const file = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "shipshape", "course.json");
  const kept = keptIn(file);
  if (kept?.key === key) return kept.labs;
  const labs = await summaries();
  keep(file, { key, labs });
  return labs;
}

/** Changes with each manifest's size and time, and with the form of what is kept. */
async function keyOf(labs: string): Promise<string> {
  const manifests = (await labIds()).map((id) => {
    const { size, mtimeMs } = statSync(join(labs, id, "lab.yaml"));
    return [id, size, mtimeMs];
  });
  return JSON.stringify([1, labs, manifests]);
}

function keptIn(file: string): Index | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Index;
  } catch {
    return undefined;
  }
}

async function summaries(): Promise<LabSummary[]> {
  // Loaded only here: schemas and YAML are what takes the time.
  const { readCourse } = await import("./course.ts");
  return (await readCourse()).map(({ id, title, summary, minutes, checks }) => ({
    id,
    title,
    summary,
    minutes,
    points: checks.reduce((sum, { points }) => sum + points, 0),
  }));
}

/** A cache that cannot be written is no trouble to anybody. */
function keep(file: string, index: Index): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(index));
    renameSync(unfinished, file);
  } catch {
    rmQuietly(unfinished);
  }
}

function rmQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Its folder is no folder, or is not ours to write to.
  }
}
