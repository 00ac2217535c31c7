import {
  type Answer,
  type ContainerSection,
  type DatabaseSection,
  defineCheck,
  type DockerfileSection,
  fail,
  joinMarkdown,
  type Markdown,
  md,
  pass,
} from "@shipshape/core";

import { instructionsOf } from "./final-stage.ts";
import { jsonField } from "./json-field.ts";
import { crashInLog } from "./log-excerpt.ts";
import { whyNoDatabase } from "./why-no-database.ts";

export const databaseRoundTrip = defineCheck({
  id: "database-round-trip",
  title: "Visits are counted in the database, and `/health` tells the truth about it",
  why: "An app that starts is not yet an app that works. What it needs beside itself, a library of the system or a database, is missed only when a page asks for it. And whoever runs the container knows nothing but what `/health` says: an app that calls itself well without its database goes on being sent visitors whom it cannot serve.",
  fix: "Run a MariaDB beside your image, on a network of their own, and ask the pages with `curl`: the lab shows the commands. If `/visits` fails, `docker logs` says why. `ldd` on the compiled part of `mysqlclient` shows which libraries it wants and which of them the final image lacks. The app itself is right as it was handed out, and reads from `DATABASE_HOST` and its kin where the database is: the image has to set none of them, and to change nothing in the app.",
  docs: "https://docs.docker.com/engine/network/#user-defined-networks",
  needs: ["database"],
  wants: ["container", "dockerfile"],
  judge({ database: { visits, rows, health }, container, dockerfile }) {
    const failed = visits.map((visit) => whyUncounted(visit, container)).find((it) => it !== undefined);
    if (failed) return fail(failed, lastLineAbout(/\bDATABASE_/, dockerfile));
    const miscounted = whyMiscounted(visits.map(numberIn), rows) ?? whyUntrue(health);
    return miscounted ? fail(miscounted, lastLineAbout(/\bapp\.py\b|MySQLdb/, dockerfile, "RUN")) : pass;
  },
});

/** Why an answer to `/visits` has no number, or undefined where it has one. */
function whyUncounted(visit: Answer, container: ContainerSection | undefined): Markdown | undefined {
  if (visit.outcome === "stopped")
    return md`The container had stopped before it answered \`GET /visits\`. Mend \`container-runs\` first.`;
  if (visit.outcome === "silent")
    return md`\`GET /visits\` was not answered within ${visit.limitSeconds} seconds, although the database was there.`;
  if (visit.outcome === "cut-off")
    return md`\`GET /visits\` was cut off without an answer: what was to answer it crashed. Read \`docker logs\`.`;
  if (visit.outcome === "endless")
    return md`\`GET /visits\` was answered with something that did not come to an end.`;
  const { status, body } = visit;
  if (status === 404)
    return md`There is no page \`/visits\` (status 404): what serves is not the app of this lab. See what \`CMD\` starts.`;
  if (status >= 500) return brokenPage(status, container?.log ?? "");
  if (status !== 200) return md`\`GET /visits\` was answered with status ${status}; 200 was expected.`;
  return numberIn(visit) === undefined
    ? md`\`GET /visits\` answered ${body}; JSON with a whole number was expected, such as ${'{"visits": 1}'}.`
    : undefined;
}

function brokenPage(status: number, log: string): Markdown {
  const seen = md`\`GET /visits\` was answered with status ${status}: the app failed when it went to the database, which was there.`;
  const reason = whyNoDatabase(log);
  if (reason)
    return joinMarkdown([md`${seen} Its log says ${reason.error}.`, md`**Likely cause.** ${reason.cause}`]);
  return log.includes("Traceback")
    ? joinMarkdown([md`${seen} From the container's log:`, crashInLog(log)])
    : md`${seen} Ask the page yourself, as the lab shows, and read \`docker logs\`.`;
}

/** The number of visits that an answer tells. */
function numberIn(visit: Answer): number | undefined {
  if (visit.outcome !== "answered") return undefined;
  const number = jsonField(visit.body, "visits");
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** What is wrong with the numbers, one beside the other and beside the rows that the database has. */
function whyMiscounted(
  numbers: readonly (number | undefined)[],
  rows: number | undefined,
): Markdown | undefined {
  const [first = 0, second = 0] = numbers;
  const seen = md`Two visits, one after the other, were answered with ${first} and ${second}`;
  if (second === first)
    return md`${seen}: the second was not counted, or was counted elsewhere than the first. Two processes that each count in their own memory look like this, and so does an answer that was made once and kept.`;
  if (second !== first + 1) return md`${seen}; each visit has to count one further.`;
  const elsewhere = md`They are counted elsewhere, in the app's own memory or in a file of the container, and are gone when it is. The app counts in the database as it was handed out: see what the Dockerfile changes in it, or puts in the place of its client.`;
  if (rows === undefined) return md`${seen}, and the database itself has no table \`visits\`. ${elsewhere}`;
  if (rows !== second)
    return md`${seen}, and the database itself has ${rows} rows in its table \`visits\`. ${elsewhere}`;
  return undefined;
}

/** What is wrong with `/health`, with the database at hand and without it. */
function whyUntrue({ allowed, refused }: DatabaseSection["health"]): Markdown | undefined {
  if (!saysOk(allowed))
    return md`\`/visits\` counted in the database, and \`GET /health\` ${described(allowed)}. With a database that answers, it has to say ${'{"status": "ok"}'}.`;
  if (saysOk(refused))
    return md`The database let the app in no more, and \`GET /health\` still answered ${'{"status": "ok"}'}. It has to ask the database each time that it is asked itself, and to answer with another status, such as 503, if that fails: see what the Dockerfile changes in the app.`;
  if (refused.outcome !== "answered")
    return md`The database let the app in no more, and \`GET /health\` ${described(refused)}. The app has to go on without its database, and to say soon that it cannot serve.`;
  return undefined;
}

const saysOk = (answer: Answer) =>
  answer.outcome === "answered" && answer.status === 200 && jsonField(answer.body, "status") === "ok";

function described(answer: Answer): Markdown {
  if (answer.outcome === "answered") return md`answered ${answer.body} with status ${answer.status}`;
  if (answer.outcome === "silent") return md`was not answered within ${answer.limitSeconds} seconds`;
  if (answer.outcome === "cut-off")
    return md`was cut off without an answer, because what was to answer it ended`;
  return answer.outcome === "endless"
    ? md`was answered with something that did not come to an end`
    : md`found the container stopped`;
}

/** The last line of the final image that may be to blame: it speaks of this. */
function lastLineAbout(
  words: RegExp,
  dockerfile: DockerfileSection | undefined,
  ...keywords: readonly string[]
): number | undefined {
  if (!dockerfile) return undefined;
  return instructionsOf(dockerfile).findLast(
    (it) => words.test(it.arguments) && (keywords.length === 0 || keywords.includes(it.keyword)),
  )?.line;
}
