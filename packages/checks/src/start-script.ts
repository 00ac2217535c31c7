import { posix } from "node:path";

import type { DockerfileSection, ImageSection } from "@shipshape/core";

import { instructionsOf } from "./final-stage.ts";

/** Programs that start another one as another user. */
export const changesUser = /(?:^|[\s/"'[])(sudo|su|gosu|su-exec|setpriv|runuser|doas)(?=[\s"'])/;

/** A script that the container starts, and the line of the Dockerfile that writes it. */
export type StartScript = { readonly line: number; readonly text: string };

/** The script that a container starts first, where a RUN or COPY of the Dockerfile writes it out. */
export function startScript(
  { entrypoint, command }: ImageSection,
  dockerfile: DockerfileSection,
): StartScript | undefined {
  const words = [...entrypoint, ...command].flatMap((word) => word.split(/\s+/));
  const files = words.map((word) => posix.basename(word)).filter((word) => /^\w[\w.-]{2,}$/.test(word));
  const writes = instructionsOf(dockerfile).findLast(
    ({ keyword, arguments: written }) =>
      keyword === "RUN" &&
      files.some((file) =>
        new RegExp(`>\\s*(?:\\S*/)?${file.replaceAll(".", "\\.")}(?![\\w.-])`).test(written),
      ),
  );
  return writes && { line: writes.line, text: writes.arguments };
}

/** The last user that a stage makes, by default the final one, and the line that does. */
export function makerOf(
  dockerfile: DockerfileSection,
  stage?: number,
): { line: number; name: string } | undefined {
  return instructionsOf(dockerfile, stage)
    .filter(({ keyword }) => keyword === "RUN")
    .flatMap(({ line, arguments: words }) => {
      const [, options = ""] = /\b(?:useradd|adduser)\s+([^&|;]*)/.exec(words) ?? [];
      const name = options.trim().split(/\s+/).at(-1) ?? "";
      return /^[a-z_][\w-]*$/i.test(name) ? [{ line, name }] : [];
    })
    .at(-1);
}
