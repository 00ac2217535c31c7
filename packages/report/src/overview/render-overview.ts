import { sayIn } from "@shipshape/core";

import { htmlText } from "../html-markdown.ts";
import { htmlPages } from "../html-page.ts";
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

const page = htmlPages(overviewStyle, overviewScript);

/**
 * The instructor's page of a class: one HTML file that needs nothing beside itself but the learners' reports that it
 * links to, below `submissions/`. Its table is sorted and filtered by a script, and can be read without one.
 */
export function renderOverview(overview: Overview): string {
  const { gradebook, language } = overview;
  const say = sayIn(language);
  return page({
    language: language.code,
    title: say`Class overview: ${gradebook.labTitle}`,
    main: `<header>
${opening(overview)}</header>
${attention(overview)}<section><h2 id="learners">${htmlText(say`Learners`)}</h2>
${learnersTable(overview)}</section>
${scoresSection(overview)}${failuresSection(overview)}${sizesSection(overview)}${timesSection(overview)}${copiesSection(overview)}`,
  });
}
