import { md, type DockerfileSection, type Markdown } from "@shipshape/core";

import { copySources } from "./instruction-paths.ts";

/** A path without the folder that it needs, and what to try. */
export type FolderForgotten = { readonly cause: Markdown; readonly fix: Markdown };

/**
 * Finds the folder behind a COPY that found nothing: one that other lines take files from.
 * @param missing what it missed, as BuildKit names it
 * @param line where it stands
 */
export function folderForgotten(
  dockerfile: DockerfileSection,
  missing: string | undefined,
  line: number | undefined,
): FolderForgotten | undefined {
  if (missing === undefined || line === undefined || missing.includes("/")) return undefined;
  const others = dockerfile.instructions.filter(
    (it) => /^(?:COPY|ADD)$/.test(it.keyword) && it.sources.length === 0 && it.line !== line,
  );
  const [found] = others.flatMap((it) =>
    copySources(it.arguments).flatMap((source) => {
      const [, folder] = /^(?:\.?\/)?([\w.-]*\w)\//.exec(source) ?? [];
      return folder === undefined ? [] : [{ at: it.line, source, folder }];
    }),
  );
  if (!found) return undefined;
  const path = `${found.folder}/${missing}`;
  return {
    cause: md`There is no ${missing} at the top of the build context, where the paths of \`COPY\` begin. Line ${found.at} takes ${found.source}: did you mean ${path} here?`,
    fix: md`On line ${line}, write ${path} if the file lies in the folder ${found.folder}.`,
  };
}
