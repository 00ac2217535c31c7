import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type DockerfileSection,
  type Finding,
  type Markdown,
  type RebuildSection,
} from "@shipshape/core";

import { installIn } from "./install-words.ts";
import { outageWords } from "./likely-cause.ts";
import { endOfLog } from "./log-excerpt.ts";
import { instructionAt, stepInWords } from "./step-in-words.ts";
import { whyRunAgain } from "./why-run-again.ts";

export const layerCache = defineCheck({
  id: "layer-cache",
  title: "An edit of `app.py` installs no dependency again",
  why: "Docker keeps what each step made, and takes it again as long as nothing above the step has changed. `app.py` changes many times a day and the list of dependencies once a month: if the install stands below a line that takes the app, everybody waits for it after every edit, and no build works without the network.",
  fix: "Put what changes rarely above what changes often. Let the install see the list of dependencies and nothing else, and bring the app in below it. Then edit `app.py`, build again with `--progress=plain`, and look for `CACHED` on the install.",
  docs: "https://docs.docker.com/build/cache/",
  needs: ["codeEdit"],
  wants: ["dockerfile"],
  judge({ codeEdit, dockerfile }) {
    if (codeEdit.build.outcome !== "built") return stopped(codeEdit, dockerfile);
    if (codeEdit.ran.length === 0)
      return fail(
        md`${editedFile(codeEdit)} was edited and the image built again, and no step took the edit: the app in the image is not the one in the build context. Bring it in with \`COPY\`.`,
      );
    return installedAgain(codeEdit, dockerfile) ?? pass;
  },
});

type Step = RebuildSection["ran"][number];

/** The build came to its end without a network; a step of it may have installed something all the same. */
function installedAgain(
  rebuild: RebuildSection,
  dockerfile: DockerfileSection | undefined,
): Finding | undefined {
  const settings = settingsOf(dockerfile);
  for (const step of rebuild.ran.filter(({ name }) => /^\[[^\]]*\] RUN\b/i.test(name))) {
    const words = instructionAt(dockerfile, step.line)?.arguments ?? step.name;
    const found = installIn(`${words} ${settings}`, step.output);
    if (found === "none") continue;
    const again = md`${editedFile(rebuild)} was edited and the image built again: ${stepInWords(dockerfile, step)} ran again`;
    const seen =
      found === "installed"
        ? [md`${again} and installed packages. The end of its output:`, endOfLog(step.output)]
        : [
            md`${again}. Its output does not say what it did, and it could install without the network, so it counts as an install.`,
          ];
    return blame(rebuild, dockerfile, step, seen);
  }
  return undefined;
}

/** The build that was cut off from the network did not come to its end. */
function stopped(rebuild: RebuildSection, dockerfile: DockerfileSection | undefined): Finding {
  const { build, ran } = rebuild;
  const seen = md`${editedFile(rebuild)} was edited and the image built again with the network cut off, which that build should not have needed.`;
  const step = "failedStep" in build ? build.failedStep : undefined;
  const log = "log" in build ? build.log : "";
  const error = "error" in build ? build.error : "";
  if (!step)
    return fail(joinMarkdown([md`${seen} The build stopped:`, endOfLog(log.trim() === "" ? error : log)]));
  const output = log.trim() === "" ? (ran.find(({ name }) => name === step.name)?.output ?? "") : log;
  const again = stepInWords(dockerfile, step);
  // An installer that misses the network says so again and again, in words that explain nothing here.
  if (build.outcome === "failed" && outageWords.test(output))
    return blame(rebuild, dockerfile, step, [
      md`${seen} Yet ${again} ran again, wanted the network, and stopped.`,
    ]);
  return blame(rebuild, dockerfile, step, [
    build.outcome === "timed-out"
      ? md`${seen} Yet ${again} ran again, and the build stopped there, after ${build.limitSeconds} seconds, the lab's limit. The end of its output:`
      : md`${seen} Yet ${again} ran again, and the build stopped there. The end of its output:`,
    endOfLog(output.trim() === "" ? error : output),
  ]);
}

/** Adds why a step ran again, and names the line that decides it. */
function blame(
  rebuild: RebuildSection,
  dockerfile: DockerfileSection | undefined,
  { name, line }: Pick<Step, "name" | "line">,
  seen: readonly Markdown[],
): Finding {
  const steps = "steps" in rebuild.build ? rebuild.build.steps : [];
  const cause =
    dockerfile && line !== undefined ? whyRunAgain(dockerfile, line, editedFile(rebuild), steps) : undefined;
  const hasCacheMount = /--mount=\S*type=cache/.test(instructionAt(dockerfile, line)?.arguments ?? name);
  return fail(
    joinMarkdown([
      ...(cause ? [cause.reason] : []),
      ...seen,
      ...(hasCacheMount
        ? [
            md`The step's cache mount may stay: it keeps what was downloaded, which makes the install faster. It does not make it unnecessary.`,
          ]
        : []),
    ]),
    cause?.line ?? line,
    cause?.fix,
  );
}

const editedFile = ({ changed }: RebuildSection) => changed[0] ?? "app.py";

/** Installers read settings such as `PIP_FIND_LINKS` from the environment. */
function settingsOf(dockerfile: DockerfileSection | undefined): string {
  return (dockerfile?.instructions ?? [])
    .filter(
      ({ keyword, arguments: words }) =>
        /^(?:ENV|ARG)$/.test(keyword) && /\b(?:PIP|UV)_|_PROXY\b/i.test(words),
    )
    .map(({ arguments: words }) => words)
    .join(" ");
}
