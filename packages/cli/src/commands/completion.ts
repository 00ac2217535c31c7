import { dirname, join, sep } from "node:path";

import { labsFolder } from "@shipshape/course";
import type { Command } from "commander";

import { offer } from "../completion/candidates.ts";
import { scripts } from "../completion/scripts.ts";
import { wanted } from "../completion/wanted.ts";

/** `shipshape completion SHELL` */
export function completion(shell: keyof typeof scripts): void {
  const launcher = join(dirname(labsFolder()), "shipshape");
  // Git Bash takes C:/a/b for C:\a\b.
  process.stdout.write(scripts[shell](sep === "/" ? launcher : launcher.replaceAll(sep, "/")));
}

/** `shipshape complete -- WORDS`, which the shells' scripts call: see completion/scripts.ts for the form of its answer. */
export async function complete(program: Command, words: readonly string[]): Promise<void> {
  const answer = await offer(program, wanted(program, words));
  const lines =
    "paths" in answer
      ? [answer.paths]
      : ["words", ...answer.candidates.map(({ value, description }) => `${value}\t${description ?? ""}`)];
  process.stdout.write(`${lines.join("\n")}\n`);
}
