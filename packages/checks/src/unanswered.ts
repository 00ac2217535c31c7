import { md, type DockerfileSection, type HttpSection, listed, type Markdown } from "@shipshape/core";

import { lastFinal } from "./final-stage.ts";

/** Why nothing answered from outside, and the line that decides where the app listens. */
export type Unanswered = {
  readonly message: Markdown;
  readonly line: number | undefined;
  /** What to try, where addresses are not what is wrong. */
  readonly fix?: Markdown | undefined;
};

/** Tells apart an app that is bound to the container itself, one on another port, and one that does not listen. */
export function explainSilence(http: HttpSection, dockerfile: DockerfileSection | undefined): Unanswered {
  const start = lastFinal(dockerfile, "CMD", "ENTRYPOINT")?.line;
  const asked = md`Nothing answered on ${ports(http.asked)}`;
  if (!http.listeners) return { message: md`${asked}.`, line: start };

  const { listeners } = http;
  const open = listeners.filter(({ address }) => !isLoopback(address));
  const own = listeners.find(({ address }) => isLoopback(address));
  const reached = open.find(({ port }) => http.asked.includes(port));
  if (reached)
    return {
      message: md`Port ${reached.port} is open, and what listens there did not answer \`GET /\` over HTTP in time.`,
      line: start,
    };
  if (open[0]) {
    const { port } = open[0];
    return {
      message: md`${asked}: the app listens on port ${port}, and the image does not say so.`,
      line: lineAbout(String(port), dockerfile) ?? start,
      fix: md`Let the app listen on port 5000, which is always asked, or write \`EXPOSE ${port}\` in place of another number: the ports that the image exposes are asked too.`,
    };
  }
  if (own)
    return {
      message: md`${asked}: the app listens on ${`${own.address}:${own.port}`}, and that address is reached only from inside the container. It has to listen on all addresses, \`0.0.0.0\`.`,
      line: lineAbout(own.address, dockerfile) ?? start,
      fix: listenEverywhere(own.address, dockerfile),
    };
  return { message: md`${asked}: no process in the container listens on any port.`, line: start };
}

/** What to write on the line that starts the server, where it is one that is known. */
function listenEverywhere(address: string, dockerfile: DockerfileSection | undefined): Markdown | undefined {
  for (const name of [address, "localhost"]) {
    const said = lineAbout(name, dockerfile);
    if (said !== undefined) return md`On line ${said}, write \`0.0.0.0\` in place of ${name}.`;
  }
  const start = lastFinal(dockerfile, "CMD", "ENTRYPOINT");
  const [, server] = /\b(flask|gunicorn)\b/.exec(start?.arguments ?? "") ?? [];
  if (!start || !server) return undefined;
  const [flag, value] = server === "flask" ? ["--host", "0.0.0.0"] : ["--bind", "0.0.0.0:5000"];
  return start.arguments.includes(`"${server}"`)
    ? md`On line ${start.line}, add ${`, "${flag}", "${value}"`} before the closing bracket.`
    : md`On line ${start.line}, add ${`${flag} ${value}`} to the command that starts ${server}.`;
}

const isLoopback = (address: string) => /^(?:::ffff:)?127\.|^::1$/.test(address);

function ports(asked: readonly number[]): Markdown {
  const numbers = listed(asked);
  return asked.length === 1 ? md`port ${numbers}` : md`the ports ${numbers}`;
}

/** The line that starts or configures the app and holds this text. */
function lineAbout(text: string, dockerfile: DockerfileSection | undefined): number | undefined {
  return ["CMD", "ENTRYPOINT", "ENV"]
    .map((keyword) => lastFinal(dockerfile, keyword))
    .find((instruction) => instruction?.arguments.includes(text))?.line;
}
