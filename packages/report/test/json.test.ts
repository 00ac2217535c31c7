import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { reportSchema } from "@shipshape/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";

import { renderJson } from "../src/index.ts";
import { allPassed, everyReport, hostileReport, hostileTexts } from "./reports.ts";

const schema = JSON.parse(
  readFileSync(new URL("../../../schemas/report.schema.json", import.meta.url), "utf8"),
);
const validate = new Ajv2020({ allErrors: true }).compile(schema);
const reports = [...everyReport, ...hostileTexts.map(hostileReport)];

test("the JSON is the report, indented by two, with a new line at its end", () => {
  const text = renderJson(allPassed);
  expect(text).toMatch(/^\{\n {2}"version": 1,\n/);
  expect(text).toMatch(/\}\n$/);
  expect(reportSchema.parse(JSON.parse(text))).toEqual(allPassed);
});

test("every report is valid by the published schema", () => {
  for (const report of reports) {
    validate(JSON.parse(renderJson(report)));
    expect(validate.errors).toBeNull();
  }
});

test("the published schema allows fields that a later version adds, and no other status", () => {
  expect(validate({ ...allPassed, later: true })).toBe(true);
  expect(validate({ ...allPassed, checks: [{ ...allPassed.checks[0], status: "passed" }] })).toBe(false);
});

test("the published schemas are those of the code", () => {
  const script = new URL("../schemas.ts", import.meta.url).pathname;
  expect(execFileSync(process.execPath, [script, "--check"], { encoding: "utf8" })).toBe("");
});
