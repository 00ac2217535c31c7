import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { codeBlock, md, ShipshapeError } from "@shipshape/core";

import type { Engine } from "../engine.ts";
import { jsonLines } from "../json-lines.ts";
import { labels } from "../labels.ts";
import { hostCertificates } from "./certificates.ts";
import { recipeFiles } from "./recipe.ts";
import type { StandIn } from "./reference.ts";
import { standInFolder } from "./stand-in-folder.ts";

export type Target = {
  readonly kind: StandIn["kind"];
  /** What is built, in words for a person: `Python 3.13 (slim)`. */
  readonly title: string;
  /** The stage of the recipe; the last one if none is named. */
  readonly target?: string;
  readonly tag?: string;
  /** The recipe's digest. */
  readonly digest: string;
  readonly buildArguments: Readonly<Record<string, string>>;
};

/**
 * Builds a stage of a recipe, in a context of the recipe's files and the host's own certificates.
 * @returns the image's id
 * @throws ShipshapeError with the end of the build's output
 */
export async function buildTarget(engine: Engine, request: Target, signal?: AbortSignal): Promise<string> {
  const context = await mkdtemp(join(tmpdir(), "shipshape-stand-in."));
  try {
    const src = await writeContext(context, request.kind);
    return await build(engine, { context, src }, request, signal);
  } finally {
    await rm(context, { recursive: true });
  }
}

/** @returns the names of what is in it */
async function writeContext(folder: string, kind: StandIn["kind"]): Promise<string[]> {
  const names = recipeFiles[kind].map((file) => basename(file));
  for (const file of recipeFiles[kind]) await cp(join(standInFolder(), file), join(folder, basename(file)));
  await mkdir(join(folder, "certificates"));
  for (const { name, content } of await hostCertificates())
    await writeFile(join(folder, "certificates", name), content);
  return [...names, "certificates"];
}

async function build(
  engine: Engine,
  context: { readonly context: string; readonly src: string[] },
  { title, target, tag, digest, buildArguments }: Target,
  signal: AbortSignal | undefined,
): Promise<string> {
  const stream = await engine.docker.buildImage(context, {
    // A number, not the string "2": dockerode opens a session for that, which only secrets need.
    version: 2 as unknown as "2",
    ...(tag !== undefined && { t: tag }),
    ...(target !== undefined && { target }),
    buildargs: { ...proxyArguments(), ...buildArguments },
    labels: { [labels.standIn]: digest },
    ...(signal && { abortSignal: signal }),
  });
  let written = "";
  let image = "";
  for await (const { id, aux, error } of jsonLines(stream)) {
    if (id === "moby.buildkit.trace") written = (written + readable(String(aux))).slice(-4_000);
    if (id === "moby.image.id") image = (aux as { ID: string }).ID;
    if (error !== undefined) throw buildFailure(title, error, written);
  }
  return image;
}

/** BuildKit predefines these: they reach each step and stay out of the image. */
function proxyArguments(): Record<string, string> {
  const names = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** The text in one of BuildKit's progress messages: enough to say what a step wrote before it failed. */
function readable(message: string): string {
  return Buffer.from(message, "base64")
    .toString("latin1")
    .replaceAll(/[^\n\x20-\x7E]+/g, " ");
}

function buildFailure(title: string, error: string, written: string): ShipshapeError {
  const end = written
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-10)
    .join("\n");
  return new ShipshapeError(
    md`${title} could not be built: ${error}\nThe build wrote last:\n${codeBlock(end)}`,
    "It needs a Debian mirror, and for Python a package index: see that containers of this engine reach them, then try again.",
  );
}
