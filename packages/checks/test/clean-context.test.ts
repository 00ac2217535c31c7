import type { CanariesSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { cleanContext } from "../src/clean-context.ts";
import { dockerfile } from "./dockerfile.ts";
import { built, evidence, fixOf, judge, lineOf, messageOf, stopped } from "./evidence.ts";

const planted = [
  ".env",
  "docs/.env",
  ".git/config",
  "__pycache__/app.pyc",
  "stale.pyc",
  "debug.log",
  ".venv/a.py",
  "notes",
];

type Found = CanariesSection["found"][number];

const found = (canary: string, fields: Partial<Found> = {}): Found => ({
  canary,
  path: `/app/${canary}`,
  bytes: 80,
  instruction: "COPY . .",
  line: 4,
  deleted: false,
  ...fields,
});

const seen = (...them: Found[]) =>
  evidence({
    canaries: { planted, sent: planted, build: built(), found: them },
    context: { ignoreFile: ".dockerignore" },
  });

describe("clean-context", () => {
  test("names by kind each file, its place, its bytes, and the line that brought it", () => {
    const finding = judge(cleanContext, seen(...planted.map((canary) => found(canary))));
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "Of 8 files planted beside the app, 8 reached the image. The ignore file in force is \`.dockerignore\`.

      Line 4, \`COPY . .\`, made a layer with:

      - secrets: \`.env\` as \`/app/.env\`, 80 B, and 1 more
      - git's history: \`.git/config\` as \`/app/.git/config\`, 80 B
      - compiled Python: \`__pycache__/app.pyc\` as \`/app/__pycache__/app.pyc\`, 80 B, and 1 more
      - logs: \`debug.log\` as \`/app/debug.log\`, 80 B
      - a virtual environment: \`.venv/a.py\` as \`/app/.venv/a.py\`, 80 B
      - other files: \`notes\` as \`/app/notes\`, 80 B"
    `);
    expect(lineOf(finding)).toBe(4);
  });

  test("says of a file that a later line deletes why it still counts", () => {
    const sections = {
      ...seen(found(".env", { deleted: true })),
      dockerfile: dockerfile(
        "FROM python:3.13-slim",
        "WORKDIR /app",
        "RUN rm -rf /var/lib/apt/lists/*",
        "COPY . .",
        "RUN rm -rf /var/lib/apt/lists/*",
        "RUN rm -f .env",
      ),
    };
    expect(messageOf(judge(cleanContext, sections))).toMatchInlineSnapshot(`
      "Of 8 files planted beside the app, 1 reached the image. The ignore file in force is \`.dockerignore\`.

      Line 4, \`COPY . .\`, made a layer with:

      - secrets: \`.env\` as \`/app/.env\`, 80 B

      Line 6 deletes \`.env\` from view only: this layer keeps it, and whoever downloads the image can read it."
    `);
  });

  test("says that some later line deletes it where none names it", () => {
    const finding = judge(cleanContext, seen(found("stale.pyc", { deleted: true })));
    expect(messageOf(finding)).toContain("A later line deletes `stale.pyc` from view only");
  });

  test("tells of a layer that copied from an earlier stage where the files came from", () => {
    const instruction = "COPY --from=builder /src /app";
    const sections = {
      ...seen(found(".env", { instruction, line: 5 })),
      dockerfile: dockerfile(
        "FROM python:3.13-slim AS builder",
        "WORKDIR /src",
        "COPY . .",
        "FROM python:3.13-slim",
        instruction,
      ),
    };
    const finding = judge(cleanContext, sections);
    expect(messageOf(finding)).toContain("They came from the context with `COPY . .` on line 3.");
    expect(lineOf(finding)).toBe(5);
  });

  test("counts a file once that is in two layers", () => {
    const again = found(".env", { instruction: "RUN chown -R app /app", line: 5 });
    const message = messageOf(judge(cleanContext, seen(found(".env"), again)));
    expect(message).toContain("Of 8 files planted beside the app, 1 reached the image.");
    expect(message).toContain("Line 5, `RUN chown -R app /app`, made a layer with");
  });

  test("names the line that takes the files, and how it can take less", () => {
    const sections = {
      ...seen(found(".env")),
      dockerfile: dockerfile("FROM python:3.13-slim", "WORKDIR /app", "RUN true", "COPY . ."),
    };
    const { ignoreFile: _, ...context } = sections.context;
    expect(fixOf(judge(cleanContext, { ...sections, context }))).toBe(
      "On line 4, name the files that the app needs, such as `app.py`. Or keep the rest out with a `.dockerignore`.",
    );
  });

  test("blames the first of two layers that have as many", () => {
    const finding = judge(cleanContext, seen(found(".env", { line: 7 }), found(".env", { line: 5 })));
    expect(lineOf(finding)).toBe(5);
  });

  test("names no more than three layers", () => {
    const layers = Array.from({ length: 5 }, (_, index) => found(".env", { line: index + 2 }));
    const message = messageOf(judge(cleanContext, seen(...layers)));
    expect(message.match(/made a layer with/g)).toHaveLength(3);
    expect(message).toContain("They are in 2 more layers.");
  });

  test("holds where what was sent stays behind in an earlier stage", () => {
    expect(judge(cleanContext, seen())).toEqual({ holds: true });
  });

  test("does not hold where the files beside the app stop its build", () => {
    const step = stopped("[builder 4/4] RUN flake8", 4, ".venv/a.py:1:1: E999 SyntaxError");
    const finding = judge(
      cleanContext,
      evidence({
        canaries: { planted, sent: planted, build: step.build, found: [] },
        context: { ignoreFile: ".dockerignore", rules: [] },
        dockerfile: dockerfile(
          "FROM python:3.13-slim AS builder",
          "WORKDIR /src",
          "COPY . .",
          "RUN flake8",
          "FROM python:3.13-slim",
        ),
      }),
    );
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "The app builds by itself. With 8 files planted beside it, such as \`.env\`, the build stops at \`RUN flake8\` on line 4. \`COPY . .\` on line 3 takes 8 of them along. No rule of \`.dockerignore\` matches \`.env\`, \`.git\`, \`__pycache__\`, \`stale.pyc\` and 3 more. The end of its output:

      \`\`\`text
      .venv/a.py:1:1: E999 SyntaxError
      \`\`\`"
    `);
    expect(lineOf(finding)).toBe(3);
    expect(fixOf(finding)).toContain("Line 4 can stay as it is.");
  });

  test("blames the step that stopped where no line is known to take the files", () => {
    const { build } = stopped("[builder 4/4] RUN flake8", 6);
    const finding = judge(cleanContext, evidence({ canaries: { planted, sent: planted, build, found: [] } }));
    expect(lineOf(finding)).toBe(6);
  });

  test("does not blame files that the build never asked for", () => {
    const { build } = stopped("[builder 4/4] RUN pip install flask", 6);
    expect(judge(cleanContext, evidence({ canaries: { planted, sent: [], build, found: [] } }))).toEqual({
      holds: true,
    });
  });
});
