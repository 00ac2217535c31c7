import { expect, test } from "vitest";

import { registryDiagnosis } from "../src/diagnosis/registry.ts";

function diagnosis(reason: string | undefined) {
  const { subject, state } = registryDiagnosis(reason);
  return { subject: subject.source, state };
}

test("a registry that answers is fine", () => {
  expect(diagnosis(undefined)).toEqual({ subject: "Registry", state: "ok" });
});

test("a name server that fails is told from a registry that is not there", () => {
  expect(diagnosis("lookup registry.example on 10.0.0.2:53: server misbehaving")).toEqual({
    subject: "Name server",
    state: "problem",
  });
  expect(diagnosis("lookup registry.example on 10.0.0.2:53: read udp: i/o timeout")).toEqual({
    subject: "Name server",
    state: "problem",
  });
  expect(diagnosis("lookup registry.example on 10.0.0.2:53: no such host")).toEqual({
    subject: "Registry",
    state: "warning",
  });
});

test("a pull limit is named with its remedy", () => {
  expect(registryDiagnosis("toomanyrequests: slow down").remedy?.source).toContain("docker login");
});
