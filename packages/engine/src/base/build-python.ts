import { text } from "node:stream/consumers";

import type { Engine } from "../engine.ts";
import { buildTarget } from "./build-target.ts";
import type { PythonStandIn } from "./reference.ts";

/**
 * Builds a Python from its source.
 * @param root the reference of the bare Debian
 */
export async function buildPython(
  engine: Engine,
  standIn: PythonStandIn,
  { root, ...image }: { readonly root: string; readonly tag: string; readonly digest: string },
  signal?: AbortSignal,
): Promise<void> {
  const { version, variant, suite, pip } = standIn;
  const title = `Python ${version} (${variant})`;
  const request = { kind: standIn.kind, title, digest: image.digest };
  const parts = { ROOT: root, VERSION: version, SUITE: suite, PIP: pip };
  const interpreter = await buildTarget(
    engine,
    { ...request, target: "interpreter", buildArguments: parts },
    signal,
  );
  // Which patch version the source package has is known only now, and the image has to say it.
  const buildArguments = { ...parts, PYTHON_VERSION: await patchVersion(engine, interpreter, version) };
  signal?.throwIfAborted();
  await buildTarget(engine, { ...request, target: variant, tag: image.tag, buildArguments }, signal);
  await engine.docker.getImage(interpreter).remove({ force: true });
}

/** Reads the full version from the interpreter's own header. */
async function patchVersion(engine: Engine, image: string, version: string): Promise<string> {
  const container = await engine.docker.createContainer({ Image: image });
  try {
    const path = `/usr/local/include/python${version}/patchlevel.h`;
    const header = await text(await container.getArchive({ path }));
    return /#define PY_VERSION\s+"([^"]+)"/.exec(header)?.[1] ?? version;
  } finally {
    await container.remove({ force: true });
  }
}
