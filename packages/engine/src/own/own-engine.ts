import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { md } from "@shipshape/core";

import type { Engine } from "../engine.ts";
import { reach } from "../reach.ts";
import { enginePaths, type EnginePaths } from "./state.ts";
import type { Release } from "./releases.ts";

/** An engine of ours that answers, or undefined. */
export async function runningOwnEngine(release: Release): Promise<Engine | undefined> {
  const paths = enginePaths(release);
  if (!existsSync(paths.socket)) return undefined;
  const host = `unix://${paths.socket}`;
  const answer = await reach(host);
  if (answer.state !== "answers") return undefined;
  return {
    docker: answer.docker,
    host,
    origin: md`Shipshape's own engine`,
    own: true,
    address: "127.0.0.1",
    environment: shellEnvironment(paths, host),
  };
}

function shellEnvironment(paths: EnginePaths, host: string): Record<string, string> {
  const path = process.env["PATH"] ?? "";
  const hasDocker = path.split(delimiter).some((folder) => existsSync(join(folder, "docker")));
  return {
    DOCKER_HOST: host,
    DOCKER_CONFIG: paths.dockerConfig,
    ...(!hasDocker && { PATH: `${join(paths.programs, "usr/bin")}${delimiter}${path}` }),
  };
}
