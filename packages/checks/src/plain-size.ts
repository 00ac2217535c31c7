import { formatSize, Markdown } from "@shipshape/core";

/** A size in a message, `12.3 MB`: our own words, so no code span. */
export const plainSize = (bytes: number): Markdown => new Markdown((language) => formatSize(bytes, language));
