import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const labs = join(import.meta.dirname, "../labs");

/** A lab's solution in which a LABEL changes with each save: everything of its build is cached, and its container runs. */
export async function submissionOf(lab: string) {
  const folder = await mkdtemp(join(tmpdir(), "loop-"));
  const file = join(folder, "Dockerfile");
  const text = await readFile(join(labs, lab, "solution/Dockerfile"), "utf8");
  let saved = 0;
  /** Saves as editors do: every other time into a new file that takes the old one's place. */
  const save = async () => {
    saved += 1;
    const content = `${text}LABEL saved=${saved}\n`;
    const at = performance.now();
    if (saved % 4 < 2) await writeFile(file, content);
    else {
      await writeFile(`${file}~`, content);
      await rename(`${file}~`, file);
    }
    return at;
  };
  await writeFile(file, text);
  return { folder, save, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
