import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { checksById } from "@shipshape/checks";
import type { Lab } from "@shipshape/core";
import { labsFolder } from "@shipshape/course";

/** The packages that decide what is observed of a submission. */
const observers = ["core", "checks", "engine", "checker"];

/**
 * Names all that evidence depends on beside the submission and the base images: what the lab says of gathering, its
 * app, and the checker itself. Points and options of checks are not part of it: they are applied to evidence.
 * @returns SHA-256 in hexadecimal
 */
export async function inputsOf(lab: Lab): Promise<string> {
  const { id, submit, appIn, before, services, counterfactuals, limits, checks } = lab;
  const needs = checks.map(({ id: check }) => {
    const { needs = [], wants = [] } = checksById.get(check) ?? {};
    return [...needs, ...wants];
  });
  const says = {
    id,
    submit,
    appIn,
    services,
    counterfactuals,
    limits,
    sections: [...new Set(needs.flat())].toSorted(),
  };
  const packages = join(dirname(labsFolder()), "packages");
  const digests = await Promise.all([
    folderDigest(lab.appFolder),
    before === undefined ? "" : readFile(join(lab.folder, before), "utf8"),
    ...observers.map((name) => folderDigest(join(packages, name, "src"))),
    folderDigest(join(packages, "checker", "observer")),
  ]);
  return digestOf(JSON.stringify([says, digests]));
}

/** Names a folder by all the files in it, wherever it lies. */
async function folderDigest(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(
      (entry) =>
        entry.isFile() &&
        !/[/\\](?:node_modules|__pycache__|\.pytest_cache|\.turbo)(?:[/\\]|$)/.test(
          entry.parentPath.slice(folder.length),
        ),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const contents = await Promise.all(
    files.map(async (file) => [file.slice(folder.length), digestOf(await readFile(file))]),
  );
  return digestOf(JSON.stringify(contents));
}

const digestOf = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");
