import { describe, expect, test } from "vitest";

import { multiStage } from "../src/multi-stage.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const judged = (...lines: string[]) => judge(multiStage, evidence({ dockerfile: dockerfile(...lines) }));

const final = "FROM python:3.13-slim";
const builder = [
  "FROM python:3.13 AS builder",
  "WORKDIR /app",
  "COPY . .",
  "RUN pip install --no-cache-dir -r requirements.txt",
];
const install = "RUN pip install --no-cache-dir -r requirements.txt";

describe("multi-stage", () => {
  test.each([
    ["site-packages", [...builder, final, "COPY --from=builder /usr/local/lib /usr/local/lib"]],
    ["a stage by its number", [...builder, final, "COPY --from=0 /usr/local /usr/local"]],
    ["a whole root directory", [...builder, final, "COPY --from=builder / /"]],
    [
      "a virtual environment beside copied files",
      [
        "FROM python:3.13 AS builder",
        "WORKDIR /app",
        "COPY . .",
        "RUN python -m venv venv",
        final,
        "COPY --from=builder /app /app",
      ],
    ],
    [
      "a directory that pip was told to install into",
      [
        "FROM python:3.13 AS builder",
        "WORKDIR /app",
        "COPY . .",
        "RUN pip install --target=/app/deps flask",
        final,
        "COPY --from=builder /app/ /app/",
      ],
    ],
    [
      "what an unknown command may have made among copied files",
      [
        "FROM python:3.13 AS builder",
        "WORKDIR /app",
        "COPY . .",
        "RUN python prepare.py",
        final,
        "COPY --from=builder /app /app",
      ],
    ],
    [
      "wheels that a mount brings in",
      [
        "FROM python:3.13 AS builder",
        "RUN pip wheel -w /wheels flask",
        final,
        "RUN --mount=type=bind,from=builder,source=/wheels,target=/w pip install /w/*.whl",
      ],
    ],
    [
      "wheels by a pattern",
      [
        "FROM python:3.13 AS builder",
        "WORKDIR /w",
        "COPY requirements.txt .",
        "RUN pip wheel -w . -r requirements.txt",
        final,
        "COPY --from=builder /w/*.whl /w/",
      ],
    ],
    [
      "a stage that the final one starts from",
      ["FROM python:3.13-slim AS base", "RUN pip install flask", "FROM base", "COPY . ."],
    ],
    [
      "something handed on through a stage between",
      [
        ...builder,
        "FROM python:3.13 AS between",
        "COPY --from=builder /usr/local/lib /lib2",
        final,
        "COPY --from=between /lib2 /usr/local/lib",
      ],
    ],
    [
      "an app in the root directory",
      [
        "FROM python:3.13 AS builder",
        "COPY . /",
        install,
        final,
        "COPY --from=builder /usr/local /usr/local",
      ],
    ],
    ["paths in the JSON form", [...builder, final, 'COPY --from=builder ["/usr/local", "/usr/local"]']],
  ])("holds for %s", (_, lines) => {
    expect(judged(...lines)).toEqual({ holds: true });
  });

  test("does not hold for one stage", () => {
    expect(messageOf(judged(final, install))).toContain("has one stage");
  });

  test.each([
    ["nothing", [...builder, final, "COPY . ."]],
    ["only another image's files", [...builder, final, "COPY --from=registry.example/uv:1.0 /uv /bin/uv"]],
  ])("does not hold where the final stage takes %s from the others", (_, lines) => {
    expect(messageOf(judged(...lines))).toContain("takes nothing from the others");
    expect(lineOf(judged(...lines))).toBe(5);
  });

  test.each([
    ["the context's files", [...builder, final, "COPY --from=builder /app /app", install]],
    ["one of the context's files", [...builder, final, "COPY --from=builder /app/app.py .", install]],
    [
      "a directory with files of the context",
      [
        "FROM python:3.13 AS builder",
        "WORKDIR /app",
        "COPY app.py requirements.txt ./",
        "RUN apt-get update && pip install flask",
        final,
        "COPY --from=builder /app /app",
      ],
    ],
    [
      "files of a stage that runs nothing",
      ["FROM python:3.13 AS files", "COPY . /src", final, "COPY --from=files /src /app"],
    ],
    [
      "the context's files through two stages",
      ["FROM python:3.13 AS files", "COPY . /src", "FROM files AS more", final, "COPY --from=more /src /app"],
    ],
    [
      "an empty stage that it starts from",
      ["FROM python:3.13-slim AS base", "ENV A=1", "FROM base", install],
    ],
  ])("does not count %s", (_, lines) => {
    expect(messageOf(judged(...lines))).toContain("Nothing that an earlier stage made");
  });

  const environment = [
    "FROM python:3.13 AS builder",
    "RUN python -m venv /v",
    "RUN /v/bin/pip install flask",
  ];
  test.each([
    [
      "an environment that is made once more",
      [...environment, "COPY app.py /", final, "RUN python -m venv /v", "RUN pip install flask"],
      6,
      "In place of line 6, write `COPY --from=builder /v /v`, and leave line 7 out",
    ],
    [
      "an environment that is made and filled in one step",
      [...environment, "COPY app.py /", final, "RUN python -m venv /v && /v/bin/pip install flask"],
      6,
      "In place of line 6, write `COPY --from=builder /v /v`.",
    ],
    [
      "an environment that is left behind",
      [...environment, "COPY app.py /", final, "RUN true"],
      5,
      "In the final stage, which begins on line 5, add `COPY --from=builder /v /v` and",
    ],
  ])("says what to take: %s", (_, lines, line, fix) => {
    const finding = judged(...lines, "COPY --from=builder /app.py .");
    expect(lineOf(finding)).toBe(line);
    expect(fixOf(finding)).toContain(fix);
  });

  test.each([
    ["in its usual places", install, "COPY --from=builder /usr/local/bin /usr/local/bin"],
    ["below a prefix", "RUN pip install --prefix=/p flask", "COPY --from=builder /p /usr/local"],
    ["into a target", "RUN pip install --target /p flask", "COPY --from=builder /p /p\nENV PYTHONPATH=/p"],
    [
      "for a user",
      "RUN pip install --user flask",
      "COPY --from=builder /root/.local /root/.local\nENV PATH=",
    ],
    [
      "into an environment",
      "RUN python -m venv /v && /v/bin/pip install a",
      "COPY --from=builder /v /v\nENV PATH=",
    ],
  ])("says what to take of what was installed %s", (_, made, lines) => {
    const finding = judged("FROM python:3.13 AS builder", made, final, "RUN pip install flask");
    expect(messageOf(finding)).toContain("takes nothing from the others");
    expect(lineOf(finding)).toBe(4);
    expect(fixOf(finding)).toContain(lines);
  });

  test.each([
    ["is told by a variable", "FROM python:3.13 AS builder", "RUN pip install --prefix=$P flask"],
    ["is a root", "FROM python:3.13 AS builder", "RUN pip install --root=/r flask"],
    ["has another Python", "FROM python:3.11 AS builder", install],
  ])("does not say what to take where the place %s", (_, from, made) => {
    expect(fixOf(judged(from, made, final, "RUN pip install flask"))).toBeUndefined();
  });

  test("says what a second stage takes of what the first one installs", () => {
    expect(fixOf(judged("FROM python:3.13", "COPY . .", install))).toContain(
      "up to line 3. Below that, begin the final stage with `FROM python:3.13-slim`",
    );
    expect(fixOf(judged("FROM python:3.13", "COPY . ."))).toContain("Name this stage");
  });

  test("names what is installed once more", () => {
    const finding = judged(...builder, final, "COPY --from=builder /app /app", install);
    expect(messageOf(finding)).toContain("Line 7 installs in the final stage once more, after line 4");
    expect(lineOf(finding)).toBe(7);
  });

  test("is done soon with stages that copy from one another again and again", () => {
    const lines = Array.from({ length: 60 }, (_, index) => [
      `FROM scratch AS s${index}`,
      ...(index === 0 ? [] : [`COPY --from=s${index - 1} /a /a`, `COPY --from=s${index - 1} /a /a`]),
    ]);
    expect(messageOf(judged(...lines.flat()))).toContain("Nothing that an earlier stage made");
  });
});
