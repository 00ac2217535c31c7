import { visible } from "@shipshape/core";

/** Quotes a path for a POSIX shell, in one word that is safe to show. */
export function shellQuoted(path: string): string {
  const shown = visible(path);
  return /^[\w./\\:-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
