import {
  joinMarkdown,
  md,
  type DockerfileInstruction,
  type DockerfileSection,
  type Sections,
} from "@shipshape/core";

import type { Trouble } from "./environment-trouble.ts";
import { instructionsOf } from "./final-stage.ts";
import { addToInstall, librariesLacking } from "./native-libraries.ts";
import { writtenText } from "./written-lines.ts";

/** What writes to files that are there already, or in their place. */
const writes = /\bsed\s[^&|;]*-i|>|\b(?:mv|cp|ln|tee|patch|perl|install)\s|\bpython[\d.]*\s+-c/;

/** The last step of the final image that changes the app, or puts a module in the place of its database client. */
function changingStep(dockerfile: DockerfileSection): DockerfileInstruction | undefined {
  return instructionsOf(dockerfile).findLast((it) => {
    const text = writtenText(dockerfile, it);
    return it.keyword === "RUN" && writes.test(text) && /\bapp\.py\b|\bMySQLdb\b/.test(text);
  });
}

/** Where an image changes the app that was handed out, and what to do without that. */
export function changedApp({
  dockerfile,
  ...seen
}: Partial<Pick<Sections, "dockerfile" | "runtime" | "contents" | "image">>): Trouble | undefined {
  const step = dockerfile && changingStep(dockerfile);
  if (!step) return undefined;
  const { line, endLine } = step;
  const lacking = librariesLacking(seen);
  const leaveOut =
    endLine > line
      ? md`Leave lines ${line} to ${endLine} out: the app is right as it was handed out.`
      : md`Leave line ${line} out: the app is right as it was handed out.`;
  const client = md`The client that it uses then loads ${lacking[0]?.library ?? ""} when it runs, and no package that the image adds has that.`;
  return {
    cause: /\bMySQLdb\b/.test(writtenText(dockerfile, step))
      ? md`Line ${line} puts something in the place of the app's database client.`
      : md`Line ${line} changes the app.`,
    line,
    fix:
      lacking.length > 0
        ? joinMarkdown(
            [
              leaveOut,
              client,
              addToInstall(
                dockerfile,
                dockerfile.stages.length - 1,
                lacking.map(({ debian }) => debian),
              ).fix,
            ],
            " ",
          )
        : leaveOut,
  };
}
