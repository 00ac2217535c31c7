import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type CanariesSection,
  type DockerfileSection,
  type Finding,
  type Markdown,
} from "@shipshape/core";

import { ignoreFileWords } from "./ignore-file.ts";
import { endOfLog } from "./log-excerpt.ts";
import { describeLayer } from "./planted-layer.ts";

const mostLayers = 3;

export const cleanContext = defineCheck({
  id: "clean-context",
  title: "What merely lies beside the app is in no layer of the image",
  why: "On a developer's disk the app has neighbours: a `.env` with passwords, the whole history in `.git`, logs, compiled files, a virtual environment made for another machine. `COPY . .` takes along all that nobody keeps out, and whoever gets the image can read it. Deleting it on a later line hides it and no more: a layer never changes once it is made, so the file is still downloaded with it.",
  fix: "Name in `COPY` what the app needs, or keep the rest out of the build with an ignore file, best with both. A pattern there counts from the top of the context: `.env` means one file, `**/.env` means every file of that name. A later line that begins with `!` brings back what earlier ones left out. To see what is in an image: `docker save IMAGE | tar -x` unpacks its layers, each an archive of its own.",
  docs: "https://docs.docker.com/build/concepts/context/#dockerignore-files",
  needs: ["canaries"],
  wants: ["dockerfile", "context", "submission"],
  judge({ canaries, dockerfile, context, submission }) {
    const ignoreFile = context ? [ignoreFileWords(context, submission)] : [];
    if (canaries.found.length > 0) return inLayers(canaries, dockerfile, ignoreFile);
    const { build, sent } = canaries;
    // What no step asked for cannot have stopped one.
    if (build.outcome === "built" || build.outcome === "not-started" || sent.length === 0) return pass;
    return stoppedBy(canaries, build, ignoreFile);
  },
});

function inLayers(
  canaries: CanariesSection,
  dockerfile: DockerfileSection | undefined,
  ignoreFile: readonly Markdown[],
): Finding {
  const { found, planted } = canaries;
  const distinct = new Set(found.map(({ canary }) => canary)).size;
  const layers = Map.groupBy(found, ({ line, instruction, deleted }) =>
    JSON.stringify([line, instruction, deleted]),
  );
  const largest = Array.from(layers.values()).toSorted(
    (a, b) => b.length - a.length || lineOf(a) - lineOf(b),
  );
  const more =
    largest.length > mostLayers ? [md`They are in ${largest.length - mostLayers} more layers.`] : [];
  return fail(
    joinMarkdown([
      md`Files were planted beside the app: ${distinct} of ${planted.length} reached the image.`,
      ...largest.slice(0, mostLayers).flatMap((layer) => describeLayer(layer, dockerfile)),
      ...more,
      ...ignoreFile,
      ...(areBelowTheTop(canaries) ? [reachOfRules] : []),
    ]),
    largest[0]?.[0]?.line,
  );
}

const lineOf = ([first]: CanariesSection["found"]) => first?.line ?? Infinity;

/** Whether at the top of the context the same files were kept out. */
function areBelowTheTop({ found, planted, sent }: CanariesSection): boolean {
  return found.every(({ canary }) =>
    planted.some((other) => canary.endsWith(`/${other}`) && !sent.includes(other)),
  );
}

const reachOfRules = md`At the top of the context the same names were kept out. A rule without \`**/\` in front reaches no further than the top, and one with \`!\` brings back a folder with all that is in it.`;

type Stopped = Exclude<CanariesSection["build"], { outcome: "built" | "not-started" }>;

function stoppedBy(
  { sent, planted }: CanariesSection,
  { failedStep, error, log }: Stopped,
  ignoreFile: readonly Markdown[],
): Finding {
  const step = failedStep ? md`at the step ${failedStep.name}` : md`before its end`;
  const silent = log.trim() === "";
  return fail(
    joinMarkdown([
      md`The app builds by itself. With ${planted.length} files planted beside it, such as ${sent[0] ?? ""}, the build asked for ${sent.length} of them and stopped ${step}${silent ? md`:` : md`. The end of its output:`}`,
      endOfLog(silent ? error : log),
      ...ignoreFile,
    ]),
    failedStep?.line,
  );
}
