import {
  defineCheck,
  fail,
  md,
  pass,
  stageChain,
  type DockerfileInstruction,
  type DockerfileSection,
  type Finding,
  type Markdown,
} from "@shipshape/core";

import { leftBehind, offPath, onPath } from "./environment-trouble.ts";
import { lastEnvironment, pathPosition, pathSetting } from "./environments.ts";
import { instructionsOf, lastFinal, stageName } from "./final-stage.ts";
import { isInstaller } from "./install-words.ts";

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
    return dockerfile ? fromDockerfile(seen, dockerfile) : fail(seen);
  },
});

function fromDockerfile(seen: Markdown, dockerfile: DockerfileSection): Finding {
  const environment = lastEnvironment(dockerfile);
  if (!environment) return withoutEnvironment(seen, dockerfile);
  const { here } = environment;
  if (!here) {
    const { cause, line, fix } = leftBehind(dockerfile, environment);
    return fail(md`${seen} ${cause}`, line, fix);
  }
  const lends = instructionsOf(dockerfile).findLast(
    ({ keyword, arguments: words }) =>
      keyword === "ENV" && /\bPYTHONPATH[= ]/.test(words) && words.includes(here.place),
  );
  const final = dockerfile.stages.length - 1;
  const position = pathPosition(dockerfile, final, here.place);
  if (lends && position === "none")
    return fail(
      md`${seen} \`PYTHONPATH\` on line ${lends.line} lends it the packages in ${here.place}, and the environment's own Python is not used.`,
      lends.line,
      md`In place of line ${lends.line}, write ${onPath(here.place)}.`,
    );
  const start = lastFinal(dockerfile, "CMD", "ENTRYPOINT");
  const named = otherPython.exec(start?.arguments ?? "")?.[1];
  if (start && named?.startsWith(`${here.place}/`) === false)
    return fail(
      md`${seen} Line ${here.line} puts an environment into ${here.place}, and line ${start.line} names another Python, ${named}.`,
      start.line,
      md`On line ${start.line}, write ${`${here.place}/bin/python`} in its place.`,
    );
  const trouble = offPath(dockerfile, environment);
  if (trouble) return fail(md`${seen} ${trouble.cause}`, trouble.line, trouble.fix);
  const path = pathSetting(dockerfile, final);
  if (position === "later" && path)
    return fail(
      md`${seen} Line ${path.line} names ${`${here.place}/bin`} behind other directories, and Docker takes the first \`python\` that it finds.`,
      path.line,
      md`On line ${path.line}, write ${onPath(here.place)}.`,
    );
  return fail(
    md`${seen} Line ${here.line} puts an environment into ${here.place}, and the command that starts the app does not use it.`,
    start?.line ?? here.line,
    md`See that the environment's \`bin\` comes first on \`PATH\`, and that the command names no other Python by its path.`,
  );
}

/** A Python that a command names by its whole path. */
const otherPython = /(?:^|[\s"'[])(\/[^\s"']*\/python[\d.]*)/;

/** Flags by which pip installs somewhere else than it does by itself. */
const elsewhere = /--(?:prefix|target|root|user)\b|\s-t\b/;

function withoutEnvironment(seen: Markdown, dockerfile: DockerfileSection): Finding {
  const none = md`${seen} No line of the Dockerfile says \`python -m venv\` or the like.`;
  const install = dockerfile.instructions.findLast(
    (it: DockerfileInstruction) => it.keyword === "RUN" && isInstaller(it.arguments),
  );
  if (!install) return fail(none);
  const { line, stage } = install;
  const [flag] = elsewhere.exec(install.arguments) ?? [];
  const found = flag
    ? md`${none} Line ${line} installs with ${flag.trim()}, which makes a folder of packages and no environment.`
    : md`${none} Line ${line} installs for the base image's own Python.`;
  const make = flag
    ? md`Above line ${line}, add \`RUN python -m venv /opt/venv\` and ${onPath("/opt/venv")}; then leave ${flag.trim()} out, and \`pip\` installs into the environment.`
    : md`Above line ${line}, add \`RUN python -m venv /opt/venv\` and ${onPath("/opt/venv")}: then \`pip\` installs into the environment.`;
  if (stageChain(dockerfile).includes(stage)) return fail(found, line, make);
  const name = stageName(dockerfile, stage);
  const copy = `COPY --from=${name} /opt/venv /opt/venv`;
  const taken = instructionsOf(dockerfile).find(({ sources }) => sources.includes(name));
  return fail(
    found,
    line,
    taken
      ? md`${make} In the final stage, write ${copy} in place of line ${taken.line}, and ${onPath("/opt/venv")} there too.`
      : md`${make} In the final stage, add ${copy}, and ${onPath("/opt/venv")} there too.`,
  );
}
