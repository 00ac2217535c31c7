import { md, ShipshapeError, type Markdown } from "@shipshape/core";

import { defaultHosts } from "./default-sockets.ts";
import { chosenEngine, type ChosenEngine } from "./docker-config.ts";
import type { Engine } from "./engine.ts";
import { runningOwnEngine } from "./own/own-engine.ts";
import { chosenRelease, defaultRelease, releases, type Release } from "./own/releases.ts";
import { enginePaths } from "./own/state.ts";
import { publishedAddress } from "./published-address.ts";
import { reach, type Reach } from "./reach.ts";

type Answer = Extract<Reach, { state: "answers" }>;

/** An engine that is there and cannot be used. */
export type Silent = { readonly host: string; readonly answer: Exclude<Reach, Answer> };

/** The engine to use, or the release of our own to bring up and the engines that were passed over for it. */
export type Found =
  | { readonly engine: Engine }
  | { readonly engine?: never; readonly release: Release; readonly silent: readonly Silent[] };

/**
 * Looks for an engine that answers: the one that the user chose, the usual sockets, one of ours that runs.
 * @throws ShipshapeError where one was chosen and does not answer
 */
export async function findEngine(): Promise<Found> {
  const release = chosenRelease(process.env);
  if (release) return own(release, []);
  const chosen = await chosenEngine(process.env);
  // `shipshape env` sets DOCKER_HOST to an engine of ours, which may have to be started again.
  const ours = releases.find((it) => chosen?.host === `unix://${enginePaths(it).socket}`);
  if (ours) return own(ours, []);
  if (chosen) return { engine: await openChosen(chosen) };
  const silent: Silent[] = [];
  for (const host of defaultHosts()) {
    const answer = await reach(host);
    if (answer.state === "answers") return { engine: await atSocket(host, answer) };
    silent.push({ host, answer });
  }
  return own(defaultRelease, silent);
}

async function own(release: Release, silent: readonly Silent[]): Promise<Found> {
  const engine = await runningOwnEngine(release);
  return engine ? { engine } : { release, silent };
}

async function atSocket(host: string, { docker, hostname }: Answer): Promise<Engine> {
  const address = await publishedAddress(docker, hostname);
  return {
    docker,
    host,
    origin: md`the default socket`,
    own: false,
    address,
    environment: { DOCKER_HOST: host },
  };
}

/** An engine that was chosen is never replaced by another without a word. */
async function openChosen(chosen: ChosenEngine): Promise<Engine> {
  const { host, origin, tls, environment } = chosen;
  const answer = await reach(host, tls);
  if (answer.state !== "answers") throw chosenSilent(chosen, answer);
  const address = await publishedAddress(answer.docker, answer.hostname);
  return { docker: answer.docker, host, origin, own: false, address, environment };
}

function chosenSilent({ host, origin, environment }: ChosenEngine, answer: Silent["answer"]): ShipshapeError {
  const remedy = remedyFor(answer);
  return new ShipshapeError(
    md`The Docker engine at ${host} (chosen by ${origin}) cannot be used: ${silence(answer)}.`,
    "DOCKER_HOST" in environment
      ? md`${remedy} To use another one, unset \`DOCKER_HOST\`.`
      : md`${remedy} To use another one, run \`docker context use default\`.`,
  );
}

/** Why an engine does not answer, to be read after a colon. */
export function silence(answer: Silent["answer"]): Markdown {
  switch (answer.state) {
    case "absent":
      return md`there is no such socket`;
    case "stopped":
      return md`its socket is there, and the engine is stopped`;
    case "forbidden":
      return md`this user may not use its socket`;
    case "failed":
      return md`${answer.reason}`;
  }
}

/** What to do about an engine that does not answer: a whole sentence. */
export function remedyFor(answer: Silent["answer"]): Markdown {
  switch (answer.state) {
    case "absent":
    case "stopped":
      return md`Start it: \`sudo systemctl start docker\`, or open Docker Desktop.`;
    case "forbidden":
      return md`Join the group that may: \`sudo usermod --append --groups docker $USER\`, then log out and in again.`;
    case "failed":
      return md`See that \`docker version\` answers.`;
  }
}
