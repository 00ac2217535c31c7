import type Docker from "dockerode";

import { engineWords } from "../engine-words.ts";
import { jsonLines } from "../json-lines.ts";

/** How a pull ended. */
export type Pull =
  | { readonly state: "pulled" }
  /** A registry answered, and does not have it, or not for us. */
  | { readonly state: "not-found"; readonly reason: string }
  /** No registry answered, or none that serves us now. */
  | { readonly state: "unreachable"; readonly reason: string };

/** A pull that brings nothing new for so long is given up, in ms. */
const stallLimit = 45_000;

/**
 * Pulls an image, as far as the engine's registry answers.
 * @throws the signal's reason
 */
export async function pull(docker: Docker, reference: string, signal?: AbortSignal): Promise<Pull> {
  const stalled = new AbortController();
  let timer = setTimeout(() => stalled.abort(), stallLimit);
  try {
    const stream = await docker.pull(withTag(reference), {
      abortSignal: AbortSignal.any([stalled.signal, ...(signal ? [signal] : [])]),
    });
    for await (const message of jsonLines(stream)) {
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), stallLimit);
      if (message.error !== undefined) return failedPull(message.error);
    }
    return { state: "pulled" };
  } catch (error) {
    signal?.throwIfAborted();
    if (stalled.signal.aborted)
      return { state: "unreachable", reason: `nothing came for ${stallLimit / 1000} seconds` };
    return failedPull(engineWords(error));
  } finally {
    clearTimeout(timer);
  }
}

/** Tells a registry that does not have an image from one that does not answer, by the engine's words. */
export function failedPull(reason: string): Pull {
  const absent =
    /manifest unknown|manifest for .* not found|not found: manifest|repository does not exist|pull access denied|: not found$|unauthorized|invalid reference format|no matching manifest|name unknown/i;
  // "lookup … server misbehaving" and "no such host" hold "not found" on some resolvers.
  const network = /dial tcp|lookup |no such host|timeout|connection refused|toomanyrequests|EOF|TLS|x509/i;
  return absent.test(reason) && !network.test(reason)
    ? { state: "not-found", reason }
    : { state: "unreachable", reason };
}

/** Without a tag the engine would pull every one. */
function withTag(reference: string): string {
  return reference.includes("@") || /:[\w.-]+$/.test(reference) ? reference : `${reference}:latest`;
}
