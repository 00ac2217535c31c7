import { english, type Language, Markdown, type Report, standInNote } from "@shipshape/core";

/** What stands for the names of the bases. */
const place = "\u0000";

/** The reports' notes of bases that stood in for official ones, each once. */
export function standInsOf(reports: Iterable<Report>, language: Language): string[] {
  const forms = [language, english].map((each) => standInNote(new Markdown(place)).in(each).split(place));
  const isStandIn = (note: string) =>
    forms.some(([before = "", after = ""]) => note.startsWith(before) && note.endsWith(after));
  return [...new Set(Iterator.from(reports).flatMap(({ notes }) => notes.filter(isStandIn)))].toSorted();
}
