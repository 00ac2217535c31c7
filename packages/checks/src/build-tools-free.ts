import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type DockerfileInstruction,
  type DockerfileSection,
} from "@shipshape/core";

import { isBuildPackage } from "./build-packages.ts";
import { copySources } from "./instruction-paths.ts";
import { whyCached } from "./why-cached.ts";
import { namedGroups } from "./named-groups.ts";
import { pathsOfKind } from "./paths-of-kind.ts";
import { packagesNamed, systemInstall } from "./system-packages.ts";
import { toolsInstalled } from "./tools-installed.ts";
import { copyThatBrought, runThatBrought } from "./what-brought.ts";

export const buildToolsFree = defineCheck({
  id: "build-tools-free",
  title: "The final image has no compiler, build headers or pip cache",
  why: "What a build needs, the running app does not. It makes every pull slower, each of its packages will need security updates, and an intruder who finds a compiler can make programs that the image did not bring.",
  fix: "Let an earlier stage install compilers and `-dev` packages and build with them. Start the final stage anew from a slim base, and take only the result over with `COPY --from`. If a compiled package needs a library when it runs, install that library's own package in the final stage, not the one that ends in `-dev`. Give `pip install` the option `--no-cache-dir`.",
  docs: "https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds",
  needs: ["contents"],
  wants: ["dockerfile", "runtime"],
  judge({ contents, dockerfile, runtime }) {
    const packages = contents.packages.filter(isBuildPackage);
    const caches = pathsOfKind("pip-cache", contents);
    // What packages of the distribution bring lies there, and says no more than their names.
    const isOwn = (path: string) =>
      packages.length === 0 || !/^\/(?:usr\/)?(?:s?bin|include|lib(?:exec)?)\//.test(path);
    const compilers = pathsOfKind("compiler", contents).filter(isOwn);
    const headers = pathsOfKind("header", contents).filter(isOwn);
    const tools = packages.length + compilers.length + headers.length > 0;
    const brought = tools ? broughtTools(dockerfile, packages, [...compilers, ...headers]) : undefined;
    const named = packagesNamed(brought?.arguments ?? "").tools;
    const found = namedGroups([
      [md`packages of build tools`, byFame(packages, named)],
      [md`compilers and their tools`, compilers],
      [md`headers to build against`, headers],
      [md`a download cache of pip or its like`, caches],
    ]);
    if (!found) return pass;
    const why =
      dockerfile &&
      (brought
        ? (toolsInstalled(dockerfile, brought, runtime) ?? headersCopied(brought))
        : tools
          ? undefined
          : whyCached(dockerfile, caches[0] ?? "/"));
    return fail(
      joinMarkdown([
        md`The final image carries what only its build needed, beyond what its base has:`,
        found,
        ...(why?.cause ? [why.cause] : []),
      ]),
      why?.line ?? brought?.line,
      why?.fix,
    );
  },
});

/** A COPY that brings nothing but headers. */
function headersCopied({ keyword, line, arguments: words }: DockerfileInstruction) {
  const sources = copySources(words);
  if (keyword === "RUN" || !sources.every((path) => /\/include(?:\/|$)/.test(path))) return undefined;
  return {
    cause: undefined,
    line,
    fix: md`Leave line ${line} out: only a compiler reads headers, and nothing is compiled when the app runs.`,
  };
}

/** First those that the Dockerfile names, then those with short names: `gcc` before `cpp-14-x86-64-linux-gnu`. */
function byFame(packages: readonly string[], named: readonly string[]): string[] {
  const rank = (name: string) => (named.includes(name) ? 0 : name.length);
  return packages.toSorted((a, b) => rank(a) - rank(b));
}

/** The install that names such a package, else any install, else what copied the file. */
function broughtTools(
  dockerfile: DockerfileSection | undefined,
  packages: readonly string[],
  paths: readonly string[],
): DockerfileInstruction | undefined {
  const naming = runThatBrought(dockerfile, systemInstall, (words) =>
    words.some((it) => packages.includes(it)),
  );
  const install = naming ?? (packages.length > 0 ? runThatBrought(dockerfile, systemInstall) : undefined);
  return install ?? copyThatBrought(dockerfile, paths[0] ?? "/") ?? runThatBrought(dockerfile, systemInstall);
}
