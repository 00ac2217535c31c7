import { md } from "@shipshape/core";

import { engineWords } from "../engine-words.ts";
import type { Diagnosis } from "../diagnose.ts";
import type { Engine } from "../engine.ts";

/** An image that every registry with official images has. */
const asked = "python:3.13-slim";

/** How long a registry may take, in ms: behind some firewalls it never answers. */
const patience = 15_000;

/** Asks the engine to ask its registry, which pulls nothing. */
export async function diagnoseRegistry({ docker }: Engine): Promise<Diagnosis> {
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve(`no answer within ${patience / 1000} seconds`), patience);
  const answer = docker
    .getImage(asked)
    .distribution()
    .then(() => undefined, engineWords);
  const reason = await Promise.race([answer, late]);
  clearTimeout(timer);
  return registryDiagnosis(reason);
}

/** @param reason the engine's words for why its registry could not be asked; undefined where it answered */
export function registryDiagnosis(reason: string | undefined): Diagnosis {
  const subject = md`Registry`;
  if (reason === undefined) return { subject, state: "ok", detail: md`It answers, and has ${asked}.` };
  const standIns = md`Until then, Shipshape makes stand-ins for the Python and MariaDB images itself, on Debian as root.`;
  if (/server misbehaving|lookup .*(i\/o timeout|connection refused)|Temporary failure/i.test(reason))
    return {
      subject: md`Name server`,
      state: "problem",
      detail: md`The engine's name server fails: ${reason}`,
      remedy: md`See the nameserver lines of /etc/resolv.conf on the engine's machine; packages cannot be fetched either.`,
    };
  if (/toomanyrequests|rate limit/i.test(reason))
    return {
      subject,
      state: "warning",
      detail: md`It has had too many requests from this network: ${reason}`,
      remedy: md`\`docker login\` raises the limit. ${standIns}`,
    };
  return {
    subject,
    state: "warning",
    detail: md`None answers: ${reason}`,
    remedy: md`Where a proxy or a mirror is needed, tell the engine of it in its daemon.json. ${standIns}`,
  };
}
