import { resolve } from "node:path";

import { sayIn, visible } from "@shipshape/core";
import { findLab, findWorkFolder, type StartedLab, startLab } from "@shipshape/course";
import { hang, type Look, wrap } from "@shipshape/report";

import { currentFolder } from "../current-folder.ts";
import { launcherFrom, pathFrom } from "../launcher.ts";
import { readStanding } from "../read-standing.ts";
import { shellQuoted } from "../shell-quoted.ts";
import { stdoutLook } from "../stdout-look.ts";
import { warn } from "../warn.ts";

/** `shipshape start [LAB] [WORKFOLDER]`: without a lab, the next one. */
export async function start(name?: string, workFolder?: string): Promise<void> {
  const lab = await findLab(name ?? (await nextLab()));
  // An empty name comes from a variable that is not set, and would mean the folder that one is in.
  const folder = workFolder ? resolve(workFolder) : findWorkFolder(currentFolder());
  const started = await startLab(lab, folder);
  if (started.unrecorded) warn(started.unrecorded);
  const look = stdoutLook();
  console.log(`${whatWasLaid(lab.id, started, look)}\n\n${whatToDo(started.folder, lab.submit, look)}`);
}

/** The one that comes next; where all are done, the first again. */
async function nextLab(): Promise<string> {
  const { standing } = await readStanding();
  const next = standing.find(({ state }) => state === "next") ?? standing[0];
  if (!next) throw new Error("The course has no labs.");
  return next.lab.id;
}

function whatWasLaid(lab: string, { folder, laid, kept }: StartedLab, look: Look): string {
  const say = sayIn(look.language);
  const place = visible(pathFrom(currentFolder(), folder));
  const sentences = [
    ...(laid.length === 0 ? [say`Lab ${lab} is in ${place}, with everything that belongs to it.`] : []),
    ...(laid.length > 0 && kept.length === 0 ? [say`Lab ${lab} is in ${place}: ${list(laid)}.`] : []),
    ...(laid.length > 0 && kept.length > 0
      ? [say`Lab ${lab} was in ${place}, and got what was missing: ${list(laid)}.`]
      : []),
    ...(kept.length > 0 ? [say`Left as it was: ${list(kept)}.`] : []),
  ];
  return wrap(sentences.join(" "), look.columns);
}

const list = (paths: readonly string[]) => visible(paths.join(", "));

function whatToDo(folder: string, submit: readonly string[], look: Look): string {
  const say = sayIn(look.language);
  const type = (command: string) => launcherFrom(folder, command);
  const steps = [
    say`Go there: ${`cd ${shellQuoted(pathFrom(currentFolder(), folder))}`}`,
    say`Read INSTRUCTIONS.md and edit ${submit.join(", ")}.`,
    say`Check it: ${type("check")}`,
    say`Or have it checked at each save: ${type("watch")}`,
    say`If you are stuck: ${type("hint")}`,
  ];
  return steps.map((step, at) => hang(`${at + 1}. `, wrap(step, look.columns - 3))).join("\n");
}
