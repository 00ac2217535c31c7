import { type Evidence, seen } from "./evidence.ts";
import { listed, md, Markdown } from "./markdown.ts";

/** What a report's reader should know beside the verdicts. */
export function reportNotes(evidence: Evidence): Markdown[] {
  const { standIns } = evidence.engine;
  const { ignored = [], ignoredCount = 0, edited = [] } = seen(evidence, "submission") ?? {};
  const unnamed = ignoredCount - ignored.length;
  return [
    ...(standIns.length > 0 ? [standInNote(listed(standIns))] : []),
    ...(edited.length > 0
      ? [md`Left alone, although it was changed: ${listed(edited)}. The lab is checked with its own copy.`]
      : []),
    ...(ignored.length > 0
      ? [
          unnamed > 0
            ? md`Left alone, because the lab does not take them: ${listed(ignored)} and ${grouped(unnamed)} more.`
            : md`Left alone, because the lab does not take it: ${listed(ignored)}.`,
        ]
      : []),
  ];
}

/** What is said of bases that were made on this machine, so that who reads many reports can tell it once. */
export const standInNote = (standIns: Markdown): Markdown =>
  md`No registry could be reached, so this was built on a stand-in for ${standIns}, made on this machine. The official image differs in size and in patch version.`;

/** A number in which thousands stand apart. */
const grouped = (count: number) => new Markdown(({ code }) => count.toLocaleString(code));
