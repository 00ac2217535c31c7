import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const file = join(import.meta.dirname, "RESULTS.md");

/** Writes one section of RESULTS.md anew, and leaves the others as they are. */
export async function keepSection(title: string, text: string): Promise<void> {
  const sections = (await readFile(file, "utf8")).split(/^(?=## )/m);
  const others = sections.filter((section) => !section.startsWith(`## ${title}\n`)).map((it) => it.trimEnd());
  await writeFile(file, `${[...others, `## ${title}\n\n${text}`].join("\n\n")}\n`);
}
