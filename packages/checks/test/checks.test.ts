import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Sections } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { documentationPage, checks, checksById } from "../src/index.ts";
import { evidence, judge } from "./evidence.ts";

const source = join(import.meta.dirname, "../src");

describe("the list of checks", () => {
  const ids = checks.map(({ id }) => id);

  test("is sorted and names each check once", () => {
    expect(ids).toEqual([...new Set(ids)].toSorted());
    expect(Array.from(checksById.keys())).toEqual(ids);
  });

  test("holds every check that a file defines", () => {
    const defining = readdirSync(source).filter((name) =>
      readFileSync(join(source, name), "utf8").includes("= defineCheck("),
    );
    expect(defining.map((name) => name.replace(/\.ts$/, ""))).toEqual(ids);
  });

  test.each(ids)("has a test for %s", (id) => {
    expect(existsSync(join(import.meta.dirname, `${id}.test.ts`))).toBe(true);
  });
});

describe.each(checks)("$id", (check) => {
  test("does without every option, since each has a default or is optional", () => {
    expect(check.options.safeParse({}).error?.issues ?? []).toEqual([]);
  });

  test("holds for a right answer", () => {
    expect(judge(check, evidence())).toEqual({ holds: true });
  });

  test("needs none of the sections that it merely wants", () => {
    const known = Object.entries(evidence()).filter(
      ([name]) => !check.wants.some((wanted) => wanted === name),
    );
    expect(judge(check, Object.fromEntries(known) as Sections)).toEqual({ holds: true });
  });

  test("speaks in sentences, its title without a full stop", () => {
    expect(check.title).toMatch(/[^.]$/);
    expect(check.why).toMatch(/[.?]$/);
    expect(check.fix).toMatch(/[.?]$/);
    expect(check.docs).toMatch(/^https:\/\//);
  });

  test("has the documentation page that its definition says", () => {
    const page = join(import.meta.dirname, `../../../docs/checks/${check.id}.md`);
    expect(readFileSync(page, "utf8")).toContain(documentationPage(check).source);
  });
});
