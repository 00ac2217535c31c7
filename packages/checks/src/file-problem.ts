import { md, type FileProblem, type Markdown } from "@shipshape/core";

import { plainSize } from "./plain-size.ts";

/** Says what is wrong with a file as it was handed in, and what to do. */
const words: Record<FileProblem, (path: string, limitBytes: number) => Markdown> = {
  missing: (path) =>
    md`There is no ${path}. Put a file of exactly that name, without an ending such as \`.txt\`, into the folder that you hand in.`,
  empty: (path) => md`${path} is empty. Write its instructions, beginning with \`FROM\`, and save the file.`,
  "not-a-file": (path) =>
    md`${path} is a folder or something else that is no file. Move it away, and put a plain text file in its place.`,
  link: (path) =>
    md`${path} is a link to another place, and links are not followed. Replace it by the file that it leads to.`,
  "too-large": (path, limitBytes) =>
    md`${path} is larger than ${plainSize(limitBytes)}, far more than its instructions need. See whether another file was saved under this name.`,
  "not-text": (path) =>
    md`${path} holds bytes that no text has. See whether another kind of file, such as an archive or an image, was saved under this name.`,
  "not-utf8": (path) =>
    md`${path} is text in an encoding that Docker does not read. Save it as UTF-8: most editors offer that when saving or in the status bar.`,
  "bad-pattern": (path) =>
    md`${path} has a pattern that cannot be read, such as a \`[\` without its \`]\`. Docker refuses to build with it: mend or remove that line.`,
  unreadable: (path) =>
    md`${path} could not be read. Give your own account permission to read it: \`chmod u+r\` does that.`,
};

/** @param limitBytes the size that the file went beyond, where that is the problem */
export function describeFileProblem(path: string, problem: FileProblem, limitBytes = 0): Markdown {
  return words[problem](path, limitBytes);
}
