import { md, type DockerfileSection } from "@shipshape/core";

import type { Trouble } from "./environment-trouble.ts";
import { environmentsOf } from "./environments.ts";
import { instructionsOf } from "./final-stage.ts";
import { isInstaller } from "./install-words.ts";
import { allMounts, isWithin } from "./instruction-paths.ts";
import { noProgram, notFound } from "./not-found.ts";

/**
 * Finds what was installed into a cache mount, behind an app that did not start.
 * @param written what the engine or the app said
 */
export function cacheMountTrouble(dockerfile: DockerfileSection, written: string): Trouble | undefined {
  const file = noProgram.exec(written)?.[1];
  const missing = notFound(written);
  if (file === undefined && !missing) return undefined;
  const environments = environmentsOf(dockerfile);
  const lost = (target: string) =>
    file === undefined
      ? environments.some(({ directory }) => isWithin(directory, target)) ||
        /\/(?:site|dist)-packages\b/.test(target)
      : isWithin(file, target);
  for (const { keyword, line, arguments: words } of instructionsOf(dockerfile)) {
    if (keyword !== "RUN" || !isInstaller(words)) continue;
    const mount = allMounts(words).find(({ type, target }) => type === "cache" && lost(target));
    if (!mount) continue;
    return {
      cause: md`Line ${line} installs into a cache mount, at ${mount.target}. A cache mount is in no image: what is put there is gone when the step has ended.`,
      line,
      fix: md`Take that mount out of line ${line}. One that keeps only what pip downloads is \`--mount=type=cache,target=/root/.cache/pip\`.`,
    };
  }
  return undefined;
}
