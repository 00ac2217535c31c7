import { defineCheck, fail, joinMarkdown, md, pass } from "@shipshape/core";

import { stageName } from "./final-stage.ts";
import { takings } from "./stage-takings.ts";

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
      );
    const taken = takings(dockerfile);
    if (taken.some(({ made }) => made)) return pass;
    if (taken.length === 0)
      return fail(
        md`The Dockerfile has ${stages.length} stages, and the final one takes nothing from the others: what they made is thrown away.`,
        final,
      );
    const lines = taken.map(
      ({ line, path, stage }) =>
        md`- line ${line} takes ${path} from the stage ${stageName(dockerfile, stage)}, which copied it from the build context or the base image`,
    );
    return fail(
      joinMarkdown([
        md`Nothing that an earlier stage made reaches the final image:`,
        joinMarkdown(lines, "\n"),
      ]),
      taken[0]?.line,
    );
  },
});
