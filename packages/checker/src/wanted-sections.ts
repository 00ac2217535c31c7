import { checksById } from "@shipshape/checks";
import type { Evidence, Lab, SectionName, Unavailable } from "@shipshape/core";

/** What every submission is looked at for. */
const always: readonly SectionName[] = [
  "build",
  "image",
  "container",
  "processes",
  "http",
  "served",
  "runtime",
];

/** What every check's evidence has, and what the lab's own checks look at beside it. */
export function wantedSections({ checks }: Lab): ReadonlySet<SectionName> {
  const named = checks.flatMap(({ id }) => {
    const check = checksById.get(id);
    return check ? [...check.needs, ...check.wants] : [];
  });
  return new Set<SectionName>([...always, ...named]);
}

/** Gives everything that was not reached one reason. */
export function leaveOut(
  sections: Evidence["sections"],
  wanted: ReadonlySet<SectionName>,
  reason: Unavailable,
): void {
  for (const name of wanted) if (!sections[name]) Object.assign(sections, { [name]: reason });
}
