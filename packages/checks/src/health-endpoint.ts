import {
  defineCheck,
  type DockerfileSection,
  fail,
  type Finding,
  joinMarkdown,
  md,
  pass,
} from "@shipshape/core";

import { mostLikelyToo } from "./dependent.ts";
import { jsonField } from "./json-field.ts";
import { crashInLog } from "./log-excerpt.ts";
import { whyNoDatabase } from "./why-no-database.ts";

export const healthEndpoint = defineCheck({
  id: "health-endpoint",
  title: "`/health` says that the app can serve",
  why: "Whoever runs containers asks them again and again whether they are well, and replaces those that are not. `/health` is the page for that: a short answer that a program can read.",
  fix: "The course's app has the page already, so it answers as soon as the app serves. If the home page works and this one does not, see that `CMD` starts the app that you were given. A status of 503 is the app's own word that it misses something beside itself, such as its database. Publish the app's port and try it: `curl --include http://localhost:PORT/health`; `docker logs` has more.",
  docs: "https://flask.palletsprojects.com/en/stable/quickstart/#apis-with-json",
  needs: ["http"],
  wants: ["container", "dockerfile"],
  judge({ http: { health, home }, container, dockerfile }) {
    if (health.outcome === "stopped")
      return fail(
        md`No container was running that could answer. Mend \`container-runs\` first.`,
        undefined,
        mostLikelyToo,
      );
    if (health.outcome === "silent")
      return home.outcome === "answered"
        ? fail(md`\`GET /health\` was not answered within ${health.limitSeconds} seconds.`)
        : fail(
            md`Nothing answered, neither here nor on \`/\`. Mend \`home-page\` first.`,
            undefined,
            mostLikelyToo,
          );
    if (health.outcome === "cut-off")
      return fail(
        md`\`GET /health\` was cut off without an answer: what was to answer it crashed. Read \`docker logs\`.`,
      );
    if (health.outcome === "endless")
      return fail(md`\`GET /health\` was answered with something that did not come to an end.`);
    if (health.status !== 200) return wrongStatus(health.status, container?.log, dockerfile);
    return jsonField(health.body, "status") === "ok"
      ? pass
      : fail(md`\`GET /health\` answered ${health.body}; JSON with ${'"status": "ok"'} was expected.`);
  },
});

function wrongStatus(
  status: number,
  log: string | undefined,
  dockerfile: DockerfileSection | undefined,
): Finding {
  const seen = md`\`GET /health\` was answered with status ${status}; 200 was expected.`;
  if (status < 500 || log === undefined) return fail(seen);
  const reason = whyNoDatabase(log, dockerfile);
  if (!reason)
    return fail(
      joinMarkdown([
        md`${seen} The app is there and cannot serve. From the container's log:`,
        crashInLog(log),
      ]),
    );
  return fail(
    joinMarkdown([
      md`${seen} The app is there and cannot use its database. Its log says ${reason.error}.`,
      md`**Likely cause.** ${reason.cause}`,
    ]),
    reason.line,
    reason.fix,
  );
}
