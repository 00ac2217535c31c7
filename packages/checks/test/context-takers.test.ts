import { describe, expect, test } from "vitest";

import { contextTakers } from "../src/context-takers.ts";
import { dockerfile } from "./dockerfile.ts";

const from = "FROM python:3.13-slim AS builder";
const lines = (path: string, ...instructions: string[]) =>
  contextTakers(dockerfile(from, ...instructions), path).map(({ line }) => line);

describe("contextTakers", () => {
  test.each([
    ["COPY of everything", "COPY . ."],
    ["ADD of everything", "ADD ./ /app/"],
    ["COPY of its folder", "COPY docs /docs"],
    ["COPY of its name", "COPY docs/notes.log ."],
    ["COPY of a pattern", "COPY docs/*.log ."],
    ["COPY in the JSON form", 'COPY ["docs", "/docs"]'],
    ["a mount of everything", "RUN --mount=type=bind,target=/src make"],
    ["a mount of its folder", "RUN --mount=source=docs,target=/docs make"],
  ])("finds %s", (_, instruction) => {
    expect(lines("docs/notes.log", instruction)).toEqual([2]);
  });

  test.each([
    ["another file", "COPY app.py ."],
    ["a file whose name begins the same", "COPY docs/notes.log.txt ."],
    ["an earlier stage", "COPY --from=builder . ."],
    ["a mount of an earlier stage", "RUN --mount=type=bind,from=builder,target=/src make"],
    ["a cache", "RUN --mount=type=cache,target=/root/.cache make"],
    ["a RUN without a mount", "RUN make"],
  ])("leaves out %s", (_, instruction) => {
    expect(lines("docs/notes.log", instruction)).toEqual([]);
  });

  test("finds them in every stage, in order", () => {
    expect(lines(".env", "COPY . .", "FROM python:3.13-slim", "COPY . /app")).toEqual([2, 4]);
  });
});
