import { describe, expect, test } from "vitest";

import { appPlaces } from "../src/contents/app-places.ts";
import { isCompilerName } from "../src/contents/build-tools.ts";
import { parseApkInstalled, parseDpkgStatus } from "../src/contents/distribution-packages.ts";
import { parseHomes } from "../src/contents/pip-caches.ts";
import { testTools } from "../src/contents/test-leftovers.ts";
import { parseDockerfile } from "../src/dockerfile.ts";

test("Debian's list names what is installed, not what was removed", () => {
  const status = `Package: gcc
Status: install ok installed
Description: GNU C compiler
 Package: not-a-field

Package: make
Status: deinstall ok config-files

Package: libc6
Version: 2.41
`;
  expect(parseDpkgStatus(status)).toEqual(["gcc", "libc6"]);
});

test("Alpine's list names what is installed", () => {
  expect(parseApkInstalled("C:Q1\nP:musl\nV:1.2\n\nP:.build-deps\nV:0\n")).toEqual(["musl", ".build-deps"]);
});

test("homes are those of root and of users who are no part of the distribution", () => {
  const passwd = `root:x:0:0:root:/root:/bin/bash
daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
app:x:10001:10001::/nonexistent:/usr/sbin/nologin
sailor:x:1000:1000::/home/sailor:/bin/sh
`;
  expect(parseHomes(passwd)).toEqual(["/root", "/home/sailor"]);
});

describe("a compiler's name", () => {
  test.each([
    "gcc",
    "g++-14",
    "x86_64-linux-gnu-gcc-14",
    "aarch64-alpine-linux-musl-ld",
    "ld.bfd",
    "make",
    "go",
  ])("is %s", (name) => {
    expect(isCompilerName(name)).toBe(true);
  });

  test.each(["python3.13", "gunicorn", "ldd", "ccache-notes", "assembly", "makedb", "gcc-notes"])(
    "is not %s",
    (name) => {
      expect(isCompilerName(name)).toBe(false);
    },
  );
});

test("the app may lie where the final stage works and copies to, and nowhere in the system", () => {
  const dockerfile = parseDockerfile(`FROM python:3.13 AS builder
WORKDIR /build
COPY . .
FROM python:3.13-slim
WORKDIR /srv
COPY --from=builder /install /usr/local
COPY backend/app.py ship/
COPY tests \${CHECKS}/
COPY a $UNKNOWN
WORKDIR ..
`);
  expect(appPlaces(dockerfile, "/", new Map([["CHECKS", "/checks"]]))).toEqual([
    "/",
    "/srv",
    "/srv/ship",
    "/checks",
    "/app",
    "/usr/src/app",
  ]);
});

test("what only development needs are the test tools, and what no `requirements.txt` pins", () => {
  const context = new Map(
    Object.entries({
      "backend/requirements.txt": "Flask==3.1.2\n",
      "backend/requirements.dev.txt": "Flask==3.1.2\npytest==8.4.2\npytest-cov==6.0.0\n",
      "backend/notes.txt": "gunicorn==1.0\n",
    }).map(([path, text]) => [path, Buffer.from(text)]),
  );
  expect(Array.from(testTools(context).keys())).toEqual(["pytest", "flake8", "pytest-cov"]);
});
