/** Writes labs/README.md from the labs' manifests; with `--check`, fails where it differs. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { coursePage } from "./src/course-page.ts";
import { labsFolder, readCourse } from "./src/index.ts";

const file = join(labsFolder(), "README.md");
const text = `<!-- Written by packages/course/docs.ts from each lab's lab.yaml: change it there. -->

${coursePage(await readCourse())}`;

if (!process.argv.includes("--check")) await writeFile(file, text);
else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
  console.error("labs/README.md differs from what the labs say. Run: node packages/course/docs.ts");
  process.exitCode = 1;
}
