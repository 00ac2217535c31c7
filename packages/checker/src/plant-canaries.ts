import { createHash } from "node:crypto";
import { posix } from "node:path";

import { type Canaries, md, ShipshapeError } from "@shipshape/core";

import { type Context, contextDigest } from "./build-context.ts";

/** What every canary's nonce begins with. */
export const canaryPrefix = "shipshape-canary-";

/** How many hexadecimal digits follow it. */
export const canaryDigits = 32;

export type PlantedContext = {
  readonly context: Context;
  /** Each canary's path in the context, by its nonce. */
  readonly canaries: ReadonlyMap<string, string>;
};

/**
 * Plants files that do not belong into an image, each with a nonce. Equal contexts get equal nonces, so that an
 * engine that has built one need not build it again; nobody can know them beforehand, since the submission itself
 * is in the context.
 * @throws ShipshapeError where the app already has such a file: that is the lab's mistake
 */
export function plantCanaries(lab: string, context: Context, plan: Canaries): PlantedContext {
  const planted = new Map(context);
  const canaries = new Map<string, string>();
  const seed = contextDigest(context);
  const plant = (path: string, content: Buffer) => {
    if (isTaken(planted, path)) throw alreadyThere(lab, path);
    planted.set(path, content);
  };
  for (const folder of plan.folders) {
    for (const file of plan.files) {
      const path = posix.join(folder, file);
      const nonce = nonceFor(path, seed);
      // A comment in nearly every language, so that it disturbs no tool that comes upon it.
      plant(path, Buffer.from(`# ${nonce}\n`));
      canaries.set(nonce, path);
    }
  }
  for (const { path, size } of plan.ballast) plant(posix.normalize(path), Buffer.alloc(size));
  return { context: planted, canaries };
}

/** A file is there already, or is where a folder would have to be. */
function isTaken(context: Context, path: string): boolean {
  return context.keys().some((other) => `${other}/`.startsWith(`${path}/`) || path.startsWith(`${other}/`));
}

function alreadyThere(lab: string, path: string): ShipshapeError {
  return new ShipshapeError(
    md`The lab ${lab} plants a file ${path} in the build context, and its app already has one there.`,
    md`Name another file under \`counterfactuals.canaries\` in ${`${lab}/lab.yaml`}.`,
  );
}

function nonceFor(path: string, seed: string): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([seed, path]))
    .digest("hex");
  return canaryPrefix + digest.slice(0, canaryDigits);
}
