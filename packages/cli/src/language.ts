import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { english, languageFrom, type Language } from "@shipshape/core";

import { wantedLanguages } from "./wanted-languages.ts";

let chosen: Language | undefined;

/** What this process writes its words in: the first wanted language that has a translation, or English. */
export const currentLanguage = (): Language => (chosen ??= chooseLanguage(wantedLanguages(process.env)));

function chooseLanguage(wanted: readonly string[]): Language {
  // Where nothing is to be translated, nothing is looked for on the disk.
  if (wanted.length === 0 || wanted[0] === "en") return english;
  const folder = translationsFolder();
  for (const code of wanted) {
    if (code === "en") break;
    const file = join(folder, `${code}.json`);
    if (existsSync(file)) return languageFrom(code, JSON.parse(readFileSync(file, "utf8")));
  }
  return english;
}

/** `translations/` of the clone that this runs from, bundled or not. */
function translationsFolder(from = import.meta.dirname): string {
  const folder = join(from, "translations");
  return existsSync(folder) || dirname(from) === from ? folder : translationsFolder(dirname(from));
}
