import { createHash } from "node:crypto";

import { type Report, sayIn, type Verdict, visible } from "@shipshape/core";

import type { Place } from "./excerpt.ts";
import { type Look, plainLook } from "./look.ts";
import { inRepository } from "./repository-path.ts";
import { plainLine, plainText } from "./plain-text.ts";
import { advice, oursToMend } from "./words.ts";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** What a place is relative to; whoever reads the file knows where that is. */
const root = "%SRCROOT%";

/**
 * The report as SARIF 2.1.0, as code scanning and editors read it: one run, with a rule for each check and a result
 * for each that failed. What was not judged is no result, since many readers show every result as a finding,
 * whatever its `kind`: skips and errors of ours are notifications of the run.
 */
export function renderSarif(report: Report, look: Pick<Look, "language" | "folder"> = plainLook): string {
  const { lab, submission, state, score, maxScore, checks, evidenceDigest } = report;
  const failed = checks.filter(({ status }) => status === "fail");
  const log = {
    $schema: schema,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "Shipshape", rules: checks.map((verdict) => rule(verdict, look)) } },
        // Code scanning keeps the runs of each lab apart by it.
        automationDetails: { id: `shipshape/${visible(lab)}/` },
        language: look.language.code,
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: {
          [root]: { description: { text: "The folder that holds the repository of the submission." } },
        },
        invocations: [
          {
            executionSuccessful: !oursToMend(report),
            toolExecutionNotifications: checks.flatMap((verdict, at) => notification(verdict, at, look)),
          },
        ],
        results: failed.map((verdict) => result(verdict, checks.indexOf(verdict), lab, look)),
        properties: { lab, submission: visible(submission), state, score, maxScore, evidenceDigest },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Why it matters and what to try are known of a check that failed. */
function rule(verdict: Verdict, look: Pick<Look, "language">) {
  const { id, title, why, docs } = verdict;
  const help = advice(verdict, sayIn(look.language)).join("\n\n");
  return {
    id,
    shortDescription: { text: literal(plainLine(title)) },
    ...(why && { fullDescription: message(why, look) }),
    ...(help && { help: message(help, look) }),
    ...(docs && { helpUri: docs }),
  };
}

function result(verdict: Verdict, ruleIndex: number, lab: string, look: Pick<Look, "language" | "folder">) {
  const { id, where } = verdict;
  return {
    ruleId: id,
    ruleIndex,
    level: "error",
    message: message(verdict.message, look),
    locations: [{ physicalLocation: place(where, look) }],
    partialFingerprints: { "shipshape/v1": fingerprint([lab, id, where?.file ?? "", where?.text ?? ""]) },
  };
}

/** The line that is to blame; the whole file where no single one is, since code scanning takes no result without a place. */
function place(where: Verdict["where"], look: Pick<Look, "folder">) {
  const file = inRepository(where?.file ?? "Dockerfile", look);
  const uri = file.split("/").map(encodeURIComponent).join("/");
  return {
    artifactLocation: { uri, uriBaseId: root },
    ...(where && {
      region: {
        startLine: where.line,
        endLine: where.endLine ?? where.line,
        ...snippet(where),
      },
      ...context(where),
    }),
  };
}

function snippet({ line, endLine = line, excerpt, text }: Place) {
  const lines = excerpt?.lines.slice(line - excerpt.first, endLine - excerpt.first + 1).join("\n") ?? text;
  return lines === undefined ? {} : { snippet: { text: visible(lines) } };
}

/** The lines around it, which have to hold all of it: of a long instruction not every line is quoted. */
function context({ line, endLine = line, excerpt }: Place) {
  if (!excerpt) return {};
  const { first, lines } = excerpt;
  const last = first + lines.length - 1;
  if (last < endLine || (first === line && last === endLine)) return {};
  const text = visible(lines.join("\n"));
  return { contextRegion: { startLine: first, endLine: last, snippet: { text } } };
}

function notification({ id, status, message: reason }: Verdict, index: number, look: Pick<Look, "language">) {
  if (status !== "skip" && status !== "error") return [];
  return [
    {
      level: status === "skip" ? "warning" : "error",
      associatedRule: { id, index },
      message: message(reason, look),
    },
  ];
}

/** The same check at the same instruction is the same finding, on whichever line it stands by then. */
function fingerprint(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function message(markdown: string, look: Pick<Look, "language">) {
  return { text: unlinked(literal(plainText(markdown, look))), markdown: literal(markdown) };
}

/** A message may have placeholders in braces, so those that are meant are doubled (3.11.5). */
function literal(text: string): string {
  return text.replaceAll(/[{}]/g, "$&$&");
}

/** Plain text may have links too, `[so](https://…)`, which nothing in it is meant to be (3.11.6). */
function unlinked(text: string): string {
  return text.includes("](") ? text.replaceAll(/[\\[\]]/g, String.raw`\$&`) : text;
}
