import { createHash } from "node:crypto";

import {
  type CanariesSection,
  type ContextSection,
  type Evidence,
  observed,
  unavailable,
} from "@shipshape/core";

import { type Context, ignoreFileOf } from "./build-context.ts";
import { buildSubmission } from "./build-submission.ts";
import type { Build } from "./build-image.ts";
import type { Subject } from "./experiments.ts";
import { findCanaries } from "./find-canaries.ts";
import { decidingRule, ignoreRules } from "./ignore-rules.ts";
import { readImage } from "./image-archive.ts";
import { describeBase, finalBase } from "./inspect-image.ts";
import { plantCanaries, type PlantedContext } from "./plant-canaries.ts";
import { remembered } from "./remembered.ts";

/** How many of the largest folders and files evidence names. */
const mostLargest = 5;

type ContextSubject = Pick<Subject, "scope" | "lab" | "context" | "dockerfile" | "signal" | "progress">;

/**
 * Builds the submission over a context in which files stand that do not belong into an image, and sees which of
 * them the engine asks for and where they end up. Its control is the build without them, which has just succeeded.
 * @throws what the engine throws, and ShipshapeError where the app already has a file that the lab plants
 */
export async function observeContext(
  subject: ContextSubject,
): Promise<Pick<Evidence["sections"], "context" | "canaries">> {
  const { scope, lab, dockerfile, signal, progress } = subject;
  const plan = lab.counterfactuals.canaries;
  if (!plan) throw new Error(`${lab.id}/lab.yaml declares no counterfactual canaries.`);
  const planted = plantCanaries(lab.id, subject.context, plan);
  const tag = scope.newTag();
  const request = { context: planted.context, tag, dockerfile, limits: lab.limits, signal };
  try {
    const result = await buildSubmission(scope, request, progress);
    if (result.state === "prevented") {
      const reason = unavailable(result.reason, "infrastructure");
      return { context: reason, canaries: reason };
    }
    const { build } = result;
    throwIfOurs(build);
    const { asked } = build;
    const sent = Array.from(planted.canaries.values()).filter((path) => asked.has(path));
    // What was not sent is in no layer.
    const found =
      build.imageId === undefined || sent.length === 0 ? [] : await scan(subject, planted, build.imageId);
    return {
      context: observed(describeContext(subject.context, planted.context, asked)),
      canaries: observed({
        planted: Array.from(planted.canaries.values()),
        sent,
        build: build.section,
        found,
      }),
    };
  } finally {
    scope.removeImage(tag);
  }
}

/**
 * Since the control succeeded, the canaries can only make a step of the Dockerfile fail: BuildKit itself reads the
 * same Dockerfile and the same bases again.
 * @throws where it was BuildKit that failed
 */
function throwIfOurs({ section }: Build): void {
  if (section.outcome !== "failed") return;
  if (!section.failedStep || section.failedStep.name.startsWith("[internal]")) throw new Error(section.error);
}

/** An engine takes seconds to give an image's layers, and what they hold cannot change. */
async function scan(
  { scope, dockerfile, signal }: ContextSubject,
  { canaries }: PlantedContext,
  imageId: string,
): Promise<CanariesSection["found"]> {
  const key = createHash("sha256").update(JSON.stringify([imageId, Array.from(canaries), dockerfile]));
  return remembered("canaries-1", key.digest("hex"), async () => {
    const { store } = await scope.facts;
    const base = await describeBase(scope, finalBase(dockerfile), store, signal);
    return findCanaries(
      (readLayer) => readImage(scope.engine, imageId, readLayer, signal),
      base.entries,
      canaries,
      dockerfile,
    );
  });
}

/** Compares what stood in the folder with what was asked for. */
function describeContext(own: Context, offered: Context, asked: Context): ContextSection {
  const ignoreFile = ignoreFileOf(offered);
  const rules =
    ignoreFile &&
    rulesFor(
      offered.get(ignoreFile),
      offered.keys().filter((path) => !own.has(path)),
    );
  const byTop = new Map<string, number>();
  for (const [path, { length }] of asked) {
    const top = path.split("/", 1)[0] as string;
    byTop.set(top, (byTop.get(top) ?? 0) + length);
  }
  const largest = Array.from(byTop, ([path, bytes]) => ({ path, bytes }))
    .toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1))
    .slice(0, mostLargest);
  return {
    offered: count(offered),
    sent: { ...count(asked), largest },
    ...(ignoreFile && { ignoreFile }),
    ...(rules && { rules }),
  };
}

/** The rules of an ignore file, with those of some paths that each decides about. */
function rulesFor(content: Buffer | undefined, paths: Iterable<string>): ContextSection["rules"] {
  const rules = content && ignoreRules(content);
  if (!rules) return undefined;
  const decided = Map.groupBy(paths, (path) => decidingRule(rules, path));
  return rules.map((rule) => {
    const { line, text } = rule;
    return { line, text, decides: decided.get(rule) ?? [] };
  });
}

const count = (files: Context) => ({
  files: files.size,
  bytes: files.values().reduce((total, { length }) => total + length, 0),
});
