import { currentFolder } from "./current-folder.ts";
import { currentLanguage } from "./language.ts";
import { launcherFrom } from "./launcher.ts";
import type { Look } from "@shipshape/report";

/** As wide as a terminal is taken for that does not say, in characters. */
const unknownWidth = 80;

/** What can be shown on standard output: a terminal's width and colours, or plain text for a pipe. */
export function stdoutLook(): Look {
  const { isTTY, columns } = process.stdout;
  return {
    // A pseudo-terminal that nobody has given a size says 0.
    columns: (isTTY && columns) || unknownWidth,
    // Node knows NO_COLOR, TERM=dumb and their like.
    colour: isTTY && process.stdout.hasColors(),
    unicode: speaksUnicode(),
    language: currentLanguage(),
    command: launcherFrom(currentFolder()),
  };
}

/** What can be shown where it is written: on standard output, or in a file. */
export function lookOf(out: string | undefined): Look {
  const look = stdoutLook();
  return out === undefined ? look : { ...look, columns: unknownWidth, colour: false };
}

/** Whether the locale has other characters than ASCII. */
export function speaksUnicode(): boolean {
  const locale = process.env["LC_ALL"] || process.env["LC_CTYPE"] || process.env["LANG"] || "";
  return process.platform === "darwin" || /utf-?8/i.test(locale);
}
