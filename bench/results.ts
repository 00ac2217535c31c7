import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";

const file = join(import.meta.dirname, "RESULTS.md");

/** The machine that figures were measured on, and the day. */
export const measuredOn = (...facts: readonly string[]): string =>
  [`${cpus().length} × ${cpus()[0]?.model}`, ...facts, `Node ${process.version}`, today()].join(", ");

const today = () => new Date().toISOString().slice(0, 10);

/** The count that a command line names. */
export const countOr = (usual: number): number =>
  Number(process.argv.slice(2).find((word) => /^\d+$/.test(word)) ?? usual);

/** Prints figures; with `--write` they also replace their section of RESULTS.md, and leave the others as they are. */
export async function tell(title: string, text: string): Promise<void> {
  console.log(text);
  if (!process.argv.includes("--write")) return;
  const sections = (await readFile(file, "utf8")).split(/^(?=## )/m);
  const others = sections.filter((section) => !section.startsWith(`## ${title}\n`)).map((it) => it.trimEnd());
  await writeFile(file, `${[...others, `## ${title}\n\n${text}`].join("\n\n")}\n`);
}
