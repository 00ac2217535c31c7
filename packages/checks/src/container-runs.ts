import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type ContainerSection,
  type Markdown,
} from "@shipshape/core";

import { cacheMountTrouble } from "./cache-mount-trouble.ts";
import { environmentTrouble } from "./environment-trouble.ts";
import { lastFinal } from "./final-stage.ts";
import { leftOut, missedByApp } from "./left-out.ts";
import { likelyCause } from "./likely-cause.ts";
import { crashInLog } from "./log-excerpt.ts";
import { plainSize } from "./plain-size.ts";
import { stageTrouble } from "./stage-trouble.ts";

/** What gunicorn writes when the engine killed one of its workers: the container itself goes on. */
const killedWorker = /Perhaps out of memory\?/;

export const containerRuns = defineCheck({
  id: "container-runs",
  title: "The container keeps running",
  why: "A container lives exactly as long as the one process that `CMD` or `ENTRYPOINT` starts. When that process ends, for whatever reason, the app is gone and nobody can reach it.",
  fix: "Run the image yourself with `docker run --rm -it IMAGE` and read what it writes before it ends. `docker run --rm -it IMAGE sh` lets you look around inside: are the files where `CMD` expects them, and are the packages installed?",
  docs: "https://docs.docker.com/reference/dockerfile/#cmd",
  needs: ["container"],
  wants: ["dockerfile", "submission"],
  judge({ container, dockerfile, submission }) {
    const killed = container.outOfMemory || killedWorker.test(container.log);
    if (container.running && !killed) return pass;
    const start = lastFinal(dockerfile, "CMD", "ENTRYPOINT");
    const user = lastFinal(dockerfile, "USER");
    const written =
      container.startError?.replace(/^.*unable to start container process: /s, "") ?? container.log;
    const own = missedByApp(written);
    const ignored = killed ? undefined : leftOut(own, submission, dockerfile);
    const trouble =
      killed || !dockerfile || own !== undefined
        ? undefined
        : (cacheMountTrouble(dockerfile, written) ??
          environmentTrouble(dockerfile, written) ??
          stageTrouble(dockerfile, written));
    const cause =
      ignored?.cause ?? trouble?.cause ?? (killed ? undefined : likelyCause(written, { user, dockerfile }));
    const lacksCommand = dockerfile && !start && container.exitCode === 0;
    const ended = lacksCommand ? withoutCommand : howItEnded(container, killed);
    return fail(
      joinMarkdown([
        ended,
        ...(written.trim() === ""
          ? [md`It wrote nothing to its log.`]
          : [md`What it wrote last:`, crashInLog(written)]),
        ...(cause ? [md`**Likely cause.** ${cause}`] : []),
      ]),
      // The Dockerfile is right where an ignore file hides the app.
      ignored
        ? undefined
        : (trouble?.line ?? (/unable to find user/.test(written) ? user?.line : start?.line)),
      ignored?.fix ?? trouble?.fix ?? (lacksCommand ? addCommand : cause && mendThat),
    );
  },
});

const withoutCommand = md`The container ended at once: below the last \`FROM\` there is no \`CMD\`, so Docker ran the base image's own, which is a Python prompt that nobody types into.`;

const mendThat = md`Mend that, and check again. \`docker run --rm IMAGE\` shows you the same by hand.`;

const addCommand = md`Add a last line that starts the app, such as \`CMD ["python", "app.py"]\`.`;

function howItEnded(container: ContainerSection, killed: boolean): Markdown {
  const { exitCode, running, startError, memoryLimitBytes } = container;
  if (startError !== undefined) return md`The engine could not start the container.`;
  if (killed)
    return running
      ? md`One of the container's processes was killed, because together they used more than the ${plainSize(memoryLimitBytes)} of memory that the lab allows.`
      : md`The container was killed, because it used more than the ${plainSize(memoryLimitBytes)} of memory that the lab allows.`;
  return md`The container stopped by itself with exit code ${exitCode}: ${
    meanings[exitCode] ?? md`its main process gave up with an error`
  }.`;
}

/** What an exit code tells; those above 128 are 128 and the number of a signal. */
const meanings: Readonly<Record<number, Markdown>> = {
  0: md`its main process had nothing more to do. Start the app in the foreground, without \`&\`, and let it be what the container runs`,
  126: md`the command was found, but it is not marked as a program`,
  127: md`the command was not found in the image`,
  137: md`it was killed from outside (signal 9), most often for using too much memory`,
  139: md`it read memory that is not its own (signal 11): a compiled package does not fit this base image`,
  143: md`it was asked to end (signal 15) by something inside the container`,
};
