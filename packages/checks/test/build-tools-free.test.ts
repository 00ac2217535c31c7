import type { ContentsSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { isBuildPackage } from "../src/build-packages.ts";
import { buildToolsFree } from "../src/build-tools-free.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const judged = (contents: Partial<ContentsSection>, ...lines: string[]) =>
  judge(
    buildToolsFree,
    evidence({ contents, ...(lines.length > 0 && { dockerfile: dockerfile(...lines) }) }),
  );

const compiler = (path: string) => ({ path, kind: "compiler" as const });
const cache = { path: "/root/.cache/pip", kind: "pip-cache" as const };

const withClient = (contents: Partial<ContentsSection>, ...lines: string[]) =>
  judge(
    buildToolsFree,
    evidence({
      contents,
      dockerfile: dockerfile(...lines),
      runtime: { installed: { mysqlclient: "2.2.7" } },
    }),
  );

describe("build-tools-free", () => {
  test("names what was found by kind, some of each, and blames the line that installs it", () => {
    const finding = judged(
      {
        packages: ["binutils", "g++", "gcc", "libc6-dev", "libmariadb3", "make"],
        paths: [
          compiler("/usr/local/bin/cc"),
          compiler("/usr/bin/gcc"),
          { path: "/usr/include/stdio.h", kind: "header" },
          cache,
        ],
      },
      "FROM python:3.13-slim",
      "RUN apt-get update && apt-get install -y build-essential gcc",
      "RUN apt-get install -y curl",
      "RUN pip install flask",
    );
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "The final image carries what only its build needed, beyond what its base has:

      - packages of build tools: \`gcc\`, \`g++\`, \`make\`, \`binutils\` and 1 more
      - compilers and their tools: \`/usr/local/bin/cc\`
      - a download cache of pip or its like: \`/root/.cache/pip\`

      Line 2 installs build tools: \`build-essential\`, \`gcc\`."
    `);
    expect(lineOf(finding)).toBe(2);
  });

  test("has nothing against other packages, tests, or what development needs", () => {
    const paths: ContentsSection["paths"] = [{ path: "/app/tests", kind: "tests" }];
    expect(judged({ packages: ["libmariadb3", "curl", "tini"], paths })).toEqual({ holds: true });
  });

  test("blames the install whose dependencies they are where none names them", () => {
    const finding = judged(
      { packages: ["libexpat1-dev"] },
      "FROM python:3.13-slim",
      "RUN apt-get update && apt-get install -y everything",
    );
    expect(lineOf(finding)).toBe(2);
  });

  test("blames the copy that brought a compiler along", () => {
    const finding = judged(
      { paths: [compiler("/usr/bin/gcc")] },
      "FROM python:3.13 AS builder",
      "FROM python:3.13-slim",
      "COPY app.py /app/",
      "COPY --from=builder /usr /usr",
    );
    expect(lineOf(finding)).toBe(4);
  });

  test.each([
    ["the install that keeps it", ["RUN pip install --no-cache-dir wheel", "RUN pip install flask"], 3],
    ["the copy that brought it", ["RUN pip install --no-cache-dir wheel", "COPY --from=x /root /root"], 3],
  ])("blames for a cache %s", (_, lines, line) => {
    expect(lineOf(judged({ paths: [cache] }, "FROM python:3.13-slim", ...lines))).toBe(line);
  });

  const slim = "FROM python:3.13-slim";
  const builder = ["FROM python:3.13 AS builder", "RUN pip install -r requirements.txt"];
  const compiling = "RUN apt-get update && apt-get install -y gcc libc6-dev";
  test.each([
    [
      "is of no use there",
      ["gcc"],
      [...builder, slim, compiling],
      4,
      "Leave out the `RUN` that begins on line 4",
    ],
    [
      "comes with what is of use",
      ["make"],
      [...builder, slim, "RUN apt-get install -y curl make=4.4"],
      4,
      "Take `make` out of line 4",
    ],
    [
      "brings a library",
      ["libmariadb-dev"],
      [...builder, slim, "RUN apk add libmariadb-dev"],
      4,
      "install that library's own package",
    ],
    [
      "is used below",
      ["gcc"],
      [...builder, slim, compiling, "RUN pip install mysqlclient"],
      4,
      "what line 5 builds with it, to an earlier stage",
    ],
    [
      "is used by another tool",
      ["gcc"],
      [...builder, slim, compiling, "RUN make -C /src all"],
      4,
      "what line 5 builds with it",
    ],
    [
      "is used in the only stage",
      ["gcc"],
      [slim, compiling, "RUN pip install mysqlclient"],
      2,
      "Make two stages of it. Name the one that installs",
    ],
    [
      "comes from the builder",
      ["gcc"],
      [`${slim} AS builder`, compiling, "RUN pip install flask", "FROM builder"],
      4,
      "FROM python:3.13-slim\nCOPY --from=builder",
    ],
    [
      "comes from a builder that installs no packages",
      ["gcc"],
      [`${slim} AS builder`, compiling, "FROM builder"],
      3,
      "In place of line 3, write `FROM python:3.13-slim`",
    ],
  ])("says what to do with a tool that %s", (_, packages, lines, line, fix) => {
    const finding = judged({ packages }, ...lines);
    expect(lineOf(finding)).toBe(line);
    expect(fixOf(finding)).toContain(fix);
  });

  const venv = ["RUN python -m venv /v", "ENV PATH=/v/bin:$PATH", "RUN pip install -r requirements.txt"];
  test.each([
    [
      "headers alone",
      [...builder, slim, "RUN apt-get install -y libmariadb-dev"],
      "install `libmariadb3` in place of `libmariadb-dev`",
    ],
    [
      "the builder",
      [`${slim} AS builder`, compiling, ...venv, "FROM builder"],
      "libmariadb3 \\\n    && rm -rf /var/lib/apt/lists/*\nCOPY --from=builder /v /v",
    ],
    [
      "the only stage",
      [slim, "WORKDIR /app", compiling, ...venv],
      "libmariadb3 \\\n    && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nENV PATH=/v/bin:$PATH\nCOPY --from=builder /v /v",
    ],
  ])("keeps the library that a package needs to run where tools come from %s", (_, lines, fix) => {
    expect(fixOf(withClient({ packages: ["gcc", "libmariadb-dev"] }, ...lines))).toContain(fix);
  });

  test("does not add a library that a line below installs already", () => {
    const lines = [slim, compiling, ...venv, "RUN apt-get install -y libmariadb3"];
    const fix = fixOf(withClient({ packages: ["gcc"] }, ...lines));
    expect(fix).toContain("Make two stages of it.");
    expect(fix).not.toContain("libmariadb3");
  });

  test("says of headers that were copied to leave the line out", () => {
    const headers = { path: "/usr/include/mariadb", kind: "header" as const };
    const line = "COPY --from=builder /usr/include/mariadb /usr/include/mariadb";
    const finding = judged({ paths: [headers] }, ...builder, slim, line);
    expect(lineOf(finding)).toBe(4);
    expect(fixOf(finding)).toContain("Leave line 4 out");
  });

  test("points at the very line of a long step that keeps a cache", () => {
    const written = [slim, "RUN apt-get update \\", "    && pip install flask"];
    const parsed = dockerfile(slim, "RUN apt-get update && pip install flask");
    const instructions = parsed.instructions.map((it) => (it.line === 2 ? { ...it, endLine: 3 } : it));
    const finding = judge(
      buildToolsFree,
      evidence({ contents: { paths: [cache] }, dockerfile: { ...parsed, instructions, lines: written } }),
    );
    expect(lineOf(finding)).toBe(3);
    expect(fixOf(finding)).toBe("On line 3, give `pip install` the option `--no-cache-dir`.");
  });

  const environment = [
    `${slim} AS builder`,
    "RUN python -m venv /v",
    "RUN /v/bin/pip install -r requirements.txt",
  ];
  test.each([
    ["pip keeps it", [slim, "RUN pip install flask"], 2, "`--no-cache-dir`"],
    ["uv keeps it", [slim, "RUN uv pip install flask"], 2, "give `uv` the option `--no-cache`"],
    [
      "a needless install keeps it",
      [...environment, slim, "COPY --from=builder /v /v", "RUN pip install -r /app/requirements.txt"],
      6,
      "Leave line 6 out",
    ],
    [
      "other packages are installed",
      [...environment, slim, "COPY --from=builder /v /v", "RUN pip install flask"],
      6,
      "On line 6, give `pip install`",
    ],
    [
      "it came with the home",
      [`${slim} AS b`, "RUN pip install --user flask", slim, "COPY --from=b /root /root"],
      4,
      "```dockerfile\nCOPY --from=b /root/.local /root/.local\n```",
    ],
    [
      "it came with the home, and the packages did not",
      [`${slim} AS b`, "RUN pip install flask", slim, "COPY --from=b /root /root"],
      4,
      "On line 2, give `pip install`",
    ],
    [
      "another stage made it somehow",
      [`${slim} AS b`, "RUN pip install --no-cache-dir flask", slim, "COPY --from=b /root /root"],
      4,
      undefined,
    ],
  ])("says what to do with a cache where %s", (_, lines, line, fix) => {
    const finding = judged({ paths: [cache] }, ...lines);
    expect(lineOf(finding)).toBe(line);
    expect(fixOf(finding) ?? "undefined").toContain(String(fix));
  });

  test.each(
    "gcc gcc-14 g++-14-x86-64-linux-gnu cpp-12 clang-19 make pkg-config pkgconf libmariadb-dev libpython3.13-dev build-essential build-base .build-deps golang-1.24-go binutils".split(
      " ",
    ),
  )("takes %s for a build tool", (name) => {
    expect(isBuildPackage(name)).toBe(true);
  });

  test.each("gcc-14-base libgcc-s1 libstdc++6 libmariadb3 makedev device-tools tini".split(" "))(
    "takes %s for no build tool",
    (name) => {
      expect(isBuildPackage(name)).toBe(false);
    },
  );
});
