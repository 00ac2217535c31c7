import { writeOut } from "../output-file.ts";
import { progressFormats } from "../progress-formats.ts";
import { readStanding } from "../read-standing.ts";
import { lookOf } from "../stdout-look.ts";

/** `shipshape progress` */
export async function progress({ format, out }: { format: string; out?: string }): Promise<void> {
  const render = progressFormats[format];
  if (!render) throw new Error(`There is no format ${format}`);
  const { standing } = await readStanding();
  await writeOut(out, render(standing, lookOf(out)));
}
