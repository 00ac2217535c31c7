import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { joinMarkdown, Markdown, md, sayIn, ShipshapeError } from "@shipshape/core";
import {
  findWorkFolder,
  type Hint,
  labIds,
  type LabWork,
  labOfFolder,
  nextHint,
  readWork,
  theLabNamed,
  type Work,
} from "@shipshape/course";

import { checkCommand, numberOf, startCommand } from "../course-line.ts";
import { currentFolder } from "../current-folder.ts";
import { keepEvent } from "../keep-progress.ts";
import { currentLanguage } from "../language.ts";
import { launcherFrom } from "../launcher.ts";
import { printMessage } from "../print-message.ts";
import { warn } from "../warn.ts";

const say = sayIn(currentLanguage());

/** `shipshape hint [LAB]`: the next hint, and no more. LAB may be a folder that has one. */
export async function hint(name?: string): Promise<void> {
  const folder = name !== undefined && /[/\\]/.test(name) ? resolve(name) : undefined;
  if (folder !== undefined && !existsSync(folder))
    throw new ShipshapeError(
      md`There is no folder ${name ?? folder}.`,
      "Name the folder that holds your Dockerfile.",
    );
  const work = await readWork(findWorkFolder(folder ?? currentFolder()));
  if (work.problem) warn(work.problem);
  const lab =
    name === undefined || folder !== undefined
      ? await labAround(folder ?? currentFolder(), work)
      : theLabNamed(name, await labIds());
  if (lab === undefined)
    return console.log(say`No lab was started yet. Start the first one: ${startCommand()}`);
  const labWork = work.labs.get(lab);
  const next = labWork ? await nextHint(lab, labWork) : ({ none: "not-checked" } as const);
  if ("none" in next) return console.log(sentenceFor(next.none, lab, labWork));
  const { check, number } = next.hint;
  await keepEvent(work.folder, { event: "hint", lab, check, number });
  await printMessage(hintPage(lab, next.hint));
}

/** The lab of a folder; in another folder, the one that was worked on last. */
async function labAround(folder: string, { labs }: Work): Promise<string | undefined> {
  return (await labOfFolder(folder)) ?? Array.from(labs.keys()).at(-1);
}

function hintPage(lab: string, { check, number, of, text }: Hint): Markdown {
  const command = launcherFrom(currentFolder(), "hint", numberOf(lab));
  const explain = launcherFrom(currentFolder(), "explain", check);
  const then =
    number < of
      ? md`If that is not enough, ${command} gives the next one, and ${explain} the whole of it.`
      : md`This was the last one for this check. ${explain} says the whole of it.`;
  return joinMarkdown([md`Hint ${number} of ${of} for ${check}, in lab ${lab}:`, new Markdown(text), then]);
}

function sentenceFor(none: "not-checked" | "all-passed" | "all-shown", lab: string, work?: LabWork): string {
  switch (none) {
    case "not-checked":
      return work
        ? say`Hints go by what failed, and lab ${lab} was not checked yet: ${checkCommand(lab, work)}`
        : say`Hints go by what failed, and lab ${lab} was not started yet: ${startCommand(lab)}`;
    case "all-passed":
      return say`All checks of lab ${lab} passed: there is nothing left to hint at. What comes next: ${launcherFrom(currentFolder(), "labs")}`;
    case "all-shown":
      return say`You have had every hint for what failed in lab ${lab}. Each check's page says more: ${launcherFrom(currentFolder(), "explain", "CHECK")}`;
  }
}
