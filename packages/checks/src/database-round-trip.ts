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

import { changedApp } from "./changed-app.ts";
import { mostLikelyToo } from "./dependent.ts";
import { jsonField } from "./json-field.ts";
import { crashInLog } from "./log-excerpt.ts";
import { setByImage, whyNoDatabase } from "./why-no-database.ts";

export const databaseRoundTrip = defineCheck({
  id: "database-round-trip",
  title: "Visits are counted in the database, and `/health` tells the truth about it",
  why: "An app that starts is not yet an app that works. What it needs beside itself, a library of the system or a database, is missed only when a page asks for it. And whoever runs the container knows nothing but what `/health` says: an app that calls itself well without its database goes on being sent visitors whom it cannot serve.",
  fix: "Run a MariaDB beside your image, on a network of their own, and ask the pages with `curl`: the lab shows the commands. If `/visits` fails, `docker logs` says why. `ldd` on the compiled part of `mysqlclient` shows which libraries it wants and which of them the final image lacks. The app itself is right as it was handed out, and reads from `DATABASE_HOST` and its kin where the database is: the image has to set none of them, and to change nothing in the app.",
  docs: "https://docs.docker.com/engine/network/#user-defined-networks",
  needs: ["database"],
  wants: ["container", "dockerfile", "runtime", "contents", "image"],
  judge({ database: { visits, rows, health }, container, ...seen }) {
    const uncounted = visits
      .map((visit) => whyUncounted(visit, container, seen.dockerfile))
      .find((it) => it !== undefined);
    if (uncounted) return fail(uncounted.message, uncounted.line, uncounted.fix);
    const wrong = whyMiscounted(visits.map(numberIn), rows) ?? whyUntrue(health);
    if (!wrong) return pass;
    const changed = changedApp(seen);
    return changed
      ? fail(joinMarkdown([wrong, md`**Likely cause.** ${changed.cause}`]), changed.line, changed.fix)
      : fail(wrong);
  },
});

type Uncounted = { readonly message: Markdown; readonly line?: number; readonly fix?: Markdown };

/** Why an answer to `/visits` has no number, or undefined where it has one. */
function whyUncounted(
  visit: Answer,
  container: ContainerSection | undefined,
  dockerfile: DockerfileSection | undefined,
): Uncounted | undefined {
  if (visit.outcome === "stopped")
    return {
      message: md`The container had stopped before it answered \`GET /visits\`. Mend \`container-runs\` first.`,
      fix: mostLikelyToo,
    };
  if (visit.outcome === "silent")
    return {
      message: md`\`GET /visits\` was not answered within ${visit.limitSeconds} seconds, although the database was there.`,
    };
  if (visit.outcome === "cut-off")
    return {
      message: md`\`GET /visits\` was cut off without an answer: what was to answer it crashed. Read \`docker logs\`.`,
    };
  if (visit.outcome === "endless")
    return { message: md`\`GET /visits\` was answered with something that did not come to an end.` };
  const { status, body } = visit;
  if (status === 404)
    return {
      message: md`There is no page \`/visits\` (status 404): what serves is not the app of this lab. See what \`CMD\` starts.`,
    };
  if (status >= 500) return brokenPage(status, container?.log ?? "", dockerfile);
  if (status !== 200)
    return { message: md`\`GET /visits\` was answered with status ${status}; 200 was expected.` };
  return numberIn(visit) === undefined
    ? {
        message: md`\`GET /visits\` answered ${body}; JSON with a whole number was expected, such as ${'{"visits": 1}'}.`,
      }
    : undefined;
}

function brokenPage(status: number, log: string, dockerfile: DockerfileSection | undefined): Uncounted {
  const seen = md`\`GET /visits\` was answered with status ${status}: the app failed when it went to the database, which was there.`;
  const reason = whyNoDatabase(log, dockerfile);
  if (reason)
    return {
      ...reason,
      message: joinMarkdown([
        md`${seen} Its log says ${reason.error}.`,
        md`**Likely cause.** ${reason.cause}`,
      ]),
    };
  const line = setByImage(dockerfile)?.line;
  return {
    ...(line !== undefined && { line }),
    message: log.includes("Traceback")
      ? joinMarkdown([md`${seen} From the container's log:`, crashInLog(log)])
      : md`${seen} Ask the page yourself, as the lab shows, and read \`docker logs\`.`,
  };
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
  const elsewhere = md`They are counted elsewhere, and are gone with the container. As it was handed out, the app counts in the database.`;
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
    return md`When the database was closed to the app, \`GET /health\` still answered ${'{"status": "ok"}'}. It has to go to the database for each answer, and to say 503 when that fails.`;
  if (refused.outcome !== "answered")
    return md`When the database was closed to the app, \`GET /health\` ${described(refused)}. The app has to go on without its database, and to say soon that it cannot serve.`;
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
