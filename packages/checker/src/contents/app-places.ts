import { posix } from "node:path";

import { copiedPaths, instructionsOf, resolvePath } from "@shipshape/checks";
import type { DockerfileSection } from "@shipshape/core";

/** Where apps are put by custom. */
const usual = ["/app", "/usr/src/app"];

/** Directories of the system, in which no app lies; `/usr/src` is none of them. */
const system = /^\/(?:bin|boot|dev|etc|lib\w*|proc|run|sbin|sys|tmp|usr\/(?!src\b)|var\/(?!www\b))/;

/**
 * The directories of an image that may hold the app: where its Dockerfile works and copies to, and the usual ones.
 * @param environment the image's, for variables in paths
 */
export function appPlaces(
  dockerfile: DockerfileSection,
  workingDirectory: string,
  environment: ReadonlyMap<string, string>,
): string[] {
  const places = [workingDirectory];
  let directory = "/";
  for (const { keyword, arguments: written } of instructionsOf(dockerfile)) {
    const words = expand(written, environment);
    if (keyword === "WORKDIR") places.push((directory = resolvePath(directory, words)));
    if (keyword === "COPY" || keyword === "ADD")
      places.push(
        ...copiedPaths(words, directory).map((path) => (looksLikeFile(path) ? posix.dirname(path) : path)),
      );
  }
  return [...new Set([...places, ...usual])].filter(
    (path) => !path.includes("$") && !system.test(`${path}/`),
  );
}

const looksLikeFile = (path: string) => /\w\.\w+$/.test(posix.basename(path));

function expand(words: string, environment: ReadonlyMap<string, string>): string {
  return words.replaceAll(
    /\$(?:(\w+)|\{(\w+)\})/g,
    (whole, plain?: string, braced?: string) => environment.get((plain ?? braced) as string) ?? whole,
  );
}
