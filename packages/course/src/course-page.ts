import { checksById } from "@shipshape/checks";
import type { Lab } from "@shipshape/core";
import { markdownTable } from "@shipshape/report";

/** The course in one page of Markdown, as it stands in `labs/`: a table of the labs, and what each checks. */
export function coursePage(labs: readonly Lab[]): string {
  return `# The labs

\`./shipshape start LAB\` makes a folder for a lab, and \`./shipshape check LAB\` checks what you write there; a lab's
number is enough to name it.

${markdownTable(["lab", "what you will do", "minutes", "points"], labs.map(labRow))}

${labs.map(labPart).join("\n")}`;
}

function labRow({ id, title, summary, minutes, checks }: Lab): string[] {
  const points = checks.reduce((sum, check) => sum + check.points, 0);
  return [`[${numberOf(id)}: ${title}](${id}/README.md)`, summary, String(minutes), String(points)];
}

function labPart({ id, title, minutes, objectives, after, submit, checks }: Lab): string {
  const facts = [
    `It takes about ${minutes} minutes.`,
    `You hand in ${submit.map((file) => `\`${file}\``).join(", ")}.`,
    ...(after.length > 0
      ? [`It builds on ${after.map((lab) => `[${numberOf(lab)}](${lab}/README.md)`).join(", ")}.`]
      : []),
  ];
  return `## [${numberOf(id)}: ${title}](${id}/README.md)

${objectives.map((objective) => `- ${objective}`).join("\n")}

${facts.join(" ")}

${markdownTable(["check", "holds when", "points"], checks.map(checkRow))}
`;
}

function checkRow({ id, points }: Lab["checks"][number]): string[] {
  return [`[\`${id}\`](../docs/checks/${id}.md)`, checksById.get(id)?.title ?? "", String(points)];
}

const numberOf = (id: string) => /^\d*/.exec(id)?.[0] || id;
