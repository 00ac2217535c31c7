import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type Answer,
  type ContainerSection,
  type Markdown,
} from "@shipshape/core";
import { z } from "zod";

import { mostLikelyToo } from "./dependent.ts";
import { lastFinal } from "./final-stage.ts";
import { crashInLog } from "./log-excerpt.ts";
import { plainSize } from "./plain-size.ts";
import { explainSilence } from "./unanswered.ts";

export const homePage = defineCheck({
  id: "home-page",
  title: "The home page greets a visitor from outside the container",
  why: "An app in a container is of use only if others reach it. What works inside can still be closed to the outside: a container has a network of its own, and Docker passes on only what arrives at a published port.",
  fix: "Let the app listen on `0.0.0.0`, not on `127.0.0.1`, which only the container itself can reach, and on port 5000. `python app.py` does both; Flask's own command needs `--host=0.0.0.0`, gunicorn `--bind 0.0.0.0:5000`. Then see for yourself: `docker run --rm -p 8080:5000 IMAGE`, and open `http://localhost:8080/`.",
  docs: "https://docs.docker.com/get-started/docker-concepts/running-containers/publishing-ports/",
  needs: ["http"],
  wants: ["container", "dockerfile"],
  options: z.strictObject({
    greeting: z.string().default("Ahoy from").meta({ description: "How the app's greeting begins." }),
  }),
  judge({ http, container, dockerfile }, { greeting }) {
    const { home, hostname } = http;
    if (home.outcome === "stopped")
      return fail(
        md`No container was running that could answer. Mend \`container-runs\` first.`,
        undefined,
        mostLikelyToo,
      );
    if (home.outcome === "silent") {
      const { message, line, fix } = explainSilence(http, dockerfile);
      return fail(message, line, fix);
    }
    const start = lastFinal(dockerfile, "CMD", "ENTRYPOINT")?.line;
    if (home.outcome === "cut-off")
      return fail(md`\`GET /\` was cut off without an answer.`, start, lookYourself);
    if (home.outcome === "endless")
      return fail(
        md`\`GET /\` was answered with a page that had not ended after ${home.limitSeconds} seconds or ${plainSize(home.limitBytes)}, the lab's limits.`,
        start,
        lookYourself,
      );
    if (home.status !== 200) return fail(wrongStatus(home, container), start, lookYourself);
    const text = home.body.trim();
    if (text.startsWith(greeting) && text.endsWith(hostname)) return pass;
    return /Directory listing for/.test(text)
      ? fail(
          md`What answers is Python's file server, with a list of the files in its directory, and not the course's app.`,
          start,
          md`Let \`CMD\` start the app, as it was handed out: \`CMD ["python", "app.py"]\`, or a server such as gunicorn with \`app:app\`.`,
        )
      : fail(wrongText(text.replaceAll(hostname, "HOSTNAME"), greeting), start, lookYourself);
  },
});

/** For an app that was reached, so that addresses and ports are in order. */
const lookYourself = md`See what \`CMD\` starts: it has to be the course's app, as it was handed out. Run the image with \`docker run --rm -p 8080:5000 IMAGE\`, open \`http://localhost:8080/\`, and read what the app writes meanwhile.`;

function wrongStatus(
  home: Answer & { outcome: "answered" },
  container: ContainerSection | undefined,
): Markdown {
  const { status, location } = home;
  if (status >= 300 && status < 400)
    return md`\`GET /\` was answered with a redirect (status ${status}) to ${location ?? ""} instead of the page itself.`;
  const seen = md`\`GET /\` was answered with status ${status}; 200 was expected.`;
  if (status === 404)
    return md`${seen} Something else than the course's app serves there, or serves below another path.`;
  if (status < 500 || !container) return seen;
  return joinMarkdown([
    md`${seen} The app failed while it made the page. From the container's log:`,
    crashInLog(container.log),
  ]);
}

function wrongText(text: string, greeting: string): Markdown {
  return text.startsWith(greeting)
    ? md`The page says ${text}, which does not end in the container's own host name, new in each run: it was not made by the app in this container.`
    : md`The page says ${text}, which is not the app's greeting, ${`${greeting} HOSTNAME`}.`;
}
