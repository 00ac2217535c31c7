import { checksById } from "@shipshape/checks";
import type { Lab } from "@shipshape/core";

/** The course in one page of Markdown, as it stands in `labs/`: a table of the labs, and what each checks. */
export function coursePage(labs: readonly Lab[]): string {
  return `# The labs

\`./shipshape check LAB FOLDER\` checks the Dockerfile in a folder; a lab's number is enough to name it.

| lab | what you will do | minutes | points |
| --- | --- | --- | --- |
${labs.map(tableRow).join("\n")}

${labs.map(labPart).join("\n")}`;
}

function tableRow(lab: Lab): string {
  const { id, title, summary, minutes, checks } = lab;
  const points = checks.reduce((sum, check) => sum + check.points, 0);
  return `| [${numberOf(id)}: ${cell(title)}](${id}/README.md) | ${cell(summary)} | ${minutes} | ${points} |`;
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

| check | holds when | points |
| --- | --- | --- |
${checks.map(checkRow).join("\n")}
`;
}

function checkRow({ id, points }: Lab["checks"][number]): string {
  return `| [\`${id}\`](../docs/checks/${id}.md) | ${cell(checksById.get(id)?.title ?? "")} | ${points} |`;
}

const numberOf = (id: string) => /^\d*/.exec(id)?.[0] || id;

/** A bar ends a cell, in a code span too. */
const cell = (text: string) => text.replaceAll("|", "\\|");
