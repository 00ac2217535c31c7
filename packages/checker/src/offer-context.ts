import type { Engine } from "@shipshape/engine";

import { type Context, contextDigest, ownFrontend } from "./build-context.ts";
import { openSession } from "./session/client-session.ts";
import { fileSync } from "./session/file-sync.ts";

/** A context that BuildKit takes from us file by file, as it takes it from the docker command. */
export type ContextOffer = AsyncDisposable & {
  /** The id of the session in which BuildKit asks. */
  readonly session: string;
  /** What it has asked for so far: not the Dockerfile and the ignore file that it reads by itself. */
  readonly asked: Context;
  /** @throws where something went wrong on our side or with the connection */
  throwIfFailed(): void;
};

/** @throws where the engine has no sessions or cannot be reached */
export async function offerContext(engine: Engine, context: Context): Promise<ContextOffer> {
  const files = new Map(context);
  const dockerfile = files.get("Dockerfile");
  if (dockerfile) files.set("Dockerfile", ownFrontend(dockerfile));
  const asked = new Map<string, Buffer>();
  const services = fileSync({ dockerfile: files, context: files }, ({ folder, wanted }, found) => {
    if (folder === "context" && wanted.join() !== ".dockerignore")
      for (const [path, content] of found) asked.set(path, content);
  });
  const session = await openSession(engine, contextDigest(files), services);
  return {
    session: session.id,
    asked,
    throwIfFailed: () => session.throwIfFailed(),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}
