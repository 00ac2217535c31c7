import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import { md, ShipshapeError, type Markdown } from "@shipshape/core";

import type { Tls } from "./endpoint.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** An engine that the user chose, and by what. */
export type ChosenEngine = {
  readonly host: string;
  readonly origin: Markdown;
  readonly tls?: Tls;
  readonly environment: Readonly<Record<string, string>>;
};

/**
 * The engine that the user chose for plain docker commands, found as Docker's own client finds it:
 * DOCKER_HOST, then DOCKER_CONTEXT, then the current context of its configuration.
 * @returns undefined where nothing was chosen, which stands for the default socket
 * @throws ShipshapeError where the chosen context does not exist
 */
export async function chosenEngine(environment: Environment): Promise<ChosenEngine | undefined> {
  const folder = environment["DOCKER_CONFIG"] || join(homedir(), ".docker");
  const host = environment["DOCKER_HOST"];
  if (host) {
    const certificates = environment["DOCKER_CERT_PATH"] || folder;
    const secure = Boolean(environment["DOCKER_TLS_VERIFY"]);
    return {
      host,
      origin: md`${"DOCKER_HOST"}`,
      environment: { DOCKER_HOST: host },
      ...(secure && { tls: await readTls(certificates) }),
    };
  }
  const name = environment["DOCKER_CONTEXT"] || (await currentContext(folder));
  return name === undefined || name === "default" ? undefined : readContext(folder, name);
}

async function currentContext(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, "config.json"), "utf8").catch(() => "{}");
  try {
    const { currentContext } = JSON.parse(text) as { currentContext?: unknown };
    return typeof currentContext === "string" && currentContext !== "" ? currentContext : undefined;
  } catch (cause) {
    throw new ShipshapeError(
      md`${join(folder, "config.json")} is not JSON.`,
      "Mend the file, or move it away: Docker's own commands cannot read it either.",
      { cause },
    );
  }
}

/** Docker keeps a context in a folder that is named after the SHA-256 of its name. */
async function readContext(folder: string, name: string): Promise<ChosenEngine> {
  const digest = createHash("sha256").update(name).digest("hex");
  const file = join(folder, "contexts", "meta", digest, "meta.json");
  try {
    const meta = JSON.parse(await readFile(file, "utf8")) as { Endpoints: { docker: { Host: string } } };
    const tls = await readTls(join(folder, "contexts", "tls", digest, "docker"));
    return {
      host: meta.Endpoints.docker.Host,
      origin: md`the context ${name}`,
      environment: { DOCKER_CONTEXT: name },
      ...(Object.keys(tls).length > 0 && { tls }),
    };
  } catch (cause) {
    throw new ShipshapeError(
      md`The Docker context ${name} is chosen, and cannot be read.`,
      "`docker context ls` shows those there are; `docker context use default` goes back.",
      { cause },
    );
  }
}

async function readTls(folder: string): Promise<Tls> {
  const names = ["ca", "cert", "key"] as const;
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, `${name}.pem`), "utf8").catch(() => undefined)),
  );
  return Object.fromEntries(
    names.flatMap((name, index) => (texts[index] === undefined ? [] : [[name, texts[index]]])),
  );
}
