import { listed, type Markdown, md, type Progress } from "@shipshape/core";

import type { Engine } from "../engine.ts";
import { labels } from "../labels.ts";
import { inspectImage } from "./inspect-image.ts";
import { pull, type Pull } from "./pull.ts";
import { standInDigest } from "./recipe.ts";
import { madeHere, standInFor, type StandIn } from "./reference.ts";

/** Whether a base image is there now. */
export type BaseImage =
  | { readonly state: "present"; readonly standIn: boolean }
  | {
      readonly state: "absent";
      readonly why: "not-found" | "unreachable";
      /** What happened, and which images can be had. */
      readonly message: Markdown;
    };

/**
 * Sees to it that the engine has an image that a Dockerfile builds upon: as it is, pulled, or, where no registry
 * answers, as a stand-in made on this machine.
 * @param reference as the Dockerfile names it
 * @throws ShipshapeError where a stand-in could be made here and its making failed; the signal's reason
 */
export async function provideBase(
  engine: Engine,
  reference: string,
  progress: Progress,
  signal?: AbortSignal,
): Promise<BaseImage> {
  if (reference === "scratch") return { state: "present", standIn: false };
  const standIn = standInFor(reference);
  const present = await inspectImage(engine, reference);
  const recipe = present?.Config.Labels?.[labels.standIn];
  const current = !standIn || recipe === undefined || recipe === (await standInDigest(standIn.kind));
  if (present && current) return { state: "present", standIn: recipe !== undefined };
  const pulled = await pullOnce(engine, reference, progress, signal);
  if (pulled.state === "pulled") return { state: "present", standIn: false };
  const made =
    standIn && pulled.state === "unreachable" && (await make(engine, standIn, reference, progress, signal));
  // One from an older recipe is better than none.
  if (made === true || present) return { state: "present", standIn: true };
  return { state: "absent", why: pulled.state, message: absence(reference, pulled, made || undefined) };
}

const unreachable = new Map<string, Pull>();

/** Pulls an image. A registry that does not answer is asked once a process: a class of hundreds would wait for it each time. */
export async function pullOnce(
  engine: Engine,
  reference: string,
  progress: Progress,
  signal?: AbortSignal,
): Promise<Pull> {
  const key = `${engine.host} ${reference}`;
  const known = unreachable.get(key);
  if (known) return known;
  progress(`Pulling ${reference}.`);
  const result = await pull(engine.docker, reference, signal);
  if (result.state === "unreachable") {
    progress(`No registry answers for ${reference} (${result.reason}).`);
    unreachable.set(key, result);
  }
  return result;
}

/** @returns true, or why this machine cannot make one */
async function make(
  engine: Engine,
  standIn: StandIn,
  reference: string,
  progress: Progress,
  signal: AbortSignal | undefined,
): Promise<true | Markdown> {
  // These bring subprocesses and apt with them, which an image that is there has no use for.
  const { debianAsRoot } = await import("../own/debian.ts");
  const debian = await debianAsRoot();
  if ("obstacle" in debian) return debian.obstacle;
  const { Arch } = (await engine.docker.version()) as { Arch: string };
  if (Arch !== (process.arch === "x64" ? "amd64" : process.arch))
    return md`the engine runs ${Arch}, and this machine ${process.arch}`;
  const { makeStandIn } = await import("./make-stand-in.ts");
  await makeStandIn(engine, debian, standIn, reference, progress, signal);
  return true;
}

function absence(
  reference: string,
  pulled: Exclude<Pull, { state: "pulled" }>,
  obstacle: Markdown | undefined,
): Markdown {
  if (pulled.state === "not-found")
    return md`The registry has no image ${reference}. It said: ${pulled.reason}.`;
  const reached = md`No registry could be reached for ${reference}: ${pulled.reason}.`;
  const made = listed(madeHere);
  return obstacle === undefined
    ? md`${reached} Without one, these can be made on this machine: ${made}.`
    : md`${reached} A stand-in can be made by root on Debian only: ${obstacle}.`;
}
