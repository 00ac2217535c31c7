import { describe, expect, test } from "vitest";

import { parseDockerfile } from "../src/dockerfile.ts";
import { stepLine } from "../src/step-line.ts";

const twoStages = `# syntax=docker/dockerfile:1
ARG VERSION=3.13
FROM python:\${VERSION}-slim AS Builder
ENV A=1
RUN pip install \\
    # a comment
    flask
FROM python:\${VERSION}-slim
COPY --from=builder /opt/venv /opt/venv
workdir /app
RUN --mount=type=bind,from=node:22,target=/n true
CMD ["python", "app.py"]
`;

describe("parsing a Dockerfile", () => {
  const parsed = parseDockerfile(twoStages);

  test("fills in what FROM takes from ARG", () => {
    expect(parsed.stages.map(({ base, name }) => [base, name])).toEqual([
      ["python:3.13-slim", "builder"],
      ["python:3.13-slim", undefined],
    ]);
  });

  test("keeps the lines that the learner sees, over continued lines", () => {
    const run = parsed.instructions.find(({ keyword }) => keyword === "RUN");
    expect(run).toMatchObject({ line: 5, endLine: 7, stage: 0, arguments: "pip install flask" });
  });

  test("keeps flags, and says what they take from where", () => {
    const copy = parsed.instructions.find(({ keyword }) => keyword === "COPY");
    expect(copy).toMatchObject({ arguments: "--from=builder /opt/venv /opt/venv", sources: ["builder"] });
  });

  test("takes a default, and an alternative, for an ARG", () => {
    const { stages } = parseDockerfile("ARG A\nFROM python:${A:-3.9}\nFROM python${B:+-x}:3\n");
    expect(stages.map(({ base }) => base)).toEqual(["python:3.9", "python:3"]);
  });

  test.each([
    ["an ARG that is made of another", "ARG V=3.13\nARG BASE=python:${V}-slim\nFROM $BASE"],
    ["one of several ARGs on a line", "ARG V=3.13 VARIANT=slim\nFROM python:${V}-${VARIANT}"],
    ["a default without a colon", "FROM python:${V-3.13}-slim"],
  ])("takes %s", (_, text) => {
    expect(parseDockerfile(text).stages[0]?.base).toBe("python:3.13-slim");
  });

  test("keeps the backslashes that are the shell's", () => {
    const text = String.raw`RUN printf 'a\n' | sed s/\./x/`;
    expect(parseDockerfile(text).instructions[0]?.arguments).toBe(text.slice("RUN ".length));
  });

  test("finds the stage that another starts from, in whatever case it is named", () => {
    const { stages } = parseDockerfile("FROM a:1 AS Base\nFROM BASE\n");
    expect(stages[1]).toMatchObject({ baseStage: 0 });
  });

  test.each(["", "\n\n", "RUN", "FROM", "\u0000\u0001", "COPY --from= x y", "FROM $", "FROM a AS"])(
    "survives %j",
    (text) => {
      expect(() => parseDockerfile(text)).not.toThrow();
    },
  );
});

describe("the line behind a step of BuildKit's", () => {
  const dockerfile = parseDockerfile(twoStages);

  test.each([
    ["[builder 1/2] FROM docker.io/library/python:3.13-slim", 3],
    ["[builder 2/2] RUN pip install     flask", 5],
    ["[stage-1 2/4] COPY --from=builder /opt/venv /opt/venv", 9],
    ["[stage-1 3/4] WORKDIR /app", 10],
    ["[stage-1 4/4] RUN --mount=type=bind,from=node:22,target=/n true", 11],
  ])("%s", (step, line) => {
    expect(stepLine(step, dockerfile)).toBe(line);
  });

  test.each([
    "[internal] load build definition",
    "exporting to image",
    "[builder 9/9] RUN x",
    "[stage-7 1/1] RUN x",
  ])("is unknown for %s", (step) => {
    expect(stepLine(step, dockerfile)).toBeUndefined();
  });

  test("leaves FROM out of the count where a stage starts from another", () => {
    const chained = parseDockerfile("FROM a:1 AS base\nFROM base AS final\nRUN true\n");
    expect(stepLine("[final 1/1] RUN true", chained)).toBe(3);
  });
});
