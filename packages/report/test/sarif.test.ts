import { readFileSync } from "node:fs";

import type { Report } from "@shipshape/core";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";

import { plainLook, renderSarif } from "../src/index.ts";
import {
  buildFailed,
  everyReport,
  fellShort,
  hostileReport,
  hostileTexts,
  ourError,
  withoutLines,
} from "./reports.ts";

const schema = JSON.parse(readFileSync(new URL("schemas/sarif-2.1.0.json", import.meta.url), "utf8"));
const formats = {
  uri: (text: string) => URL.canParse(text),
  "uri-reference": (text: string) => /^[\w!#$%&'()*+,./:;=?@~-]*$/.test(text),
  // Nothing of ours has one.
  "date-time": () => false,
  uuid: () => false,
};
// The schema gives types beside its enumerations and not in them.
const validate = new Ajv2020({ allErrors: true, strict: false, formats }).compile(schema);
const reports = [...everyReport, withoutLines, ...hostileTexts.map(hostileReport)];
const runOf = (text: string) => JSON.parse(text).runs[0];
const firstResult = (report: Report, folder = "") =>
  runOf(renderSarif(report, { ...plainLook, folder })).results[0];
const failing = fellShort.checks.find(({ status }) => status === "fail")!;
const fingerprintAt = (line: number, text: string) =>
  firstResult({ ...fellShort, checks: [{ ...failing, where: { file: "Dockerfile", line, text } }] })
    .partialFingerprints;

test("each failure is a result at its lines, and each check a rule", async () => {
  await expect(renderSarif(fellShort)).toMatchFileSnapshot("snapshots/fell-short.sarif");
});

test("every report is valid by the schema of SARIF 2.1.0", () => {
  for (const report of reports) {
    validate(JSON.parse(renderSarif(report, { ...plainLook, folder: "labs/a b/%~[ü]" })));
    expect(validate.errors).toBeNull();
  }
});

test("the schema finds fault with a result that says nothing", () => {
  const log = JSON.parse(renderSarif(fellShort));
  delete log.runs[0].results[0].message;
  expect(validate(log)).toBe(false);
});

test("what was not judged is no finding, but a notification of the run", () => {
  const run = runOf(renderSarif(buildFailed));
  expect(run.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(["image-builds"]);
  const [invocation] = run.invocations;
  expect(invocation.executionSuccessful).toBe(true);
  expect(invocation.toolExecutionNotifications[0]).toEqual({
    level: "warning",
    associatedRule: { id: "container-runs", index: 1 },
    message: {
      text: "The image did not build, so there was nothing to look at.",
      markdown: "The image did not build, so there was nothing to look at.",
    },
  });
});

test("an error of ours makes the run unsuccessful, and is no finding", () => {
  const run = runOf(renderSarif(ourError));
  expect(run.results).toEqual([]);
  expect(run.invocations[0].executionSuccessful).toBe(false);
  expect(run.invocations[0].toolExecutionNotifications[0].level).toBe("error");
});

test("a result's file is named from the root of the repository, and its name is a valid reference", () => {
  const root = firstResult(fellShort, "");
  expect(root.locations[0].physicalLocation.artifactLocation.uri).toBe("Dockerfile");
  const deep = firstResult(fellShort, "work/05 ünï#1/a:b");
  expect(deep.locations[0].physicalLocation.artifactLocation.uri).toBe(
    "work/05%20%C3%BCn%C3%AF%231/a%3Ab/Dockerfile",
  );
});

test("a failure without a line is a result at its file as a whole", () => {
  expect(firstResult(withoutLines).locations).toEqual([
    { physicalLocation: { artifactLocation: { uri: "Dockerfile", uriBaseId: "%SRCROOT%" } } },
  ]);
});

test("a finding stays the same one when its line moves, and is another one in another instruction", () => {
  const rootUser = fingerprintAt(4, "USER root");
  expect(fingerprintAt(9, "USER root")).toEqual(rootUser);
  expect(fingerprintAt(4, "USER 0")).not.toEqual(rootUser);
});

test("braces are no placeholders and brackets no links, as the format has it", () => {
  const message = 'The app answered `{"a": "[here](https://evil.example)"}` to {0}.';
  expect(firstResult({ ...fellShort, checks: [{ ...failing, message }] }).message).toEqual({
    text: String.raw`The app answered ${"`"}{{"a": "\[here\](https://evil.example)"}}${"`"} to {{0}}.`,
    markdown: 'The app answered `{{"a": "[here](https://evil.example)"}}` to {{0}}.',
  });
});

test("no control character, and none that reorders text, gets through", () => {
  for (const hostile of hostileTexts)
    expect(JSON.stringify(JSON.parse(renderSarif(hostileReport(hostile))))).not.toMatch(/[^\P{C}\t]|\\u00/u);
});
