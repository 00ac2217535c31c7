import { defineCheck, fail, md, pass } from "@shipshape/core";

export const healthEndpoint = defineCheck({
  id: "health-endpoint",
  title: "`/health` says that the app can serve",
  why: "Whoever runs containers asks them again and again whether they are well, and replaces those that are not. `/health` is the page for that: a short answer that a program can read.",
  fix: "The course's app has the page already, so it answers as soon as the app serves. If the home page works and this one does not, see that `CMD` starts the app that you were given. Try it: `curl http://localhost:5000/health`.",
  docs: "https://flask.palletsprojects.com/en/stable/quickstart/#apis-with-json",
  needs: ["http"],
  judge({ http: { health, home } }) {
    if (health.outcome === "stopped")
      return fail(md`The container had stopped before it answered. Mend \`container-runs\` first.`);
    if (health.outcome === "silent")
      return home.outcome === "answered"
        ? fail(md`\`GET /health\` was not answered within ${health.limitSeconds} seconds.`)
        : fail(md`Nothing answered, neither here nor on \`/\`. Mend \`home-page\` first.`);
    if (health.outcome === "endless")
      return fail(md`\`GET /health\` was answered with something that did not come to an end.`);
    if (health.status !== 200)
      return fail(md`\`GET /health\` was answered with status ${health.status}; 200 was expected.`);
    return statusIn(health.body) === "ok"
      ? pass
      : fail(md`\`GET /health\` answered ${health.body}; JSON with ${'"status": "ok"'} was expected.`);
  },
});

/** The field `status` of a JSON object, or undefined where the text is none. */
function statusIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { status?: unknown } | null)?.status;
  } catch {
    return undefined;
  }
}
