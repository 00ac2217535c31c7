import { describe, expect, test } from "vitest";

import { pinnedBase } from "../src/pinned-base.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

const judged = (...lines: string[]) => judge(pinnedBase, evidence({ dockerfile: dockerfile(...lines) }));

describe("pinned-base", () => {
  test.each([
    "python:3.13",
    "python:3.13-slim",
    "python:3.13.5-slim-bookworm",
    "python:3.14-rc-slim",
    "registry.example:5000/mirror/python:3.9-slim",
    "python@sha256:0123",
    "python:latest@sha256:0123",
    "debian:12-slim",
    "debian:bookworm-slim",
    "alpine:3.20",
    "scratch",
  ])("holds for %s", (base) => {
    expect(judged(`FROM ${base}`)).toEqual({ holds: true });
  });

  test.each([
    ["python", "without a version"],
    ["registry.example:5000/python", "without a version"],
    ["python:latest", "`latest` names no version"],
    ["python:slim", "`slim` names no version"],
    ["python:slim-bookworm", "`slim-bookworm` names no version"],
    ["python:3", "moves on with every minor version"],
    ["python:3-slim", "moves on with every minor version"],
    ["debian:stable-slim", "names no version"],
  ])("does not hold for %s", (base, words) => {
    expect(messageOf(judged(`FROM ${base}`))).toContain(words);
  });

  test("does not take an earlier stage for an image", () => {
    expect(judged("FROM python:3.13-slim AS base", "FROM base")).toEqual({ holds: true });
  });

  test("names every FROM without a version, and blames the first", () => {
    const finding = judged(
      "FROM python AS builder",
      "RUN true",
      "FROM python:3.13-slim AS test",
      "FROM python:slim",
    );
    expect(messageOf(finding)).toMatch(/^Line 1 starts from `python`.*\nLine 4 starts from `python:slim`/);
    expect(lineOf(finding)).toBe(1);
  });

  test("blames the argument that a version comes from", () => {
    const from = dockerfile("ARG TAG=latest", "FROM python:latest");
    const instructions = from.instructions.map((it) =>
      it.keyword === "FROM" ? { ...it, arguments: "python:${TAG}" } : it,
    );
    const finding = judge(pinnedBase, evidence({ dockerfile: { ...from, instructions } }));
    expect(messageOf(finding)).toContain("that comes from `ARG TAG=latest` on line 1");
    expect(lineOf(finding)).toBe(1);
  });

  test("does not hold without any FROM", () => {
    expect(messageOf(judged("RUN true"))).toContain("has no `FROM`");
  });
});
