import { joinMarkdown, md, stageChain, type DockerfileSection } from "@shipshape/core";

import type { Trouble } from "./environment-trouble.ts";
import { addToInstall } from "./native-libraries.ts";
import { instructionAt } from "./step-in-words.ts";
import { packagesNamed } from "./system-packages.ts";

/** What tools write when they look for a C library's headers in vain. */
export const noHeaders =
  /mysql_config|pkg-config: (?:command )?not found|pkg_config|Can not find valid pkg-config name/;

/** What they write when there is nothing to compile with. */
export const noCompiler =
  /command '[^'\n]*(?:gcc|cc|g\+\+)' failed: No such file|No such file or directory: '(?:[^'\n]*[/-])?(?:gcc|cc|[gc]\+\+)'|unable to execute '[^'\n]*(?:gcc|cc)'|(?:gcc|g\+\+|cc|make): (?:command )?not found|No acceptable C compiler|Unknown compiler/i;

/**
 * Finds what a stage lacks to compile a package with, and the line that has to install it.
 * @param at the line that failed
 * @param written what it wrote
 */
export function compileTrouble(
  dockerfile: DockerfileSection,
  at: number | undefined,
  written: string,
): Trouble | undefined {
  const step = instructionAt(dockerfile, at);
  const headers = noHeaders.test(written) && /mysqlclient/i.test(written);
  if (!step || step.keyword !== "RUN" || (!headers && !noCompiler.test(written))) return undefined;
  const chain = stageChain(dockerfile, step.stage);
  const base = dockerfile.stages[chain.at(-1) ?? 0]?.base ?? "";
  if (/alpine/.test(base)) return undefined;

  const installed = dockerfile.instructions
    .filter((it) => chain.includes(it.stage) && it.keyword === "RUN" && it.line < step.line)
    .flatMap((it) => Object.values(packagesNamed(it.arguments)).flat());
  const compiles = installed.some((name) => /^(?:gcc|g\+\+|clang|build-essential)\b/.test(name));
  // A full base has a compiler, and it is the headers that packages ask for first.
  const compiler = compiles || !/slim/.test(base) ? [] : ["gcc", "libc6-dev"];
  const lacking = headers ? [...compiler, "default-libmysqlclient-dev", "pkg-config"] : ["gcc", "libc6-dev"];
  const packages = lacking.filter((name) => !installed.includes(name));
  if (packages.length === 0) return undefined;
  const half = installed.find((name) => /^lib(?:mariadb|mysqlclient)\d+$/.test(name));
  const cause = headers
    ? md`\`mysqlclient\` is compiled here, and the headers of its C library are missing in this stage.`
    : md`A package is compiled here, and this stage has no C compiler.`;
  return {
    cause:
      headers && half !== undefined
        ? joinMarkdown([cause, md`${half} is the library alone, which is for running.`], " ")
        : cause,
    ...addToInstall(dockerfile, step.stage, packages, step.line),
  };
}
