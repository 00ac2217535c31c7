import { posix } from "node:path";

import { defineCheck, type DockerfileSection, fail, type Finding, md, pass } from "@shipshape/core";

import { lastElsewhere, lastFinal, stageName } from "./final-stage.ts";

export const workDirectory = defineCheck({
  id: "work-directory",
  title: "The app lives in a directory of its own",
  why: "Without `WORKDIR` everything lands in `/`, between the operating system's own directories. A `COPY . .` can then overwrite what the system needs, and nobody can tell, or give to a user, just the app's files.",
  fix: "Put a `WORKDIR` with a directory such as `/app` above the first `COPY`. Docker makes the directory, and what follows (`COPY … .`, `RUN`, `CMD`) works in it. After each `FROM` it has to be set again.",
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
    return isRoot(runtime.appDirectory) ? filesAtRoot(image.workingDirectory, dockerfile) : pass;
  },
});

/** The app's file was copied to `/`: to that very path, or because `WORKDIR` comes too late. */
function filesAtRoot(workingDirectory: string, dockerfile: DockerfileSection | undefined): Finding {
  const copy = lastFinal(dockerfile, "COPY", "ADD");
  const own = lastFinal(dockerfile, "WORKDIR");
  if (!copy || !own || own.line < copy.line)
    return fail(
      md`\`WORKDIR\` is ${workingDirectory}, yet the app's files lie in \`/\`.`,
      copy?.line,
      md`Let \`COPY\` put them into the working directory: \`COPY app.py ./\`. What names them by their old path, such as \`/app.py\` in \`CMD\`, has to follow: there it is \`app.py\` then.`,
    );
  return fail(
    md`\`WORKDIR\` on line ${own.line} comes after the \`COPY\` on line ${copy.line}, so the app's files went to \`/\`.`,
    own.line,
    md`Move ${`WORKDIR ${workingDirectory}`} above the first \`COPY\`. What names a file by its old path, such as \`/app.py\` in \`CMD\`, has to follow: there it is \`app.py\` then.`,
  );
}

/** `//` and `/app/..` are the root directory too; an image without a working directory works in it. */
const isRoot = (directory: string) => posix.resolve("/", directory) === "/";
