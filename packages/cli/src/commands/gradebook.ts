import { listed, md, ShipshapeError } from "@shipshape/core";
import { ClassFolder } from "@shipshape/grader";
import { gradebookFormats, leftOut } from "@shipshape/report";

import { readGradebook } from "../gradebook/read-gradebook.ts";
import { writeLearners } from "../gradebook/write-learners.ts";
import { currentLanguage } from "../language.ts";
import { seeWritable, writeOut } from "../output-file.ts";
import { warn } from "../warn.ts";

type GradebookOptions = { readonly format: string; readonly out?: string; readonly column?: string };

/** `shipshape gradebook DIR --format FORMAT`: a class as another system takes it, from what `grade` kept of it. */
export async function gradebook(path: string, { format, out, column }: GradebookOptions): Promise<void> {
  const { folder } = await ClassFolder.openGraded(path);
  const render = gradebookFormats.get(format);
  if (!render && out === undefined)
    throw new ShipshapeError(
      md`${format} is written as a file or a folder for each learner.`,
      "Name a folder for them behind --out.",
    );
  const document = await readGradebook(folder);
  if (!render) return writeLearners(folder, document, format, out ?? "");
  if (out !== undefined) await seeWritable(out);
  const text = render(document, { language: currentLanguage(), ...(column !== undefined && { column }) });
  const without = leftOut(format, document).map(({ id }) => id);
  await writeOut(out, text);
  if (without.length > 0)
    warn(
      new ShipshapeError(
        md`Left out, because the reader of this format could not tell who they are: ${listed(without)}.`,
        "Grade the class with that system's own export as the roster: --roster FILE.",
      ),
    );
}
