import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type BuildSection,
  type DockerfileSection,
  type Finding,
  type Markdown,
  type SubmissionSection,
} from "@shipshape/core";

import { compileTrouble } from "./compile-trouble.ts";
import { describeFileProblem } from "./file-problem.ts";
import { userAt } from "./final-stage.ts";
import { folderForgotten } from "./folder-forgotten.ts";
import { leftOut, missedByCopy } from "./left-out.ts";
import { likelyCause } from "./likely-cause.ts";
import { endOfLog } from "./log-excerpt.ts";
import { missedByTool } from "./missed-by-tool.ts";
import { misspelledStage } from "./misspelled-stage.ts";
import { plainSize } from "./plain-size.ts";

export const imageBuilds = defineCheck({
  id: "image-builds",
  title: "The image builds",
  why: "Docker makes an image by running the Dockerfile from top to bottom, and stops at the first step that fails. There is no image then, so nothing else can be looked at.",
  fix: "Read the last lines of the failing step first: the tool that failed says there what it missed. Mend what it names, on that line or above it, and build again with `docker build .`; the steps that did not change come from the cache.",
  docs: "https://docs.docker.com/reference/dockerfile/",
  needs: ["submission", "build"],
  wants: ["dockerfile"],
  judge({ submission, build, dockerfile }) {
    if (build.outcome === "built") return pass;
    if (build.outcome === "not-started") return fail(whatIsWrong(submission));
    return build.outcome === "failed" ? failure(build, submission, dockerfile) : stopped(build);
  },
});

type FailedBuild = Exclude<BuildSection, { outcome: "built" | "not-started" }>;

function whatIsWrong({ problems }: SubmissionSection): Markdown {
  return problems.length === 0
    ? md`What was handed in could not be built.`
    : joinMarkdown(
        problems.map(({ path, problem, limitBytes }) => describeFileProblem(path, problem, limitBytes)),
      );
}

function failure(
  build: FailedBuild,
  submission: SubmissionSection,
  dockerfile: DockerfileSection | undefined,
): Finding {
  const { failedStep } = build;
  const misspelled = dockerfile && misspelledStage(dockerfile, build.error);
  const line = failedStep?.line ?? misspelled?.line ?? lineOfImage(build, dockerfile) ?? lineIn(build.error);
  const ignoreFile = submission.files.findLast(({ path }) => path.endsWith(".dockerignore"))?.path;
  const missed = failedStep?.name.includes("--from=") ? undefined : missedByCopy(build.error);
  const ignored = leftOut(missed, submission, dockerfile);
  const compile = dockerfile && compileTrouble(dockerfile, failedStep?.line, build.log);
  const tool = missedByTool(build.log, line, dockerfile, submission);
  const known =
    misspelled ?? ignored ?? tool ?? (dockerfile && folderForgotten(dockerfile, missed, line)) ?? compile;
  const cause =
    known?.cause ??
    likelyCause(`${build.log}\n${build.error}`, {
      step: failedStep?.name,
      user: userAt(dockerfile, line),
      dockerfile,
      ignoreFile,
    });
  return fail(
    joinMarkdown([
      ...whatWasSeen(build, misspelled !== undefined),
      ...(cause ? [md`**Likely cause.** ${cause}`] : []),
    ]),
    // The COPY is right where an ignore file hides what it takes.
    (ignored ?? tool) ? tool?.line : (compile?.line ?? line),
    known?.fix ?? (cause && mendThat),
  );
}

const mendThat = md`Mend that, and check again.`;

/** @param misspelled the engine looked for an image by a stage's name, so its own words are about a registry */
function whatWasSeen(build: FailedBuild, misspelled: boolean): Markdown[] {
  const { failedStep, log } = build;
  // Loading metadata and the like are BuildKit's own steps, which no line of the Dockerfile wrote.
  if (!failedStep || failedStep.name.startsWith("[internal]"))
    return misspelled
      ? [md`The build stopped before its first step.`]
      : [md`The build stopped before its first step:`, endOfLog(plainError(build.error))];
  return log.trim() === ""
    ? [md`The build stopped at the step ${failedStep.name}:`, endOfLog(plainError(build.error))]
    : [md`The build stopped at the step ${failedStep.name}. The end of its output:`, endOfLog(log)];
}

/** A build that went beyond one of the lab's limits. */
function stopped(build: FailedBuild & { outcome: "timed-out" | "too-much-output" }): Finding {
  const { failedStep, log } = build;
  const where = failedStep ? md`at the step ${failedStep.name}` : md`before its first step`;
  const seen =
    build.outcome === "timed-out"
      ? [
          md`The build was stopped after ${build.limitSeconds} seconds, the lab's limit, ${where}.`,
          md`A build has to end by itself. Look for a command that waits for an answer or goes on for ever, such as a \`RUN\` that starts the app: starting it is the work of \`CMD\`. The end of its output:`,
        ]
      : [
          md`The build was stopped when it had written more than ${plainSize(build.limitBytes)} of output, the lab's limit, ${where}.`,
          md`Look for a command that repeats itself without end. The end of its output:`,
        ];
  return fail(joinMarkdown([...seen, endOfLog(log)]), failedStep?.line);
}

/** BuildKit's words without the names of its own parts, and without ids that differ from run to run. */
function plainError(error: string): string {
  return error
    .replace(
      /^(?:failed to solve(?: with frontend \S+)?: |rpc error: code = \w+ desc = |failed to create LLB definition: |failed to compute cache key: )+/,
      "",
    )
    .replaceAll(/ of ref \S+: /g, ": ")
    .replaceAll(/\/\S*\/buildkit-mount\d+(?=\/)/g, "");
}

/** The line that names the image whose loading failed. */
function lineOfImage(
  { failedStep }: FailedBuild,
  dockerfile: DockerfileSection | undefined,
): number | undefined {
  const [, image] = /^\[internal\] load metadata for (\S+)/.exec(failedStep?.name ?? "") ?? [];
  return dockerfile?.stages.find(
    ({ base }) => base !== "" && (image?.endsWith(base) || image?.endsWith(`${base}:latest`)),
  )?.line;
}

/** The line that BuildKit's parser names; its older versions say it without "on". */
function lineIn(error: string): number | undefined {
  const [, line] = /parse error (?:on )?line (\d+)/.exec(error) ?? [];
  return line === undefined ? undefined : Number(line);
}
