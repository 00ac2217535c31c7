import { randomBytes } from "node:crypto";
import { posix } from "node:path";

import {
  applyEdit,
  md,
  observed,
  type Observation,
  type DockerfileSection,
  type Rebuild,
  type RebuildSection,
  unavailable,
} from "@shipshape/core";

import type { Context } from "./build-context.ts";
import { type Build, type BuildRequest, buildImage } from "./build-image.ts";
import { didWork } from "./build-log.ts";
import { buildSubmission, ranOutOfDisk } from "./build-submission.ts";
import type { Subject } from "./experiments.ts";

/** How much of what a step wrote evidence keeps, in characters. */
const longestOutput = 2_000;

/** A proxy that nobody is: BuildKit knows these arguments without an ARG, and keeps them out of its cache's keys. */
const nowhere = "http://127.0.0.1:9";
const deadProxy = {
  ...Object.fromEntries(
    ["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "http_proxy", "https_proxy", "ftp_proxy"].map((name) => [
      name,
      nowhere,
    ]),
  ),
  NO_PROXY: "",
  no_proxy: "",
};

/** What pip writes before it tries again, for up to a minute. */
const waitsForNetwork = /WARNING: Retrying \(Retry\(/;

/**
 * Builds the submission again over a changed app. Its control is the build of the unchanged app, which has just
 * succeeded; a rebuild without a network has one of its own, without a network too.
 * @throws what the engine throws, and ShipshapeError where an edit no longer applies to the app
 */
export async function observeRebuild(subject: Subject, plan: Rebuild): Promise<Observation<RebuildSection>> {
  // New each time: of a build that an earlier check left in the cache, neither steps nor output would be seen.
  const nonce = `n${randomBytes(6).toString("hex")}`;
  const { context, changed } = edited(subject, plan, nonce);
  const control = plan.run ? await subject.runtime : undefined;
  // Where the unchanged app did not answer, the changed one tells nothing new.
  if (control && "unavailable" in control) return control;
  if (!plan.network && !(await rebuildsFromCache(subject)))
    return unavailable(
      md`The engine's cache did not keep the build for as long as the check took, so a second build tells nothing.`,
      "infrastructure",
    );
  const tag = subject.scope.newTag();
  try {
    const request = requestFor(subject, context, tag);
    const result = plan.network
      ? await buildSubmission(subject.scope, request, subject.progress)
      : { state: "ended" as const, build: await buildImage(subject.scope.engine, cutOff(request)) };
    if (result.state === "prevented") return unavailable(result.reason, "infrastructure");
    const { build } = result;
    // The unchanged app had just been built.
    if (ranOutOfDisk(build)) throw new Error("the engine's disk is full.");
    const runtime =
      plan.run && build.imageId !== undefined ? await subject.run(build.imageId, context) : undefined;
    return observed({
      changed,
      nonce,
      build: build.section,
      ran: ranSteps(build, nonce),
      ...(runtime && { runtime }),
    });
  } finally {
    subject.scope.removeImage(tag);
  }
}

function edited({ context, appIn }: Subject, { edits }: Rebuild, nonce: string) {
  const files = new Map(context);
  for (const edit of edits) {
    const path = posix.join(appIn, edit.file);
    files.set(path, Buffer.from(applyEdit(edit, files.get(path)?.toString(), nonce)));
  }
  return { context: files, changed: [...new Set(edits.map(({ file }) => posix.join(appIn, file)))] };
}

/** The control of a build without a network: unchanged, it has nothing to do and comes to its end. */
async function rebuildsFromCache(subject: Subject): Promise<boolean> {
  const tag = subject.scope.newTag();
  try {
    const request = cutOff(requestFor(subject, subject.context, tag));
    const { section, ran } = await buildImage(subject.scope.engine, request);
    return section.outcome === "built" && !didWork(ran);
  } finally {
    subject.scope.removeImage(tag);
  }
}

const requestFor = ({ dockerfile, lab, signal }: Subject, context: Context, tag: string): BuildRequest => ({
  context,
  tag,
  dockerfile,
  limits: lab.limits,
  signal,
});

const cutOff = (request: BuildRequest): BuildRequest => ({
  ...request,
  buildArgs: withoutDeclared(request.dockerfile),
  hopeless: waitsForNetwork,
});

/** What an ARG names becomes part of the cache's keys: given, it would have the steps below run again by itself. */
function withoutDeclared({ instructions }: DockerfileSection): Record<string, string> {
  const declared = new Set(
    instructions
      .filter(({ keyword }) => keyword === "ARG")
      .flatMap(({ arguments: words }) => words.split(/\s+/).map((word) => word.replace(/=.*/, ""))),
  );
  return Object.fromEntries(Object.entries(deadProxy).filter(([name]) => !declared.has(name)));
}

function ranSteps({ ran }: Build, nonce: string): RebuildSection["ran"] {
  return ran.map(({ step, output }) => ({
    ...step,
    output: output.slice(-longestOutput),
    showsNonce: output.includes(nonce),
  }));
}
