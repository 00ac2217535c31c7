import {
  defineCheck,
  fail,
  joinMarkdown,
  listed,
  md,
  pass,
  type DockerfileSection,
  type Markdown,
} from "@shipshape/core";

import { leftBehind } from "./environment-trouble.ts";
import { lastEnvironment } from "./environments.ts";
import { stageName } from "./final-stage.ts";
import { madeAgain } from "./made-again.ts";
import { slimVariant } from "./slim-variant.ts";
import { takings } from "./stage-takings.ts";
import { packagesLeft } from "./stage-trouble.ts";
import { installedBy, installElsewhere, lastInstall } from "./take-over.ts";

export const multiStage = defineCheck({
  id: "multi-stage",
  title: "The final image takes what an earlier stage made",
  why: "Building needs tools that running does not: compilers, caches, package lists. With stages, one stage builds with all of them and the final image takes only the result, so the rest stays out of it.",
  fix: "Let an earlier stage (`FROM … AS builder`) do the installing, for example into a virtual environment of its own directory. The final stage begins with its own `FROM` and takes that directory with `COPY --from=builder`. Copying only your own source files through a stage gains nothing: what was made there has to come over.",
  docs: "https://docs.docker.com/build/building/multi-stage/",
  // A stage that does not build makes nothing, so this needs the image although it reads the Dockerfile.
  needs: ["dockerfile", "image"],
  judge({ dockerfile }) {
    const { stages } = dockerfile;
    const final = stages.at(-1)?.line;
    if (stages.length < 2)
      return fail(
        md`The Dockerfile has one stage, so all that the build needed is in the final image.`,
        final,
        intoTwoStages(dockerfile),
      );
    const environment = lastEnvironment(dockerfile);
    const left = environment && !environment.here ? leftBehind(dockerfile, environment) : undefined;
    const taken = takings(dockerfile);
    if (taken.some(({ made }) => made)) return pass;
    const again = madeAgain(dockerfile);
    const install = installElsewhere(dockerfile);
    const lacks = again ?? left ?? (install && packagesLeft(dockerfile, install));
    if (taken.length === 0)
      return fail(
        joinMarkdown([
          md`The Dockerfile has ${stages.length} stages, and the final one takes nothing from the others: what they made is thrown away.`,
          ...(again ? [again.cause] : []),
        ]),
        again?.line ?? final,
        lacks?.fix,
      );
    const lines = taken.map(
      ({ line, path, stage }) =>
        md`- line ${line} takes ${path} from the stage ${stageName(dockerfile, stage)}, which no \`RUN\` there made`,
    );
    return fail(
      joinMarkdown([
        md`Nothing that an earlier stage made reaches the final image.`,
        joinMarkdown(lines, "\n"),
        ...(again ? [again.cause] : []),
      ]),
      lacks?.line ?? taken[0]?.line,
      lacks?.fix,
    );
  },
});

/** What to do with a Dockerfile that installs and serves in one stage. */
function intoTwoStages(dockerfile: DockerfileSection): Markdown {
  const install = lastInstall(dockerfile, 0);
  const installed = install && installedBy(dockerfile, install, "builder");
  const base = dockerfile.stages[0]?.base ?? "";
  if (!installed)
    return md`Name this stage (\`FROM … AS builder\`) and let it do the installing only. Below that, begin the final stage with a \`FROM\` of its own, and take over what was installed with \`COPY --from=builder\`. The final stage needs the app's code, and \`WORKDIR\`, \`ENV\` and \`USER\` of its own.`;
  const places = listed(installed.places);
  return md`Name this stage (\`FROM … AS builder\`) and let it do the installing only, up to line ${install.endLine}. Below that, begin the final stage with ${`FROM ${slimVariant(base) ?? base}`}, and take over what was installed with \`COPY --from=builder\`, to the same paths: ${places}. The final stage needs the app's code, and \`WORKDIR\`, \`ENV\` and \`USER\` of its own.`;
}
