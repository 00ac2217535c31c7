import { createHash } from "node:crypto";

import { sayIn } from "@shipshape/core";

import { htmlText } from "../html-markdown.ts";
import type { Overview } from "./class-of.ts";
import { copiesSection } from "./copies.ts";
import { failuresSection } from "./failures.ts";
import { learnersTable } from "./learners.ts";
import { attention, opening } from "./opening.ts";
import { overviewScript } from "./overview-script.ts";
import { overviewStyle } from "./overview-style.ts";
import { scoresSection } from "./scores.ts";
import { sizesSection } from "./sizes.ts";
import { timesSection } from "./times.ts";

/** Nothing is fetched, and nothing runs but our own script, whatever came to stand in the page. */
const policy = `default-src 'none'; style-src ${digestOf(overviewStyle)}; script-src ${digestOf(overviewScript)}; base-uri 'none'; form-action 'none'`;

/**
 * The instructor's page of a class: one HTML file that needs nothing beside itself but the learners' reports that it
 * links to, below `submissions/`. Its table is sorted and filtered by a script, and can be read without one.
 */
export function renderOverview(overview: Overview): string {
  const { gradebook, language } = overview;
  const say = sayIn(language);
  return `<!doctype html>
<html lang="${htmlText(language.code)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${htmlText(say`Class overview: ${gradebook.labTitle}`)}</title>
<style>${overviewStyle}</style>
</head>
<body>
<main>
<header>
${opening(overview)}</header>
${attention(overview)}<section><h2 id="learners">${htmlText(say`Learners`)}</h2>
${learnersTable(overview)}</section>
${scoresSection(overview)}${failuresSection(overview)}${sizesSection(overview)}${timesSection(overview)}${copiesSection(overview)}</main>
<script>${overviewScript}</script>
</body>
</html>
`;
}

function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
