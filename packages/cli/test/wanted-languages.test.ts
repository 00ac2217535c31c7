import { describe, expect, test } from "vitest";

import { wantedLanguages } from "../src/wanted-languages.ts";

describe("the languages that a person asks for", () => {
  test.each([
    [
      "LC_ALL before LC_MESSAGES and LANG",
      { LC_ALL: "de_DE", LC_MESSAGES: "fr_FR", LANG: "it_IT" },
      ["de-DE", "de"],
    ],
    ["LC_MESSAGES before LANG", { LC_MESSAGES: "fr_FR.UTF-8", LANG: "it_IT.UTF-8" }, ["fr-FR", "fr"]],
    ["a variable that is empty as one that is not set", { LC_ALL: "", LANG: "it" }, ["it"]],
    ["our own variable before all others", { SHIPSHAPE_LANGUAGE: "de", LC_ALL: "fr_FR" }, ["de"]],
    ["a locale with its characters and its variant", { LANG: "de_AT.UTF-8@euro" }, ["de-AT", "de"]],
    ["a language with a script", { LANG: "zh-Hant-TW" }, ["zh-Hant-TW", "zh-Hant", "zh"]],
    ["GNU's list before the locale", { LANGUAGE: "gsw:de", LANG: "fr_FR" }, ["gsw", "de"]],
    ["no list where the locale is POSIX's own", { LANGUAGE: "de", LC_ALL: "C.UTF-8", LANG: "de_DE" }, ["en"]],
    ["English for C", { LANG: "C" }, ["en"]],
    ["English for POSIX", { LANG: "POSIX" }, ["en"]],
    ["English where nothing is set", {}, ["en"]],
    ["nothing of what is no language", { SHIPSHAPE_LANGUAGE: "../../package" }, []],
    ["nothing of a long word", { SHIPSHAPE_LANGUAGE: "messages" }, []],
  ])("takes %s", (_, environment, languages) => {
    expect(wantedLanguages(environment)).toEqual(languages);
  });
});
