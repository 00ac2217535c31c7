import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

import { largestFile, type Submission } from "@shipshape/checker";
import { evidenceSchema, submissionSection } from "@shipshape/core";
import { z } from "zod";

import type { Graded } from "../grading.ts";

/** No result is larger when it is unpacked, in bytes. */
const largest = 64_000_000;

const gradedSchema = z.object({
  evidence: evidenceSchema,
  buildLog: z.string(),
  bases: z.record(z.string(), z.string().nullable()),
});

/** What is graded, as it lies in a job. */
const handedInSchema = z.object({
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  section: submissionSection,
  files: z.array(z.tuple([z.string(), z.base64().max(largestFile * 2)])).max(100),
});

export type HandedIn = { readonly digest: string; readonly submission: Submission };

export function packSubmission({
  digest,
  submission: { section, files },
}: HandedIn): z.infer<typeof handedInSchema> {
  return {
    digest,
    section,
    files: Array.from(files, ([path, content]) => [path, content.toString("base64")]),
  };
}

/** @throws where it is none */
export function unpackSubmission(data: unknown): HandedIn {
  const { digest, section, files } = handedInSchema.parse(data);
  const contents = files.map(([path, content]) => [path, Buffer.from(content, "base64")] as const);
  return { digest, submission: { section, files: new Map(contents) } };
}

export async function packGraded(graded: Graded): Promise<string> {
  return (await promisify(gzip)(JSON.stringify(graded))).toString("base64");
}

/** @throws where it is none */
export async function unpackGraded(text: string): Promise<Graded> {
  const content = await promisify(gunzip)(Buffer.from(text, "base64"), { maxOutputLength: largest });
  return gradedSchema.parse(JSON.parse(content.toString()));
}
