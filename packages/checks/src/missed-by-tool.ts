import {
  joinMarkdown,
  md,
  type DockerfileSection,
  type Markdown,
  type SubmissionSection,
} from "@shipshape/core";

import { developmentInstall } from "./development-install.ts";
import { instructionsOf } from "./final-stage.ts";
import { copySources } from "./instruction-paths.ts";
import { leftOut } from "./left-out.ts";
import { instructionAt } from "./step-in-words.ts";
import { linesToWrite } from "./take-over.ts";

/** What a test tool missed in a build, the line to edit unless it is one of an ignore file, and what to try. */
export type MissedByTool = {
  readonly cause: Markdown;
  readonly line: number | undefined;
  readonly fix: Markdown;
};

/** What tools write when a file of the app is not there, and the line that would bring it. */
const files = [
  {
    pattern: /\bno tests ran in \d/,
    missing: "tests",
    copy: "COPY tests ./tests",
    seen: md`pytest found no tests to run, and counts that as a failure (exit code 5).`,
  },
  {
    pattern: /\bE501 line too long \(\d+ > 79 characters\)/,
    missing: ".flake8",
    copy: "COPY .flake8 ./",
    seen: md`flake8 found no configuration, so it went by its own limit of 79 characters a line.`,
  },
];

/**
 * Finds what a tool lacks that stopped a build of the app as it is: itself, its configuration, or the tests.
 * @param log what the failing step wrote
 * @param line the failing step
 */
export function missedByTool(
  log: string,
  line: number | undefined,
  dockerfile: DockerfileSection | undefined,
  submission: SubmissionSection,
): MissedByTool | undefined {
  const step = instructionAt(dockerfile, line);
  if (!dockerfile || !step) return undefined;
  const above = instructionsOf(dockerfile, step.stage).filter((it) => it.line < step.line);

  const [, command, module] =
    /(?:^|[\s"])(pytest|flake8)"?: (?:command |executable file )?not found|No module named '?(pytest|flake8)\b/m.exec(
      log,
    ) ?? [];
  const tool = command ?? module;
  if (tool !== undefined && !above.some((it) => developmentInstall.test(it.arguments)))
    return {
      cause: md`${tool} is listed in \`requirements.dev.txt\`, which no line of this stage installs.`,
      line,
      fix: joinMarkdown([
        md`Above line ${step.line}, write:`,
        linesToWrite([
          "COPY requirements.dev.txt ./",
          "RUN pip install --no-cache-dir -r requirements.dev.txt",
        ]),
      ]),
    };

  const found = files.find(({ pattern }) => pattern.test(log));
  if (!found) return undefined;
  const ignored = leftOut(found.missing, submission, dockerfile);
  if (ignored) return { cause: md`${found.seen} ${ignored.cause}`, line: undefined, fix: ignored.fix };
  const brings = above.some(
    (it) =>
      /^(?:COPY|ADD)$/.test(it.keyword) &&
      copySources(it.arguments).some((path) => /^\.?\/?$/.test(path) || path.includes(found.missing)),
  );
  if (brings) return undefined;
  return {
    cause: md`${found.seen} No \`COPY\` above line ${step.line} brings ${found.missing}.`,
    line,
    fix: md`Above line ${step.line}, write ${found.copy}.`,
  };
}
