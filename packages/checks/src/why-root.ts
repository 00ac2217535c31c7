import {
  md,
  type ProcessesSection,
  type DockerfileInstruction,
  type DockerfileSection,
  type ImageSection,
  type Markdown,
} from "@shipshape/core";

import { instructionsOf, lastElsewhere, lastFinal, stageName } from "./final-stage.ts";

/** Why a process is root, in words, and the line that decides it. */
export type RootReason = { readonly reason: Markdown; readonly line?: number | undefined };

/** Programs that start another one as another user. */
const changesUser = /(?:^|[\s/"'[])(?:sudo|su|gosu|su-exec|setpriv|runuser|doas)(?=[\s"'])/;

/** @param root the live processes that are root */
export function whyRoot(
  image: ImageSection,
  root: ProcessesSection["live"],
  dockerfile: DockerfileSection | undefined,
): RootReason {
  if (!dockerfile) return { reason: md`The image's user is ${image.user || "root"}.` };
  const user = lastFinal(dockerfile, "USER");
  if (!user && namesRoot(image.user)) return withoutUser(dockerfile);
  if (user && namesRoot(image.user)) return rootByName(user, dockerfile);

  const given = instructionsOf(dockerfile).find(
    (it) => it.keyword === "RUN" && givesUidZero(it.arguments, image.user),
  );
  if (given)
    return {
      reason: md`Line ${given.line} gives the user ${image.user} the number 0. The number is what counts: this is root under another name.`,
      line: given.line,
    };
  const start = lastFinal(dockerfile, "CMD", "ENTRYPOINT");
  if (
    root.some(({ command, uid }) => uid !== 0 || changesUser.test(command)) ||
    changesUser.test(start?.arguments ?? "")
  )
    return {
      reason: md`\`USER\` is ${image.user}, and what the container starts goes back to root from there: through \`sudo\`, \`su\` or a program that always runs as root (its mode has \`s\`).`,
      line: start?.line,
    };
  return {
    reason: md`\`USER\` is ${image.user}, and the process is root all the same. Either that user has the number 0 (\`docker run --rm --entrypoint id IMAGE\` shows it), or a script that \`ENTRYPOINT\` or \`CMD\` starts goes back to root.`,
    line: user?.line,
  };
}

/** Docker takes `root`, 0 however it is written, and nothing at all for uid 0. */
const namesRoot = (user: string) => /^(?:root|[+-]?0+|)(?::|$)/.test(user);

function withoutUser(dockerfile: DockerfileSection): RootReason {
  const other = lastElsewhere(dockerfile, "USER");
  return other
    ? {
        reason: md`\`USER\` on line ${other.line} belongs to the stage ${stageName(dockerfile, other.stage)}. Each \`FROM\` starts anew, and the final stage has no \`USER\`, so Docker starts it as root.`,
        line: other.line,
      }
    : {
        reason: md`The final stage has no \`USER\`, and without one Docker starts everything as root.`,
      };
}

function rootByName(user: DockerfileInstruction, dockerfile: DockerfileSection): RootReason {
  const before = instructionsOf(dockerfile).findLast(
    (it) => it.keyword === "USER" && it.line < user.line && !namesRoot(it.arguments),
  );
  return before
    ? {
        reason: md`The last \`USER\` counts: ${user.arguments} on line ${user.line} undoes ${before.arguments} on line ${before.line}.`,
        line: user.line,
      }
    : {
        reason: md`\`USER\` on line ${user.line} names ${user.arguments}, which is root itself.`,
        line: user.line,
      };
}

/** `useradd -u 0 NAME` and the like, or a line for `/etc/passwd` with 0 in its third field. */
function givesUidZero(command: string, user: string): boolean {
  const name = user.split(":")[0] ?? "";
  return (
    command.includes(name) && (/(?:-\w*u|--uid)[ =]?0+\b/.test(command) || command.includes(`${name}:x:0`))
  );
}
