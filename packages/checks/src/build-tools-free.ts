import { defineCheck, fail, joinMarkdown, md, pass, type DockerfileSection } from "@shipshape/core";

import { isBuildPackage } from "./build-packages.ts";
import { namedGroups } from "./named-groups.ts";
import { pathsOfKind } from "./paths-of-kind.ts";
import { copyThatBrought, runThatBrought } from "./what-brought.ts";

export const buildToolsFree = defineCheck({
  id: "build-tools-free",
  title: "The final image has no compiler, build headers or pip cache",
  why: "What a build needs, the running app does not. It makes every pull slower, each of its packages will need security updates, and an intruder who finds a compiler can make programs that the image did not bring.",
  fix: "Let an earlier stage install compilers and `-dev` packages and build with them. Start the final stage anew from a slim base, and take only the result over with `COPY --from`. If a compiled package needs a library when it runs, install that library's own package in the final stage, not the one that ends in `-dev`. Give `pip install` the option `--no-cache-dir`.",
  docs: "https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds",
  needs: ["contents"],
  wants: ["dockerfile"],
  judge({ contents, dockerfile }) {
    // The short names are those that people know: `gcc` before `cpp-14-x86-64-linux-gnu`.
    const packages = contents.packages.filter(isBuildPackage).toSorted((a, b) => a.length - b.length);
    const compilers = pathsOfKind("compiler", contents);
    const headers = pathsOfKind("header", contents);
    const caches = pathsOfKind("pip-cache", contents);
    const found = namedGroups({
      "packages of build tools": packages,
      "compilers and their tools": compilers,
      "headers to build against": headers,
      "a download cache of pip or its like": caches,
    });
    if (!found) return pass;
    return fail(
      joinMarkdown([
        md`The final image carries what only its build needed, beyond what its base has:`,
        found,
      ]),
      packages.length + compilers.length + headers.length > 0
        ? toolLine(dockerfile, packages, [...compilers, ...headers])
        : cacheLine(dockerfile, caches[0] ?? "/"),
    );
  },
});

const systemInstall = /\b(?:apt|apt-get|aptitude)\b[^&|;]*\binstall\b|\bapk\b[^&|;]*\badd\b/;

/** The install that names such a package, else any install, else what copied the file. */
function toolLine(
  dockerfile: DockerfileSection | undefined,
  packages: readonly string[],
  paths: readonly string[],
): number | undefined {
  const naming = runThatBrought(dockerfile, systemInstall, (words) =>
    words.some((it) => packages.includes(it)),
  );
  const install = naming ?? (packages.length > 0 ? runThatBrought(dockerfile, systemInstall) : undefined);
  return (
    install ??
    copyThatBrought(dockerfile, paths[0] ?? "/") ??
    runThatBrought(dockerfile, systemInstall)
  )?.line;
}

const install = /\b(?:pip[\d.]*|uv|poetry)\b[^&|;]*\b(?:install|sync)\b/;

function cacheLine(dockerfile: DockerfileSection | undefined, cache: string): number | undefined {
  const keeping = runThatBrought(dockerfile, install, (words) => !words.includes("--no-cache-dir"));
  return (keeping ?? copyThatBrought(dockerfile, cache) ?? runThatBrought(dockerfile, install))?.line;
}
