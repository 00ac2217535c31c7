import { writeDurably } from "../output-file.ts";
import { progressFormats } from "../progress-formats.ts";
import { readStanding } from "../read-standing.ts";
import { stdoutLook } from "../stdout-look.ts";

/** `shipshape progress` */
export async function progress({ format, out }: { format: string; out?: string }): Promise<void> {
  const render = progressFormats[format];
  if (!render) throw new Error(`There is no format ${format}`);
  const { standing } = await readStanding();
  const look = stdoutLook();
  const text = render(standing, out === undefined ? look : { ...look, columns: 80, colour: false });
  if (out === undefined) process.stdout.write(text);
  else await writeDurably(out, text);
}
