/**
 * Gathers every message of ours from the sources into `translations/messages.json`, each with the files that say it.
 * `node packages/core/messages.ts` writes the file; with `--check` it fails where the file differs, or where a
 * translation lacks a message, has one that is no more, or does not say what the English one has.
 */
import { glob, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { findMessages, type FoundMessages } from "./messages/find-messages.ts";
import { translationMistakes } from "./messages/translation-mistakes.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "translations");
const catalog = join(folder, "messages.json");

const { messages, mistakes } = await readSources();
const text = `${JSON.stringify(messages, null, 2)}\n`;
const isCheck = process.argv.includes("--check");
if (!isCheck) await writeFile(catalog, text);
else if ((await readFile(catalog, "utf8").catch(() => "")) !== text)
  mistakes.push("translations/messages.json is not up to date: run `node packages/core/messages.ts`.");
if (isCheck)
  for (const name of await translations())
    mistakes.push(...translationMistakes(name, Object.keys(messages), await readTranslation(name)));

for (const mistake of mistakes) console.error(mistake);
if (mistakes.length > 0) process.exitCode = 1;

/** Every message with the files that say it, sorted. */
async function readSources(): Promise<{ messages: Record<string, string>; mistakes: string[] }> {
  const files = (await Array.fromAsync(glob("packages/*/src/**/*.ts", { cwd: root }))).toSorted();
  const found = await Promise.all(
    files.map(async (file): Promise<FoundMessages> =>
      findMessages(file, await readFile(join(root, file), "utf8")),
    ),
  );
  const said = found.flatMap(({ file, messages }) => messages.map((message) => ({ file, message })));
  const filesOf = Map.groupBy(said, ({ message }) => message);
  return {
    messages: Object.fromEntries(
      Array.from(filesOf, ([message, places]): [string, string] => [
        message,
        Array.from(new Set(places.map(({ file }) => file))).join(", "),
      ]).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
    mistakes: found.flatMap(({ mistakes }) => mistakes),
  };
}

async function translations(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".json") && name !== basename(catalog));
}

async function readTranslation(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, name), "utf8"));
}
