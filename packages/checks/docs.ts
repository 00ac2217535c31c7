/** Writes docs/checks from the checks' own definitions; with `--check`, fails where a page differs. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { documentationPage, checks } from "./src/index.ts";

const folder = join(import.meta.dirname, "../../docs/checks");

const pages = new Map([
  ["README.md", table()],
  ...checks.map(
    (check) =>
      [
        `${check.id}.md`,
        `${writtenFrom(`packages/checks/src/${check.id}.ts`)}\n${documentationPage(check).source}`,
      ] as const,
  ),
]);

await mkdir(folder, { recursive: true });
const strays = (await readdir(folder)).filter((name) => !pages.has(name));
if (process.argv.includes("--check")) await compare();
else await write();

function table(): string {
  const rows = checks.map(({ id, title }) => `| [\`${id}\`](${id}.md) | ${title} |`);
  return `${writtenFrom("packages/checks")}
# The checks

A check judges what was observed of an image, a build or a running container. \`./shipshape explain ID\` prints its page.

| check | holds when |
| --- | --- |
${rows.join("\n")}
`;
}

function writtenFrom(source: string): string {
  return `<!-- Written by packages/checks/docs.ts from ${source}: change it there. -->\n`;
}

async function write(): Promise<void> {
  for (const [name, text] of pages) await writeFile(join(folder, name), text);
  for (const name of strays) await rm(join(folder, name));
  console.error(`${pages.size} pages stand in docs/checks.`);
}

async function compare(): Promise<void> {
  const differing: string[] = [...strays];
  for (const [name, text] of pages) {
    const found = await readFile(join(folder, name), "utf8").catch(() => "");
    if (found !== text) differing.push(name);
  }
  if (differing.length === 0) return;
  console.error(
    `docs/checks differs from what the checks say: ${differing.toSorted().join(", ")}. Run: node packages/checks/docs.ts`,
  );
  process.exitCode = 1;
}
