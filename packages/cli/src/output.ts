import { rename, rm, writeFile } from "node:fs/promises";

import { type Report, ShipshapeError } from "@shipshape/core";
import { formats } from "@shipshape/report";

import { stdoutLook } from "./stdout-look.ts";

export type OutputOptions = { readonly format: string; readonly out?: string };

/** Writes a report where it was asked for, in the form that was asked for. */
export async function writeReport(report: Report, { format, out }: OutputOptions): Promise<void> {
  const render = formats.get(format);
  if (!render) throw new Error(`There is no format ${format}`);
  const text = render(
    report,
    out === undefined ? stdoutLook() : { ...stdoutLook(), columns: 80, colour: false },
  );
  if (out === undefined) process.stdout.write(text);
  else await writeDurably(out, text);
}

/** Writes a file whole or not at all. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(unfinished, text, { flush: true });
    await rename(unfinished, path);
  } catch (cause) {
    await rm(unfinished, { force: true });
    throw new ShipshapeError(
      `\`${path}\` could not be written: ${(cause as Error).message}.`,
      "Name a file in a folder that you may write to.",
      { cause },
    );
  }
}
