import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  Markdown,
  pass,
  type BuildSection,
  type DockerfileSection,
  type Finding,
} from "@shipshape/core";

import { endOfLog } from "./log-excerpt.ts";
import { stepInWords } from "./step-in-words.ts";
import { readTheList, whyStale, type StalePackage } from "./why-stale.ts";

export const dependencyRefresh = defineCheck({
  id: "dependency-refresh",
  title: "A changed pin in `requirements.txt` reaches the running app",
  why: "A cache is right only if it lets go at the right moment. When somebody changes a version in `requirements.txt`, for a security fix perhaps, the next build has to bring that version into the image; if it does not, everybody believes what the file says, and the app runs with something else.",
  fix: "Let the file decide what is installed: `COPY requirements.txt` on the line above the install, and `-r requirements.txt` in it, without names and versions of packages in the Dockerfile. Change a pin, build and run, and ask: `docker run --rm --entrypoint python IMAGE -c 'from importlib.metadata import version; print(version(\"flask\"))'`.",
  docs: "https://docs.docker.com/build/cache/invalidation/",
  needs: ["pinChange"],
  wants: ["dockerfile", "runtime"],
  judge({ pinChange, dockerfile, runtime }) {
    const { build, runtime: rerun } = pinChange;
    if (build.outcome !== "built") return stopped(build, dockerfile);
    if (!rerun) throw new Error("The lab's counterfactual pinChange does not say `run: true`.");
    if ("unavailable" in rerun) {
      if (rerun.blame === "infrastructure") throw new Error(rerun.unavailable);
      return fail(
        md`A pin in \`requirements.txt\` was changed, and the image was built again and run. What it runs could not be seen: ${new Markdown((language) => language.translateFilled(rerun.unavailable))}`,
      );
    }
    const { installed, pinned } = rerun.observed;
    const stale = Object.entries(pinned)
      .filter(([name, version]) => runtime?.pinned[name] !== version && installed[name] !== version)
      .map(([name, version]): StalePackage => ({
        name,
        pinned: version,
        before: runtime?.pinned[name],
        installed: installed[name],
      }));
    const [first] = stale;
    if (!first) return pass;
    const cause = dockerfile && whyStale(dockerfile, first);
    return fail(
      joinMarkdown([md`**Likely cause.** ${cause?.reason ?? unknownCause}`, ...stale.map(describe)]),
      cause?.line,
      cause?.fix,
    );
  },
});

const unknownCause = md`What is installed does not come from the \`requirements.txt\` in the build context: it may be carried from another image or stage, stand in a cache that outlives the file, or be installed again in another version by a later line.`;

function describe({ name, pinned, before, installed }: StalePackage): Markdown {
  const changed =
    before === undefined
      ? md`\`requirements.txt\` was changed to pin ${name} to ${pinned}, and the image was built again and run`
      : md`\`requirements.txt\` was changed to pin ${name} to ${pinned} instead of ${before}, and the image was built again and run`;
  if (installed === undefined)
    return md`${changed}: the app now runs without any ${name} where it imports from.`;
  return installed === before
    ? md`${changed}: the app still runs with ${installed}.`
    : md`${changed}: the app runs with ${installed}.`;
}

function stopped(build: BuildSection, dockerfile: DockerfileSection | undefined): Finding {
  const seen = md`A pin in \`requirements.txt\` was changed, and the image no longer builds.`;
  if (!("log" in build)) return fail(seen);
  const { failedStep, log, error } = build;
  const end = endOfLog(log.trim() === "" ? error : log);
  if (!failedStep) return fail(joinMarkdown([seen, end]));
  const { line } = failedStep;
  const step = stepInWords(dockerfile, failedStep);
  const stopped =
    build.outcome === "timed-out"
      ? md`It stopped after ${build.limitSeconds} seconds, the lab's limit, at ${step}.`
      : build.outcome === "too-much-output"
        ? md`It stopped by its output, more than the lab allows, at ${step}.`
        : md`It stopped at ${step}.`;
  const written = dockerfile?.instructions.find(
    (it) => it.keyword === "RUN" && /[\w\]]==\d/.test(it.arguments),
  );
  return fail(
    joinMarkdown([
      ...(written
        ? [
            md`**Likely cause.** Line ${written.line} names versions itself, and \`requirements.txt\` now asks for another.`,
          ]
        : []),
      md`${seen} ${stopped} The end of its output:`,
      end,
    ]),
    written?.line ?? line,
    written && readTheList(written),
  );
}
