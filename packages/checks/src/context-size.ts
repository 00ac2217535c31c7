import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  sizeSchema,
  stageChain,
  type ContextSection,
} from "@shipshape/core";
import { z } from "zod";

import { contextTakers } from "./context-takers.ts";
import { plainSize } from "./plain-size.ts";
import { whyLetThrough } from "./why-let-through.ts";

const mostNamed = 4;

export const contextSize = defineCheck({
  id: "context-size",
  title: "The engine is sent the app and hardly anything else",
  why: "The engine does the building, and may be another machine. What a build may use is first sent to it, and each change of what was sent makes the steps that copied it run again. A history in `.git` and a virtual environment are often a thousand times as large as the app, change every day, and are of no use in the image.",
  fix: "BuildKit asks for what the instructions copy, less what the ignore file keeps out. So either of the two keeps a build small: `COPY` with the names of what the app needs, or patterns in `.dockerignore`; a `Dockerfile.dockerignore` beside a `Dockerfile` takes its place. `docker build --progress=plain .` says on the line `transferring context` how much was sent.",
  docs: "https://docs.docker.com/build/concepts/context/",
  needs: ["context"],
  wants: ["dockerfile", "submission"],
  options: z.strictObject({
    bytes: sizeSchema.prefault("1 MB").meta({ description: "The most that may reach the engine." }),
  }),
  judge({ context, dockerfile, submission }, { bytes }) {
    const { offered, sent } = context;
    if (sent.bytes <= bytes) return pass;
    const largest = largestOf(sent);
    const [taker] = contextTakers(dockerfile, largest[0]?.path ?? "");
    const paths = largest.map(({ path }) => path);
    const { reason, fix } = whyLetThrough(context, submission, { paths, planted: [], taker });
    return fail(
      joinMarkdown([
        md`${plainSize(sent.bytes)} were sent to the engine; the lab allows ${plainSize(bytes)}. ${reason}`,
        md`That is ${sent.files} files, of ${plainSize(offered.bytes)} that stood in the folder. The largest of it:`,
        joinMarkdown(
          largest.map(({ path, bytes }) => md`- ${plainSize(bytes)}: ${path}`),
          "\n",
        ),
        ...(dockerfile && taker && !stageChain(dockerfile).includes(taker.stage)
          ? [
              md`Line ${taker.line} belongs to an earlier stage: the image stays clean of all that, and it is sent all the same.`,
            ]
          : []),
      ]),
      taker?.line,
      fix,
    );
  },
});

/** What makes up most of it, the largest first. */
function largestOf({ largest, bytes: all }: ContextSection["sent"]) {
  return largest
    .filter(({ bytes }) => bytes * 100 >= all)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, mostNamed);
}
