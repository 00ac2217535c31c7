import { existsSync } from "node:fs";
import { join } from "node:path";

import type { RunScope } from "@shipshape/checker";
import { type Lab, sayIn } from "@shipshape/core";
import type { ContainerInfo } from "dockerode";

import { freePort } from "./free-port.ts";
import { currentFolder } from "./current-folder.ts";
import { currentLanguage } from "./language.ts";
import { launcherFrom } from "./launcher.ts";
import { shellQuoted } from "./shell-quoted.ts";

/** Prints the docker commands that do by hand what a check did, and those that look at what it kept. */
export async function printByHand(scope: RunScope, lab: Lab, folder: string): Promise<void> {
  // Newest first: what a counterfactual ran came after the submission's own, and the database is reached by nobody.
  const containers = await scope.containers();
  const kept =
    containers.findLast(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort !== undefined)) ??
    containers.findLast(({ State, Image }) => State !== "created" && Image !== lab.services.database?.image);
  const name = `shipshape-${lab.id}`;
  const { database } = lab.services;
  const app = lab.appIn === "." ? "context" : shellQuoted(`context/${lab.appIn}`);
  // What the instructions use, which may be taken: 5000 is, on every Mac.
  const at = `127.0.0.1:${await freePort(8080)}`;
  const build = [
    say()`The same by hand:`,
    `  eval "$(${launcherFrom(currentFolder(), "env")})"`,
    `  mkdir -p ${app} && cp -R ${shellQuoted(`${lab.appFolder}/.`)} ${app}/`,
    ...lab.submit
      .map((file) => join(folder, file))
      .filter((path) => existsSync(path))
      .map((path) => `  cp ${shellQuoted(path)} context/`),
    `  docker build --tag ${name} context`,
    ...(database ? databaseByHand(name, database.image) : []),
    `  docker run --detach --name ${name} --publish ${at}:5000${database ? databaseOptions(name) : ""} ${name}`,
    `  curl --retry 9 --retry-all-errors http://${at}/ http://${at}/health`,
    `  docker top ${name} -eo pid,ruid,euid,args`,
    `  docker rm --force ${name} && docker rmi ${name}`,
    ...(database ? [`  docker rm --force ${name}-database && docker network rm ${name}`] : []),
  ];
  console.error([...build, ...(kept ? waysToLook(kept, scope.engine.address) : [])].join("\n"));
}

const databaseByHand = (name: string, image: string) => [
  `  docker network create ${name}`,
  `  docker run --detach --name ${name}-database --network ${name} --network-alias database --env MARIADB_ROOT_PASSWORD=trial ${image}`,
  `  until docker exec --env MYSQL_PWD=trial ${name}-database mariadb --execute "CREATE DATABASE IF NOT EXISTS app; CREATE USER IF NOT EXISTS app IDENTIFIED BY 'trial'; GRANT ALL ON app.* TO app"; do sleep 1; done`,
];

const databaseOptions = (name: string) =>
  ` --network ${name} --env DATABASE_HOST=database --env DATABASE_PORT=3306 --env DATABASE_NAME=app --env DATABASE_USER=app --env DATABASE_PASSWORD=trial`;

function waysToLook({ Id, Ports }: ContainerInfo, address: string): string[] {
  const id = Id.slice(0, 12);
  return [
    say()`Kept, to look at, until ${launcherFrom(currentFolder(), "clean")} takes it away: the container ${id}.`,
    ...new Set(
      Ports.flatMap(({ PublicPort }) => (PublicPort ? `  curl http://${address}:${PublicPort}/` : [])),
    ),
    `  docker logs ${id}`,
    `  docker exec --interactive --tty ${id} sh`,
  ];
}

const say = () => sayIn(currentLanguage());
