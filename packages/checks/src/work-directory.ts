import { posix } from "node:path";

import { defineCheck, fail, md, pass } from "@shipshape/core";

import { lastElsewhere, lastFinal, stageName } from "./final-stage.ts";

export const workDirectory = defineCheck({
  id: "work-directory",
  title: "The app lives in a directory of its own",
  why: "Without `WORKDIR` everything lands in `/`, between the operating system's own directories. A `COPY . .` can then overwrite what the system needs, and nobody can tell, or give to a user, just the app's files.",
  fix: "Put a `WORKDIR` with a directory such as `/app` near the top of the final stage, before the first `COPY`. Docker makes the directory, and what follows (`COPY … .`, `RUN`, `CMD`) works in it. Each `FROM` starts anew, so each stage needs its own.",
  docs: "https://docs.docker.com/reference/dockerfile/#workdir",
  needs: ["image", "runtime"],
  wants: ["dockerfile"],
  judge({ image, runtime, dockerfile }) {
    if (isRoot(image.workingDirectory)) {
      const own = lastFinal(dockerfile, "WORKDIR");
      if (own) return fail(md`\`WORKDIR\` names the root directory, \`/\`.`, own.line);
      const other = lastElsewhere(dockerfile, "WORKDIR");
      if (dockerfile && other)
        return fail(
          md`The final stage has no \`WORKDIR\`, so the app works in \`/\`. The one on line ${other.line} belongs to the stage ${stageName(dockerfile, other.stage)} alone.`,
          other.line,
        );
      return fail(md`The image has no \`WORKDIR\`, so the app works in \`/\`.`);
    }
    if (isRoot(runtime.workingDirectory))
      return fail(
        md`\`WORKDIR\` is ${image.workingDirectory}, yet the running app works in \`/\`.`,
        lastFinal(dockerfile, "CMD", "ENTRYPOINT")?.line,
      );
    if (isRoot(runtime.appDirectory))
      return fail(
        md`\`WORKDIR\` is ${image.workingDirectory}, yet the app's files lie in \`/\`.`,
        lastFinal(dockerfile, "COPY", "ADD")?.line,
      );
    return pass;
  },
});

/** `//` and `/app/..` are the root directory too; an image without a working directory works in it. */
const isRoot = (directory: string) => posix.resolve("/", directory) === "/";
