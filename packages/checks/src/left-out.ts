import { md, type DockerfileSection, type Markdown, type SubmissionSection } from "@shipshape/core";

import { copySources, isWithin } from "./instruction-paths.ts";
import { namedList } from "./named-groups.ts";

/** A file that is missing though it lies in the folder, and what to try. */
export type LeftOut = { readonly cause: Markdown; readonly fix: Markdown };

/** The file that a COPY missed, by BuildKit's own words. */
export const missedByCopy = (error: string): string | undefined =>
  /(?:cache key|checksum)[^\n"]*"\/?([^"\n]+)":? not found/.exec(error)?.[1];

/** The app's own file that was missed, by what the app or its server wrote. */
export const missedByApp = (written: string): string | undefined =>
  /No module named '?app'?(?![\w.])|can't open file '[^'\n]*\bapp\.py'|Could not import 'app'/.test(written)
    ? "app.py"
    : undefined;

/**
 * Finds the rule of the ignore file that leaves out what is missing.
 * @param missing a file or folder of the app
 */
export function leftOut(
  missing: string | undefined,
  submission: SubmissionSection | undefined,
  dockerfile: DockerfileSection | undefined,
): LeftOut | undefined {
  const { ignoreFile = "", files = [] } = submission?.leftOut ?? {};
  const found = files.find(({ path }) => missing !== undefined && isWithin(path, missing));
  if (missing === undefined || !found) return undefined;
  const { by, overruled } = found;
  const named = new Set(
    dockerfile?.instructions.flatMap((it) => (it.sources.length === 0 ? copySources(it.arguments) : [])),
  );
  // What other lines of the Dockerfile name would be missed next.
  const others = files.filter(({ path, by: { line } }) => line === by.line && named.has(path));
  const paths = [...new Set([missing, ...others.map(({ path }) => path)])];
  const cause =
    paths.length === 1
      ? md`${missing} lies in the folder, but line ${by.line} of ${ignoreFile}, ${by.text}, leaves it out, and no \`COPY\` can take it.`
      : md`${namedList(paths)} lie in the folder, but line ${by.line} of ${ignoreFile}, ${by.text}, leaves them out, and no \`COPY\` can take them.`;
  if (overruled)
    return {
      cause: md`${cause} Line ${overruled.line}, ${overruled.text}, is of no use above it: the last rule that matches decides.`,
      fix: md`In ${ignoreFile}, move line ${by.line}, ${by.text}, above the lines that begin with \`!\`.`,
    };
  // It matches nothing more.
  if (by.text.replaceAll(/^\/|\/$/g, "") === missing)
    return { cause, fix: md`Take line ${by.line}, ${by.text}, out of ${ignoreFile}.` };
  return {
    cause,
    fix:
      paths.length === 1
        ? md`In ${ignoreFile}, write ${`!${missing}`} below line ${by.line}, or have line ${by.line} match less.`
        : md`In ${ignoreFile}, write ${namedList(paths.map((path) => `!${path}`))} below line ${by.line}, each on a line of its own, or have line ${by.line} match less.`,
  };
}
