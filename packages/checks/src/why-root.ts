import {
  md,
  type ProcessesSection,
  type DockerfileInstruction,
  type DockerfileSection,
  type ImageSection,
  type Markdown,
} from "@shipshape/core";

import { instructionsOf, lastFinal } from "./final-stage.ts";
import { changesUser, makerOf, startScript } from "./start-script.ts";
import { withoutUser } from "./why-no-user.ts";

/** Why a process is root, in words, the line to edit, and what to try. */
export type RootReason = {
  readonly reason: Markdown;
  readonly line?: number | undefined;
  readonly fix?: Markdown | undefined;
};

/** @param root the live processes that are root */
export function whyRoot(
  image: ImageSection,
  root: ProcessesSection["live"],
  dockerfile: DockerfileSection | undefined,
): RootReason {
  if (!dockerfile) return { reason: md`The image's user is ${image.user || "root"}.` };
  const user = lastFinal(dockerfile, "USER");
  if (!user && namesRoot(image.user)) return withoutUser(image, root, dockerfile);
  if (user && namesRoot(image.user)) return rootByName(user, dockerfile);
  return rootByNumber(image, dockerfile) ?? backToRoot(image, root, dockerfile);
}

/** Docker takes `root`, 0 however it is written, and nothing at all for uid 0. */
const namesRoot = (user: string) => /^(?:root|[+-]?0+|)(?::|$)/.test(user);

function rootByName(user: DockerfileInstruction, dockerfile: DockerfileSection): RootReason {
  const before = instructionsOf(dockerfile).findLast(
    (it) => it.keyword === "USER" && it.line < user.line && !namesRoot(it.arguments),
  );
  const again = instructionsOf(dockerfile).findLast((it) => it.keyword === "RUN" && it.line > user.line);
  if (!before) {
    const made = makerOf(dockerfile);
    return {
      reason: md`\`USER\` on line ${user.line} names ${user.arguments}, which is root itself.`,
      line: user.line,
      ...(made && { fix: md`Line ${made.line} makes the user ${made.name}: name that one with \`USER\`.` }),
    };
  }
  const back = `USER ${before.arguments}`;
  return {
    reason: md`The last \`USER\` counts: ${user.arguments} on line ${user.line} undoes ${before.arguments} on line ${before.line}.`,
    line: user.line,
    fix: again
      ? md`Below line ${again.endLine}, the last step that may need root, write ${back} again.`
      : md`Leave line ${user.line} out.`,
  };
}

function rootByNumber({ user }: ImageSection, dockerfile: DockerfileSection): RootReason | undefined {
  const given = instructionsOf(dockerfile).find(
    (it) => it.keyword === "RUN" && givesUidZero(it.arguments, user),
  );
  if (!given) return undefined;
  return {
    reason: md`Line ${given.line} gives the user ${user} the number 0. The number is what counts: this is root under another name.`,
    line: given.line,
    fix: md`On line ${given.line}, give ${user} another number, such as 10001.`,
  };
}

/** `useradd -u 0 NAME` and the like, or a line for `/etc/passwd` with 0 in its third field. */
function givesUidZero(command: string, user: string): boolean {
  const name = user.split(":")[0] ?? "";
  return (
    command.includes(name) && (/(?:-\w*u|--uid)[ =]?0+\b/.test(command) || command.includes(`${name}:x:0`))
  );
}

/** `chmod u+s`, `chmod 4755` and the like: the program then runs with its owner's rights. */
const setsUidBit = /\bchmod\s(?:-\S+\s+)*(?:[ugoa]*\+[rwxt]*s|0?[4567][0-7]{3}\b)/;

/** The user is not root, and what the container starts is. */
function backToRoot(
  image: ImageSection,
  root: ProcessesSection["live"],
  dockerfile: DockerfileSection,
): RootReason {
  const start = lastFinal(dockerfile, "CMD", "ENTRYPOINT");
  const script = startScript(image, dockerfile);
  const [, inScript] = changesUser.exec(script?.text ?? "") ?? [];
  const setuid = instructionsOf(dockerfile).findLast(
    (it) => it.keyword === "RUN" && setsUidBit.test(it.arguments),
  );
  if (setuid)
    return {
      reason: md`\`USER\` is ${image.user}, and line ${setuid.line} lets it become root again: with the setuid bit that \`chmod\` sets there, a program runs with the rights of its owner, root, whoever starts it.`,
      line: setuid.line,
      fix:
        script && inScript
          ? md`Take that \`chmod\` out of line ${setuid.line}, and ${inScript} with its options out of the script that line ${script.line} writes: the app needs neither.`
          : md`Take that \`chmod\` out of line ${setuid.line}. If the app may not write somewhere, give it that place with \`chown\` or \`COPY --chown\`.`,
    };
  const [, program] = changesUser.exec(start?.arguments ?? "") ?? [];
  if (program)
    return {
      reason: md`\`USER\` is ${image.user}, and line ${start?.line ?? 0} goes back to root from there, through ${program}.`,
      line: start?.line,
      fix: md`Let line ${start?.line ?? 0} start the app directly, without ${program}.`,
    };
  if (script && inScript)
    return {
      reason: md`\`USER\` is ${image.user}, and the script that line ${script.line} writes goes back to root from there, through ${inScript}.`,
      line: script.line,
      fix: md`Let the script start the app directly, without ${inScript}.`,
    };
  return root.some(({ command, uid }) => uid !== 0 || changesUser.test(command))
    ? {
        reason: md`\`USER\` is ${image.user}, and what the container starts goes back to root from there: through \`sudo\`, \`su\` or a program that always runs as root (its mode has \`s\`).`,
        line: start?.line,
      }
    : {
        reason: md`\`USER\` is ${image.user}, and the process is root all the same. Either that user has the number 0 (\`docker run --rm --entrypoint id IMAGE\` shows it), or a script that \`ENTRYPOINT\` or \`CMD\` starts goes back to root.`,
        line: lastFinal(dockerfile, "USER")?.line,
      };
}
