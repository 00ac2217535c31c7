import { PbfWriter } from "pbf";
import { describe, expect, test } from "vitest";

import { BuildLog } from "../src/build-log.ts";
import { parseDockerfile } from "../src/dockerfile.ts";

type Step = { digest: string; name: string; error?: string; log?: string };

/** A message as BuildKit sends it: vertexes in field 1, logs in field 3. */
function traceOf(steps: readonly Step[]) {
  const writer = new PbfWriter();
  for (const { digest, name, error = "", log = "" } of steps) {
    writer.writeMessage(
      1,
      (_, vertex) => {
        vertex.writeStringField(1, digest);
        vertex.writeStringField(3, name);
        vertex.writeStringField(7, error);
      },
      undefined,
    );
    writer.writeMessage(
      3,
      (_, written) => {
        written.writeStringField(1, digest);
        written.writeBytesField(4, Buffer.from(log));
      },
      undefined,
    );
  }
  return { id: "moby.buildkit.trace", aux: Buffer.from(writer.finish()).toString("base64") };
}

function logOf(...steps: Step[]): BuildLog {
  const log = new BuildLog(parseDockerfile("FROM a:1\nRUN one\nRUN two\n"));
  log.take(traceOf(steps), undefined);
  return log;
}

describe("the log of a build", () => {
  test("names the failing step, and not a neighbour that was cancelled with it", () => {
    const log = logOf(
      { digest: "1", name: "[2/3] RUN one", error: "context canceled" },
      { digest: "2", name: "[3/3] RUN two", error: "exit code: 1", log: "why" },
    );
    expect(log.failure()).toMatchObject({ failedStep: { line: 3 }, error: "exit code: 1", log: "why" });
  });

  test("keeps the end of a long output", () => {
    const log = logOf({ digest: "1", name: "[2/3] RUN one", error: "x", log: `${"-".repeat(100_000)}end` });
    expect(log.failure().log).toHaveLength(8_000);
    expect(log.failure().log.endsWith("end")).toBe(true);
    expect(log.bytes).toBe(100_003);
  });

  test("knows the image that was missing", () => {
    const log = logOf({
      digest: "1",
      name: "[internal] load metadata for docker.io/library/a:1",
      error: "no such host",
    });
    expect(log.missingImage()).toBe("docker.io/library/a:1");
  });

  test("tells output that BuildKit cut off", () => {
    expect(
      logOf({ digest: "1", name: "[2/3] RUN one", log: "[output clipped, log limit 2MiB reached]" }).clipped,
    ).toBe(true);
  });

  test("takes the image's id and the engine's own words", () => {
    const log = logOf();
    log.take({ id: "moby.image.id", aux: { ID: "sha256:1" } }, undefined);
    log.take({ error: "short", errorDetail: { message: "whole" } }, undefined);
    expect([log.imageId, log.error]).toEqual(["sha256:1", "whole"]);
  });
});
