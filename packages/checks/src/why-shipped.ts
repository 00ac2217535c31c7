import { posix } from "node:path";

import {
  joinMarkdown,
  md,
  stageChain,
  type DockerfileInstruction,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { developmentInstall } from "./development-install.ts";
import { stageName } from "./final-stage.ts";
import { stageIndex } from "./stage-takings.ts";
import { installRequirements, linesToWrite } from "./take-over.ts";
import { copyThatBrought, runThatBrought } from "./what-brought.ts";
import { appIn } from "./why-not-built.ts";

/** How something got into the final image, the line to edit, and what to try. */
type Shipping = { readonly line: number; readonly why?: Markdown; readonly fix?: Markdown };

type Shipped = Readonly<Record<"tools" | "tests" | "requirements", readonly string[]>>;

const needed = md`Its \`--from\` is why the tests are run: BuildKit builds only what the final stage needs.`;

/** How what only testing needs got into the final image. */
export function whyShipped(
  dockerfile: DockerfileSection,
  { tools, tests, requirements }: Shipped,
): Shipping | undefined {
  const toolPath = tools.find((it) => it.startsWith("/"));
  const path = toolPath ?? (tools.length > 0 ? undefined : [...tests, ...requirements][0]);
  const install = tools.length > 0 ? runThatBrought(dockerfile, developmentInstall) : undefined;
  const copy = install || path === undefined ? undefined : copyThatBrought(dockerfile, path);
  const brought = install ?? copy ?? runThatBrought(dockerfile, /\binstall\b/);
  if (!brought) return undefined;
  if (copy && requirements.length > 0 && /[*?]/.test(copy.arguments)) return byPattern(dockerfile, copy);
  if (brought.stage !== dockerfile.stages.length - 1) return startsFrom(dockerfile, brought.stage);
  if (copy) return copied(dockerfile, copy, tools.length > 0);
  return { line: brought.line, ...installed(dockerfile, brought) };
}

/** The final stage, or one that it starts from, begins with a stage that tests. */
function startsFrom(dockerfile: DockerfileSection, stage: number): Shipping | undefined {
  const { stages } = dockerfile;
  const chain = stageChain(dockerfile);
  const child = stages[chain[chain.indexOf(stage) - 1] ?? -1];
  const parent = stages[stage];
  if (!child || !parent) return undefined;
  const name = stageName(dockerfile, stage);
  const app = appIn(dockerfile, stage);
  const lines = [
    `FROM ${parent.base}${child.name === undefined ? "" : ` AS ${child.name}`}`,
    ...(parent.baseStage === undefined ? [`WORKDIR ${posix.dirname(app)}`, ...installRequirements] : []),
    `COPY --from=${name} ${app} ./`,
  ];
  return {
    line: child.line,
    why: md`Line ${child.line} starts from the stage ${name}, and so has all that is in it.`,
    fix: joinMarkdown([md`In place of line ${child.line}, write:`, linesToWrite(lines), needed]),
  };
}

/** A pattern names more than was meant. */
function byPattern(dockerfile: DockerfileSection, { line }: DockerfileInstruction): Shipping {
  const install = dockerfile.instructions.find(
    (it) => it.keyword === "RUN" && it.line > line && developmentInstall.test(it.arguments),
  );
  return {
    line,
    why: md`The pattern on line ${line} takes more along than the image needs.`,
    fix: install
      ? md`On line ${line}, copy ${"requirements.txt"} alone. Above line ${install.line}, which needs the other file, write ${"COPY requirements.dev.txt ./"}.`
      : md`On line ${line}, copy ${"requirements.txt"} alone.`,
  };
}

/** A line of the final stage copies it. */
function copied(dockerfile: DockerfileSection, copy: DockerfileInstruction, hasTools: boolean): Shipping {
  const { line, arguments: words, sources } = copy;
  const stage = sources[0] === undefined ? undefined : stageIndex(dockerfile, sources[0], copy.stage);
  if (stage === undefined)
    return {
      line,
      fix: md`On line ${line}, name the files that the image needs, such as \`app.py\`, instead of a whole folder.`,
    };
  const name = stageName(dockerfile, stage);
  if (hasTools)
    return {
      line,
      why: md`Line ${line} takes an environment from the stage ${name} in which the test tools are installed.`,
      fix: joinMarkdown([
        md`Install what the app runs with into the final image instead. In place of line ${line}, write:`,
        linesToWrite(installRequirements),
      ]),
    };
  const to = words.split(/\s+/).at(-1) ?? "./";
  const single = `COPY --from=${name} ${appIn(dockerfile, stage)} ${/[./]$/.test(to) ? to : `${to}/`}`;
  return {
    line,
    why: md`Line ${line} takes a whole folder from the stage ${name}.`,
    fix: md`On line ${line}, name the file instead of the folder: ${single}. ${needed}`,
  };
}

/** A line of the final stage installs it. */
function installed(dockerfile: DockerfileSection, { line, stage, arguments: words }: DockerfileInstruction) {
  const elsewhere = dockerfile.instructions.some(
    (it) => it.keyword === "RUN" && it.stage !== stage && developmentInstall.test(it.arguments),
  );
  return elsewhere && words.includes("requirements.dev.txt")
    ? { fix: md`On line ${line}, install ${"requirements.txt"} instead, and copy that file above it.` }
    : {};
}
