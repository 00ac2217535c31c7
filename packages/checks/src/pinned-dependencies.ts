import { defineCheck, fail, joinMarkdown, md, pass, type DockerfileSection } from "@shipshape/core";

import { lastFinal } from "./final-stage.ts";

export const pinnedDependencies = defineCheck({
  id: "pinned-dependencies",
  title: "The installed packages are the ones that `requirements.txt` pins",
  why: "`requirements.txt` names the exact versions that the app was tried with. An image that installs others, or whatever is newest on the day of the build, is another app than the one that was tested.",
  fix: "Copy `requirements.txt` into the image and let `pip install` read it with `-r`, instead of naming packages in the Dockerfile. A later `pip install` or `--upgrade` may replace a version again.",
  docs: "https://packaging.python.org/en/latest/guides/installing-using-pip-and-virtual-environments/#using-a-requirements-file",
  needs: ["runtime"],
  wants: ["dockerfile"],
  judge({ runtime: { installed, pinned }, dockerfile }) {
    const wrong = Object.entries(pinned).filter(([name, version]) => installed[name] !== version);
    if (wrong.length === 0) return pass;
    const lines = wrong
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, version]) => {
        const found = installed[name];
        return found === undefined
          ? md`- ${name} is pinned to ${version}, and it is not installed with the app`
          : md`- ${name} is pinned to ${version}, and ${found} is installed`;
      });
    return fail(
      joinMarkdown([
        md`The app runs with other packages than \`requirements.txt\` pins:`,
        joinMarkdown(lines, "\n"),
      ]),
      installLine(dockerfile),
      readsRequirements(dockerfile) ? undefined : readThem,
    );
  },
});

const readThem = md`Write \`COPY requirements.txt ./\` above the \`RUN\`, and there \`pip install --no-cache-dir -r requirements.txt\` instead of names of packages.`;

const readsRequirements = (dockerfile: DockerfileSection | undefined) =>
  dockerfile?.instructions.some((it) => it.keyword === "RUN" && readsList.test(it.arguments));

const readsList = /-r\b|--requirement/;

/** The last line that installs packages by name, else the last that installs any. */
function installLine(dockerfile: DockerfileSection | undefined): number | undefined {
  const installs = dockerfile?.instructions.filter(
    (it) => it.keyword === "RUN" && /\bpip[\d.]*\b.*\binstall\b/.test(it.arguments),
  );
  const byName = installs?.findLast((it) => !readsList.test(it.arguments));
  return (byName ?? installs?.at(-1))?.line ?? lastFinal(dockerfile, "CMD", "ENTRYPOINT")?.line;
}
