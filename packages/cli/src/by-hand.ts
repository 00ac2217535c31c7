import { existsSync } from "node:fs";
import { join } from "node:path";

import type { RunScope } from "@shipshape/checker";
import type { Lab } from "@shipshape/core";
import type { ContainerInfo } from "dockerode";

/** Prints the docker commands that do by hand what a check did, and those that look at what it kept. */
export async function printByHand(scope: RunScope, lab: Lab, folder: string): Promise<void> {
  const [kept] = await scope.containers();
  const name = `shipshape-${lab.id}`;
  const app = lab.appIn === "." ? "context" : quoted(`context/${lab.appIn}`);
  const build = [
    "The same by hand:",
    '  eval "$(./shipshape env)"',
    `  mkdir -p ${app} && cp -R ${quoted(`${lab.appFolder}/.`)} ${app}/`,
    ...lab.submit
      .map((file) => join(folder, file))
      .filter((path) => existsSync(path))
      .map((path) => `  cp ${quoted(path)} context/`),
    `  docker build --tag ${name} context`,
    `  docker run --detach --name ${name} --publish 127.0.0.1:8080:5000 ${name}`,
    "  curl http://127.0.0.1:8080/ http://127.0.0.1:8080/health",
    `  docker top ${name} -eo pid,ruid,euid,args`,
    `  docker rm --force ${name} && docker rmi ${name}`,
  ];
  console.error([...build, ...(kept ? waysToLook(kept, scope.engine.address) : [])].join("\n"));
}

function waysToLook({ Id, Ports }: ContainerInfo, address: string): string[] {
  const id = Id.slice(0, 12);
  return [
    `Kept, to look at, until ./shipshape clean takes it away: the container ${id}.`,
    ...new Set(
      Ports.flatMap(({ PublicPort }) => (PublicPort ? `  curl http://${address}:${PublicPort}/` : [])),
    ),
    `  docker logs ${id}`,
    `  docker exec --interactive --tty ${id} sh`,
  ];
}

/** Quotes a path for a POSIX shell. */
const quoted = (path: string) =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
