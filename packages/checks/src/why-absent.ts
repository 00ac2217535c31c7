import { posix } from "node:path";

import {
  joinMarkdown,
  md,
  stageChain,
  type BuildStep,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { developmentInstall } from "./development-install.ts";
import { instructionsOf, stageName } from "./final-stage.ts";
import type { Gate } from "./gate.ts";
import { copySources } from "./instruction-paths.ts";
import { installRequirements, linesToWrite } from "./take-over.ts";
import { runsTool } from "./tool-command.ts";
import { appIn } from "./why-not-built.ts";
import type { Reason } from "./why-overlooked.ts";

/** No step of the build has the tool: where it stands instead, or where it could. */
export function whyAbsent(
  steps: readonly BuildStep[],
  dockerfile: DockerfileSection | undefined,
  gate: Gate,
): Reason {
  const { absent, command } = gate;
  const found = dockerfile && (inComment(dockerfile, gate) ?? atStart(dockerfile, gate));
  if (found)
    return { why: joinMarkdown([absent, found.why], " "), details: [], line: found.line, fix: found.fix };
  const copy = dockerfile && placeFor(steps, dockerfile);
  return {
    why: joinMarkdown([absent, md`No \`RUN\` names ${command}, or another tool that could.`], " "),
    details: [],
    ...(copy && {
      line: copy.line,
      fix: md`Below line ${copy.line}, write ${`RUN ${command}`}: the stage ${stageName(dockerfile, copy.stage)} has ${command} installed, and the final stage needs that stage.`,
    }),
  };
}

type Found = Required<Pick<Reason, "why" | "line" | "fix">>;

function inComment({ lines = [] }: DockerfileSection, { tool }: Gate): Found | undefined {
  const mark = /^\s*#\s*RUN\s+/i;
  const index = lines.findIndex((text) => mark.test(text) && runsTool(tool, text.replace(mark, "")));
  if (index < 0) return undefined;
  return {
    why: md`${lines[index]?.trim() ?? ""} on line ${index + 1} is only a comment.`,
    line: index + 1,
    fix: md`Take the \`#\` at the beginning of line ${index + 1} away.`,
  };
}

function atStart(dockerfile: DockerfileSection, { tool, command }: Gate): Found | undefined {
  const start = instructionsOf(dockerfile).findLast(
    ({ keyword, arguments: words }) => /^(?:CMD|ENTRYPOINT)$/.test(keyword) && tool.test(words),
  );
  if (!start) return undefined;
  const [name = ""] = tool.exec(start.arguments) ?? [];
  return {
    why: md`${name} on line ${start.line} stands in ${start.keyword}, which runs when a container starts, and not while the image is built.`,
    line: start.line,
    fix:
      divided(dockerfile, name, start, command) ??
      md`Take ${name} out of line ${start.line}, and write ${`RUN ${command}`} into a stage of its own. ${ownStage}`,
  };
}

/** The one stage becomes that of the tests, and another one follows that is shipped. */
function divided(
  dockerfile: DockerfileSection,
  name: string,
  start: DockerfileInstruction,
  command: string,
): Markdown | undefined {
  const [only] = dockerfile.stages;
  const copy = besideTools(dockerfile).at(-1);
  if (!only || !copy || dockerfile.stages.length > 1 || only.name !== undefined) return undefined;
  const app = appIn(dockerfile, 0);
  const lines = [
    `RUN ${command}`,
    "",
    `FROM ${only.base}`,
    `WORKDIR ${posix.dirname(app)}`,
    ...installRequirements,
    `COPY --from=test ${app} ./`,
  ];
  return joinMarkdown([
    md`Take ${name} out of line ${start.line}. Write ${`FROM ${only.base} AS test`} on line ${only.line}, and below line ${copy.line}:`,
    linesToWrite(lines),
    md`What stands above the second \`FROM\` is then there to test, and is not shipped.`,
  ]);
}

/** How a stage is made that tests and is not shipped. */
const ownStage = md`That stage installs \`requirements.dev.txt\` and copies all files. The final stage begins with another \`FROM\`, installs \`requirements.txt\`, and fetches the app from the stage that tests, with a line such as \`COPY --from=test /app/app.py ./\`: BuildKit builds only what the final stage needs.`;

/** The line below which a tool finds itself and the app, in a stage that is built and is not shipped. */
function placeFor(
  steps: readonly BuildStep[],
  dockerfile: DockerfileSection,
): DockerfileInstruction | undefined {
  const shipped = stageChain(dockerfile);
  const lines = new Set(steps.map(({ line }) => line));
  return besideTools(dockerfile).findLast(({ line, stage }) => lines.has(line) && !shipped.includes(stage));
}

/** The lines that copy the app to where the tools for testing are installed. */
const besideTools = (dockerfile: DockerfileSection): DockerfileInstruction[] =>
  dockerfile.instructions.filter(
    (it) =>
      it.keyword === "COPY" &&
      it.sources.length === 0 &&
      copySources(it.arguments).some((path) => /^(?:\.?\/?|(?:\.\/)?app\.py)$/.test(path)) &&
      instructionsOf(dockerfile, it.stage).some(
        (other) =>
          other.keyword === "RUN" && other.line < it.line && developmentInstall.test(other.arguments),
      ),
  );
