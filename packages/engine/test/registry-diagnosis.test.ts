import { expect, test } from "vitest";

import { registryDiagnosis } from "../src/diagnosis/registry.ts";

test("a registry that answers is fine", () => {
  expect(registryDiagnosis(undefined)).toMatchObject({ subject: "Registry", state: "ok" });
});

test("a name server that fails is told from a registry that is not there", () => {
  expect(registryDiagnosis("lookup registry.example on 10.0.0.2:53: server misbehaving")).toMatchObject({
    subject: "Name server",
    state: "problem",
  });
  expect(registryDiagnosis("lookup registry.example on 10.0.0.2:53: read udp: i/o timeout")).toMatchObject({
    subject: "Name server",
  });
  expect(registryDiagnosis("lookup registry.example on 10.0.0.2:53: no such host")).toMatchObject({
    subject: "Registry",
    state: "warning",
  });
});

test("a pull limit is named with its remedy", () => {
  expect(registryDiagnosis("toomanyrequests: slow down")).toMatchObject({
    remedy: expect.stringContaining("docker login"),
  });
});
