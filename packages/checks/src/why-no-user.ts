import {
  joinMarkdown,
  md,
  type DockerfileInstruction,
  type DockerfileSection,
  type ImageSection,
  type Markdown,
  type ProcessesSection,
} from "@shipshape/core";

import { lastElsewhere, lastFinal, stageName } from "./final-stage.ts";
import { changesUser, makerOf, startScript, type StartScript } from "./start-script.ts";
import type { RootReason } from "./why-root.ts";

/**
 * Why a process is root in an image without USER, by what the learner did in its place.
 * @param root the live processes that are root
 */
export function withoutUser(
  image: ImageSection,
  root: ProcessesSection["live"],
  dockerfile: DockerfileSection,
): RootReason {
  const start = lastFinal(dockerfile, "ENTRYPOINT") ?? lastFinal(dockerfile, "CMD");
  const reason = nothingInItsPlace(dockerfile);
  if (!start) return { reason };
  const { line } = start;
  const add = addUser(start, dockerfile);
  if (root.every(({ euid }) => euid !== 0))
    return {
      reason: md`What line ${line} starts gives up the effective uid only. The real one stays 0, and with it a process may become root again. \`USER\` sets both, and the image has none.`,
      line,
      fix: joinMarkdown([add, md`Then take what changes the user out of line ${line}.`], " "),
    };
  const [parent] = root.flatMap(({ command }) => changesUser.exec(`${command} `)?.[1] ?? []);
  if (parent)
    return {
      reason: md`${parent} stays root itself for as long as the app that it starts runs, and the image has no \`USER\`.`,
      line,
      fix: joinMarkdown([add, md`Then start the app directly, without ${parent}.`], " "),
    };
  const script = startScript(image, dockerfile);
  if (script && !changesUser.test(script.text)) return withScript(script, add);
  const workers = lastFinal(dockerfile, "CMD", "ENTRYPOINT");
  const [, flag] = /\bgunicorn\b.*?[\s"'](--user|-u)[\s"'=]/.exec(workers?.arguments ?? "") ?? [];
  if (workers && flag)
    return {
      reason: md`${flag} on line ${workers.line} changes the user of gunicorn's workers only. The process that starts them stays root, since the image has no \`USER\`.`,
      line: workers.line,
      fix: joinMarkdown([add, md`Then ${flag} is not needed.`], " "),
    };
  return { reason, line, fix: add };
}

const noUser = (dockerfile: DockerfileSection): Markdown =>
  dockerfile.stages.length > 1
    ? md`The final stage has no \`USER\`, and without one Docker starts everything as root.`
    : md`The Dockerfile has no \`USER\`, and without one Docker starts everything as root.`;

function nothingInItsPlace(dockerfile: DockerfileSection): Markdown {
  const made = makerOf(dockerfile);
  const other = lastElsewhere(dockerfile, "USER");
  const there = other && makerOf(dockerfile, other.stage);
  const reason = other
    ? md`\`USER\` on line ${other.line} belongs to the stage ${stageName(dockerfile, other.stage)}. Each \`FROM\` starts anew, and the final stage has no \`USER\`, so Docker starts it as root.`
    : noUser(dockerfile);
  if (made)
    return md`${reason} Line ${made.line} makes the user ${made.name}, and no ${`USER ${made.name}`} follows.`;
  return there
    ? md`${reason} The user ${there.name}, whom line ${there.line} makes, is not there either.`
    : reason;
}

/** What to try, so that the image has a USER above the instruction that starts the app. */
function addUser({ line, keyword }: DockerfileInstruction, dockerfile: DockerfileSection): Markdown {
  const made = makerOf(dockerfile);
  if (made) return md`Above ${keyword} on line ${line}, write ${`USER ${made.name}`}.`;
  const other = lastElsewhere(dockerfile, "USER");
  const there = other && makerOf(dockerfile, other.stage);
  return there
    ? md`Above ${keyword} on line ${line}, make the user with \`useradd\`, as on line ${there.line}, and below that write ${`USER ${there.name}`}.`
    : md`Above ${keyword} on line ${line}, make a user with \`RUN useradd app\`, and below that write \`USER app\`.`;
}

/** What only root may do, so that a script which does it fails as another user. */
const needsRoot = /(?:^|[\s'"/])(chown|chgrp|mount|apt-get|useradd|adduser|usermod)\s/;

/** @param add what to do to have USER */
function withScript({ line, text }: StartScript, add: Markdown): RootReason {
  const [, needs] = needsRoot.exec(text) ?? [];
  return {
    reason: md`The image has no \`USER\`, so the script that line ${line} writes runs as root, and it starts the app without giving that up.`,
    line,
    fix: needs
      ? joinMarkdown(
          [
            md`Take ${needs} out of the script: only root may do it, so do it in a \`RUN\`, if the app needs it at all.`,
            add,
          ],
          " ",
        )
      : add,
  };
}
