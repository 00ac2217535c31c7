import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type CanariesSection,
  type DockerfileInstruction,
  type DockerfileSection,
  type Finding,
} from "@shipshape/core";

import { contextTakers } from "./context-takers.ts";
import { endOfLog } from "./log-excerpt.ts";
import { describeLayer } from "./planted-layer.ts";
import { instructionAt, quoteWithLine, stepInWords } from "./step-in-words.ts";
import { whyLetThrough, type LetThrough } from "./why-let-through.ts";

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
    const { build, sent, found } = canaries;
    const because = (paths: readonly string[], taker: DockerfileInstruction | undefined) =>
      context && whyLetThrough(context, submission, { paths, planted: canaries.planted, taker });
    if (found.length > 0) return inLayers(canaries, dockerfile, because);
    // What no step asked for cannot have stopped one.
    if (build.outcome === "built" || build.outcome === "not-started" || sent.length === 0) return pass;
    return stoppedBy(canaries, build, dockerfile, because);
  },
});

type Because = (paths: readonly string[], taker: DockerfileInstruction | undefined) => LetThrough | undefined;

function inLayers(
  { found, planted }: CanariesSection,
  dockerfile: DockerfileSection | undefined,
  because: Because,
): Finding {
  const distinct = [...new Set(found.map(({ canary }) => canary))];
  const layers = Map.groupBy(found, ({ line, instruction, deleted }) =>
    JSON.stringify([line, instruction, deleted]),
  );
  const largest = Array.from(layers.values()).toSorted(
    (a, b) => b.length - a.length || lineOf(a) - lineOf(b),
  );
  const more =
    largest.length > mostLayers ? [md`They are in ${largest.length - mostLayers} more layers.`] : [];
  const [first] = largest[0] ?? [];
  const own = instructionAt(dockerfile, first?.line);
  const why = because(
    distinct,
    own && own.keyword !== "RUN" ? own : contextTakers(dockerfile, distinct[0] ?? "")[0],
  );
  const seen = md`Of ${planted.length} files planted beside the app, ${distinct.length} reached the image.`;
  return fail(
    joinMarkdown([
      why ? md`${seen} ${why.reason}` : seen,
      ...largest.slice(0, mostLayers).flatMap((layer) => describeLayer(layer, dockerfile)),
      ...more,
    ]),
    first?.line,
    why?.fix,
  );
}

const lineOf = ([first]: CanariesSection["found"]) => first?.line ?? Infinity;

type Stopped = Exclude<CanariesSection["build"], { outcome: "built" | "not-started" }>;

function stoppedBy(
  { sent, planted }: CanariesSection,
  { failedStep, error, log }: Stopped,
  dockerfile: DockerfileSection | undefined,
  because: Because,
): Finding {
  const [taker] = contextTakers(dockerfile, sent[0] ?? "");
  const why = because(sent, taker);
  const stopped = failedStep
    ? md`The app builds by itself. With ${planted.length} files planted beside it, such as ${sent[0] ?? ""}, the build stops at ${stepInWords(dockerfile, failedStep)}.`
    : md`The app builds by itself. With ${planted.length} files planted beside it, such as ${sent[0] ?? ""}, the build stops before its end.`;
  const took = taker ? md`${stopped} ${quoteWithLine(taker)} takes ${sent.length} of them along.` : stopped;
  const seen = why ? md`${took} ${why.reason}` : took;
  const silent = log.trim() === "";
  return fail(
    joinMarkdown([
      silent ? md`${seen} The engine says:` : md`${seen} The end of its output:`,
      endOfLog(silent ? error : log),
    ]),
    taker?.line ?? failedStep?.line,
    why?.fix && failedStep?.line !== undefined
      ? md`${why.fix} Line ${failedStep.line} can stay as it is.`
      : why?.fix,
  );
}
