import { defineCheck, fail, md, pass, stageChain, type DockerfileInstruction } from "@shipshape/core";

import { instructionsOf, lastFinal, stageName } from "./final-stage.ts";

/** `python -m venv DIRECTORY` and its kin. */
const makesEnvironment = /(?:\s-m\s*venv|\bvirtualenv|\buv\s+venv)(?:\s+-\S+)*\s+([^\s;&|]+)/;

export const virtualEnvironment = defineCheck({
  id: "virtual-environment",
  title: "The app runs in a virtual environment",
  why: "A virtual environment keeps the app and its packages in one directory, apart from the base image's own Python. That one directory can then be brought from stage to stage as a whole, commands included, and nothing of the base gets in its way.",
  fix: "Make the environment with `python -m venv` in a directory of its own, such as `/opt/venv`, and put its `bin` first on `PATH` with `ENV`, in each stage that uses it: then `python` and `pip` are the environment's. Where one stage makes it and another runs it, copy it to the same path and start both from the same base image.",
  docs: "https://docs.python.org/3/library/venv.html",
  needs: ["runtime"],
  wants: ["dockerfile"],
  judge({ runtime: { prefix, basePrefix }, dockerfile }) {
    if (prefix !== basePrefix) return pass;
    const seen = md`The app runs with the Python in ${prefix}, which belongs to the base image.`;
    const made = dockerfile?.instructions.findLast((it) => environmentMadeBy(it) !== undefined);
    if (!dockerfile) return fail(seen);
    if (!made) return fail(md`${seen} No line of the Dockerfile says \`python -m venv\` or the like.`);

    const directory = environmentMadeBy(made) ?? "";
    const isHere = stageChain(dockerfile).includes(made.stage);
    const isTaken = instructionsOf(dockerfile).some(
      ({ sources, arguments: words }) => sources.length > 0 && words.includes(directory),
    );
    if (!isHere && !isTaken)
      return fail(
        md`${seen} Line ${made.line} makes ${directory} in the stage ${stageName(dockerfile, made.stage)}, and the final stage does not take it over.`,
        made.line,
      );
    return fail(
      md`${seen} Line ${made.line} makes a virtual environment in ${directory}, and the command that starts the app does not use it. See that its \`bin\` comes first on \`PATH\` in the final stage, and that the command names no other Python.`,
      lastFinal(dockerfile, "CMD", "ENTRYPOINT")?.line ?? made.line,
    );
  },
});

/** The directory of the virtual environment that an instruction makes, in the plain form or the JSON form. */
function environmentMadeBy({ keyword, arguments: words }: DockerfileInstruction): string | undefined {
  return keyword === "RUN" ? makesEnvironment.exec(words.replaceAll(/[[\]",]+/g, " "))?.[1] : undefined;
}
