import { expect, test } from "vitest";

import { madeHere, standInFor } from "../src/base/reference.ts";

test.for([
  ["python:3.13-slim", "3.13", "slim"],
  ["python:3.13", "3.13", "full"],
  ["python:3.13-slim-trixie", "3.13", "slim"],
  ["python:3.13-trixie", "3.13", "full"],
  ["python:3.11-slim", "3.11", "slim"],
  ["python:3.9", "3.9", "full"],
  ["python:3", "3.13", "full"],
  ["python:3-slim", "3.13", "slim"],
  ["python:slim", "3.13", "slim"],
  ["python:slim-trixie", "3.13", "slim"],
  ["python:trixie", "3.13", "full"],
  ["python:latest", "3.13", "full"],
  ["python", "3.13", "full"],
  ["docker.io/python:3.9-slim", "3.9", "slim"],
  ["docker.io/library/python:3.9-slim", "3.9", "slim"],
  ["library/python:3.9-slim", "3.9", "slim"],
] as const)("%s is Python %s, %s", ([reference, version, variant]) => {
  expect(standInFor(reference)).toMatchObject({ kind: "python", version, variant });
});

test.for(["mariadb:11.8", "mariadb:11", "docker.io/library/mariadb:11.8"])(
  "%s is MariaDB 11.8",
  (reference) => {
    expect(standInFor(reference)).toEqual({ kind: "mariadb", version: "11.8" });
  },
);

test.for([
  "python:3.10-slim",
  "python:3.13.1-slim",
  "python:3.13-slimm",
  "python:3.13-slim-",
  "python:3.13-alpine",
  // Every stand-in is built on trixie.
  "python:3.11-slim-bookworm",
  "python:2",
  "python:",
  "python@sha256:00",
  "python:3.13@sha256:00",
  "someone/python:3.13",
  "registry.example/python:3.13",
  "pythons:3.13",
  // Newer than Debian's, in time.
  "mariadb",
  "mariadb:latest",
  "mariadb:lts",
  "mariadb:10.11",
  "mariadb:11.8.1",
  "mariadb:11.8-noble",
  "mysql:11.8",
  "someone/mariadb:11.8",
  "scratch",
])("%s has no stand-in", (reference) => {
  expect(standInFor(reference)).toBeUndefined();
});

test("every reference that a message offers can be made", () => {
  expect(madeHere.map(standInFor)).not.toContain(undefined);
});
