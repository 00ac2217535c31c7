import { english, type Language } from "@shipshape/core";

/** What this process writes its words in. */
export const currentLanguage = (): Language => english;
