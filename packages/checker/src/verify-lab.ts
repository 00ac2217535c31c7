import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { checksById } from "@shipshape/checks";
import { exitStatus, judge, type Lab, type Report } from "@shipshape/core";

import { gather } from "./gather.ts";
import type { RunScope } from "./run-scope.ts";

/** One answer that ships with a lab, and what has to come of it. */
export type Variant = {
  /** `solution`, `starter`, `accepted/guide`, `broken/runs-as-root`. */
  readonly name: string;
  readonly expected: "all pass" | "some fail" | { readonly failing: readonly string[] };
};

export type VariantResult = {
  readonly variant: Variant;
  readonly report: Report;
  /** Why it did not come out as the lab says; empty where it did. */
  readonly problem: string;
};

/** The answers that a lab ships: all have to come out as expected for the lab to hold its contract. */
export function variantsOf(lab: Lab): Variant[] {
  return [
    { name: "solution", expected: "all pass" },
    ...lab.accepted.map((name): Variant => ({ name: `accepted/${name}`, expected: "all pass" })),
    { name: "starter", expected: "some fail" },
    ...Object.entries(lab.broken).map(([name, failing]): Variant => ({
      name: `broken/${name}`,
      expected: { failing },
    })),
  ];
}

/** Grades one variant as if a learner had handed it in. */
export async function verifyVariant(
  scope: RunScope,
  lab: Lab,
  variant: Variant,
  signal: AbortSignal,
): Promise<VariantResult> {
  const evidence = await gather({
    scope,
    lab,
    from: join(lab.folder, variant.name),
    name: variant.name,
    signal,
    progress: () => undefined,
  });
  const report = judge(lab, evidence, checksById);
  return { variant, report, problem: difference(variant, report) };
}

function difference({ expected }: Variant, report: Report): string {
  const those = (status: string) =>
    report.checks.filter((check) => check.status === status).map(({ id }) => id);
  const errors = report.checks.filter(({ status }) => status === "error");
  if (errors.length > 0) return `our side failed: ${errors[0]?.message}`;
  const failing = those("fail");
  const fails = (ids: readonly string[]) =>
    `${ids.join(", ")} (${report.checks.find(({ id }) => id === ids[0])?.message})`;
  if (expected === "all pass")
    return exitStatus(report) === 0
      ? ""
      : `has to pass all, and fails ${fails([...failing, ...those("skip")])}`;
  if (expected === "some fail") return exitStatus(report) === 1 ? "" : "has to fall short, and passes all";
  const missing = expected.failing.filter((id) => !failing.includes(id));
  const surplus = failing.filter((id) => !expected.failing.includes(id));
  return [
    ...(missing.length > 0 ? [`has to fail ${missing.join(", ")}`] : []),
    ...(surplus.length > 0 ? [`must not fail ${fails(surplus)}`] : []),
  ].join("; ");
}

/**
 * What is wrong with a lab's set of variants, whatever comes of each: a check that no broken variant fails proves
 * nothing, and a folder that the manifest does not list is never graded.
 */
export async function gapsIn(lab: Lab): Promise<string[]> {
  const failed = new Set(Object.values(lab.broken).flat());
  const listed = { broken: Object.keys(lab.broken), accepted: lab.accepted };
  const unlisted = await Promise.all(
    (["broken", "accepted"] as const).map(async (kind) => {
      const entries = await readdir(join(lab.folder, kind), { withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isDirectory() && !listed[kind].includes(entry.name))
        .map(({ name }) => `lab.yaml does not list ${kind}/${name}`);
    }),
  );
  return [
    ...lab.checks.filter(({ id }) => !failed.has(id)).map(({ id }) => `no broken variant fails ${id}`),
    ...unlisted.flat(),
  ];
}
