import { expect, test } from "vitest";

import { misspelledStage } from "../src/misspelled-stage.ts";
import { dockerfile } from "./dockerfile.ts";

const stages = ["FROM python:3.13-slim AS builder", "FROM python:3.13-slim AS base", "FROM python:3.13-slim"];
const notFound = (name: string) => `registry.example/library/${name}:latest: not found`;

test.each([
  ["FROM bilder", "bilder", "Did you mean the stage `builder`?"],
  ["COPY --from=Biulder /a /a", "biulder", "Did you mean the stage `builder`?"],
  ["RUN --mount=type=bind,from=bas,target=/b ls", "bas", "Did you mean the stage `base`?"],
])("suggests the near stage for %s", (line, name, words) => {
  const found = misspelledStage(dockerfile(...stages, line), notFound(name));
  expect(found?.cause.source).toContain(words);
  expect(found?.line).toBe(4);
});

test("says of a stage that stands below that it has to move up", () => {
  const found = misspelledStage(
    dockerfile("FROM python:3.13-slim", "COPY --from=late /a /a", "FROM python:3.13-slim AS late"),
    notFound("late"),
  );
  expect(found?.cause.source).toContain("begins on line 3");
});

test.each([
  ["an image that is like no stage", "FROM redis", notFound("redis")],
  ["an image with a tag", "FROM bilder:1", notFound("bilder")],
  ["a name that the failure is not about", "FROM bilder", "exit code: 1"],
  ["a stage that is there", "COPY --from=builder /a /a", notFound("builder")],
])("suggests nothing for %s", (_, line, error) => {
  expect(misspelledStage(dockerfile(...stages, line), error)).toBeUndefined();
});
