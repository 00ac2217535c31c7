import { expect, test } from "vitest";

import { failedPull } from "../src/base/pull.ts";

test.for([
  "manifest for python:3.13-slimm not found: manifest unknown: manifest unknown",
  "pull access denied for nobody/nothing, repository does not exist or may require 'docker login': denied",
  'failed to resolve reference "docker.io/library/python:9": docker.io/library/python:9: not found',
  "no matching manifest for linux/arm64/v8 in the manifest list entries",
])("the registry has no such image: %s", (reason) => {
  expect(failedPull(reason)).toEqual({ state: "not-found", reason });
});

test.for([
  'Get "https://registry.example/v2/": dial tcp: lookup registry.example on 10.0.0.2:53: no such host',
  'Get "https://registry.example/v2/": dial tcp: lookup registry.example: server misbehaving',
  'Get "https://registry.example/v2/": dial tcp 10.0.0.9:443: connect: connection refused',
  'Get "https://registry.example/v2/": net/http: request canceled (Client.Timeout exceeded while awaiting headers)',
  'Get "https://registry.example/v2/": tls: failed to verify certificate: x509: unknown authority',
  "toomanyrequests: You have reached your pull rate limit.",
  "something that no one has seen before",
])("no registry serves us: %s", (reason) => {
  expect(failedPull(reason)).toEqual({ state: "unreachable", reason });
});
