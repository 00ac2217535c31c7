import { createHash } from "node:crypto";

import type { Engine } from "@shipshape/engine";

import { type Context, ownFrontend } from "./build-context.ts";
import { openSession } from "./session/client-session.ts";
import { fileSync } from "./session/file-sync.ts";

/** A context that BuildKit takes from us file by file, as it takes it from the docker command. */
export type ContextOffer = AsyncDisposable & {
  /** For `BuildRequest`. */
  readonly session: string;
  /**
   * What a build has asked for: not the Dockerfile and the ignore file that it reads by itself.
   * @throws where something went wrong on our side, so that nothing is known of what it would have asked for
   */
  asked(): Context;
};

/** @throws where the engine has no sessions or cannot be reached */
export async function offerContext(engine: Engine, context: Context): Promise<ContextOffer> {
  const files = new Map(context);
  const dockerfile = files.get("Dockerfile");
  if (dockerfile) files.set("Dockerfile", ownFrontend(dockerfile));
  const asked = new Map<string, Buffer>();
  let heard = false;
  const services = fileSync({ dockerfile: files, context: files }, ({ folder, wanted }, found) => {
    heard = true;
    if (folder === "context" && wanted.join() !== ".dockerignore")
      for (const [path, content] of found) asked.set(path, content);
  });
  const session = await openSession(engine, digest(files), services);
  return {
    session: session.id,
    asked() {
      session.throwIfFailed();
      if (!heard) throw new Error("The engine asked for nothing in the build's session.");
      return asked;
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

function digest(context: Context): string {
  const hash = createHash("sha256");
  for (const [path, content] of context) hash.update(JSON.stringify([path, content.length])).update(content);
  return hash.digest("hex");
}
