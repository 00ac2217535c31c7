import type { Engine } from "@shipshape/engine";
import { expect, test } from "vitest";

import { RunScope } from "../src/run-scope.ts";

test("a network that the engine could not make is asked for again", async () => {
  let asked = 0;
  const docker = {
    info: async () => ({ ServerVersion: "29", NCPU: 2, OperatingSystem: "Debian", Driver: "overlay2" }),
    createNetwork: async () => {
      if (++asked === 1) throw new Error("all predefined address pools have been fully subnetted");
    },
  };
  const scope = new RunScope({ docker, host: "unix:///engine.sock" } as unknown as Engine);
  await expect(scope.network()).rejects.toThrow("fully subnetted");
  const network = await scope.network();
  expect(await scope.network()).toBe(network);
  expect(asked).toBe(2);
});
