import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parseDockerfile } from "@shipshape/checker";
import type { DockerfileSection } from "@shipshape/core";
import { labsFolder } from "@shipshape/course";
import { nearCopies } from "@shipshape/report";
import { expect, test } from "vitest";

const folder = labsFolder();

/** The Dockerfiles of a lab's answers of one kind, by their names. */
function answers(lab: string, kind: string): [name: string, text: string][] {
  return readdirSync(join(folder, lab, kind))
    .map((name): [string, string] => [`${kind}/${name}`, join(folder, lab, kind, name, "Dockerfile")])
    .filter(([, path]) => existsSync(path))
    .map(([name, path]) => [name, readFileSync(path, "utf8")]);
}

const parsed = (texts: readonly [string, string][]) =>
  new Map(texts.map(([name, text]): [string, DockerfileSection] => [name, parseDockerfile(text)]));

/** What a learner sees of a lab, and the answer that most arrive at. */
const given = (lab: string) =>
  ["starter", "solution"].map((name) =>
    parseDockerfile(readFileSync(join(folder, lab, name, "Dockerfile"), "utf8")),
  );

const labs = readdirSync(folder).filter((name) => /^\d/.test(name));

test.each(labs)("the answers to %s are no copies of one another", (lab) => {
  const accepted = parsed(answers(lab, "accepted"));
  const broken = parsed(answers(lab, "broken"));
  expect(nearCopies(accepted, given(lab))).toEqual([]);
  expect(nearCopies(broken, [...given(lab), ...accepted.values()])).toEqual([]);
  expect(nearCopies(new Map([...accepted, ...broken]), given(lab))).toEqual([]);
});

/** Without the comments, and with other white space and other names of stages. */
function disguised(text: string): string {
  return text
    .replaceAll("\r", "")
    .replaceAll(/^#.*$/gm, "")
    .replaceAll(/\bAS ([\w-]+)/gi, "as my-$1")
    .replaceAll(/from=([a-z][\w-]*)(?=[\s,])/g, "from=my-$1")
    .replaceAll(" && ", "  \\\n   && ")
    .replaceAll(/^(EXPOSE \d+)$/gm, "$1/tcp")
    .replace(/^/, "# All my own work.\n");
}

// Those that do more than a few steps otherwise than the solution does.
test.each([
  ["01-first-image", "own-environment"],
  ["01-first-image", "version-argument"],
  ["03-layer-cache", "guide-multistage"],
  ["04-multi-stage", "wheels"],
  ["05-venv-non-root", "absolute-paths"],
  ["05-venv-non-root", "without-pip"],
  ["06-test-stage", "bind-mount"],
  ["07-native-dependency", "library-copied"],
  ["07-native-dependency", "wheels"],
])("a copy of an answer of one's own to %s is found: %s", (lab, name) => {
  const texts = [...answers(lab, "accepted"), ...answers(lab, "broken")];
  const original = `accepted/${name}`;
  const copy = disguised(new Map(texts).get(original) ?? "");
  const found = nearCopies(parsed([...texts, ["copy", copy]]), given(lab));
  expect(found.map(({ members }) => members.map(({ submission }) => submission))).toEqual([
    [original, "copy"],
  ]);
});
