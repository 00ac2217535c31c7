import { createHmac, randomUUID } from "node:crypto";

import type { Engine } from "@shipshape/engine";

import { type Context, ownFrontend } from "./build-context.ts";
import { openSession } from "./session/client-session.ts";
import { fileSync } from "./session/file-sync.ts";
import type { TimeOf } from "./session/fsutil.ts";

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
  const key = await sharedKey(engine);
  const services = fileSync(
    { dockerfile: files, context: files },
    timeOfContent(key),
    ({ folder, wanted }, found) => {
      if (folder === "context" && wanted.join() !== ".dockerignore")
        for (const [path, content] of found) asked.set(path, content);
    },
  );
  const session = await openSession(engine, key, services);
  return {
    session: session.id,
    asked,
    throwIfFailed: () => session.throwIfFailed(),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

/**
 * What an engine keeps of the contexts that it is sent is one key's for all our builds: it takes from it what the next
 * has too, and has no record more for each build, which would cost it more with each. Killed amid a copy, though, it
 * may later take the new content for the old: so each of its starts has a key of its own, the id of the network that
 * it makes when it starts.
 */
async function sharedKey({ docker }: Engine): Promise<string> {
  const [network] = await docker.listNetworks({ filters: { type: ["builtin"], driver: ["bridge"] } });
  return network?.Id ?? randomUUID();
}

/**
 * A time that tells contents apart, as the engine looks at nothing else. It stays within the first second of 1970, so
 * that an image is the same for the same files: layers keep whole seconds. With the key nobody can make two contents
 * that have the same.
 */
const timeOfContent =
  (key: string): TimeOf =>
  (content) =>
    createHmac("sha256", key).update(content).digest().readUInt32BE() % 1_000_000_000;
