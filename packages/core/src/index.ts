export { changesSince, outcomeOf, type Changes, type Outcome } from "./changes.ts";
export { defineCheck, fail, pass, type Check, type Finding, type Place } from "./check.ts";
export { applyEdit, type Edit } from "./edit.ts";
export { evidenceDigest } from "./evidence-digest.ts";
export {
  evidenceSchema,
  seen,
  type Evidence,
  type RunState,
  type SectionName,
  type Sections,
} from "./evidence.ts";
export type { BeforeSection } from "./evidence/before.ts";
export type { BuildSection, BuildStep } from "./evidence/build.ts";
export type { CanariesSection } from "./evidence/canaries.ts";
export type { ContainerSection } from "./evidence/container.ts";
export type { ContentsSection } from "./evidence/contents.ts";
export type { ContextSection } from "./evidence/context.ts";
export type { DatabaseSection } from "./evidence/database.ts";
export {
  baseStage,
  imagesOf,
  stageChain,
  type DockerfileInstruction,
  type DockerfileSection,
} from "./evidence/dockerfile.ts";
export type { Answer, HttpSection } from "./evidence/http.ts";
export { isException, type IgnoreRule } from "./evidence/ignore-rule.ts";
export type { ImageSection } from "./evidence/image.ts";
export { observed, unavailable, type Observation, type Unavailable } from "./evidence/observation.ts";
export type { ProcessesSection } from "./evidence/processes.ts";
export type { RebuildSection } from "./evidence/rebuild.ts";
export { runtimeSection, type RuntimeSection } from "./evidence/runtime.ts";
export { submissionSection, type FileProblem, type SubmissionSection } from "./evidence/submission.ts";
export {
  gradebookSchema,
  type Attempt,
  type Gradebook,
  type GradebookRow,
  type Learner,
} from "./gradebook.ts";
export { inParallel } from "./in-parallel.ts";
export { judge, soFar, type Rubric } from "./judge.ts";
export {
  manifestSchema,
  rebuilds,
  sizeSchema,
  type Canaries,
  type Lab,
  type Manifest,
  type Rebuild,
} from "./lab.ts";
export { english, languageFrom, sayIn, type Language, type Say } from "./language.ts";
export { codeBlock, codeSpan, joinMarkdown, listed, md, Markdown, visible } from "./markdown.ts";
export { standInNote } from "./report-notes.ts";
export { exitStatus, reportSchema, type Report, type Verdict } from "./report.ts";
export { formatScore } from "./score.ts";
export { formatPercent, formatSize, parseSize } from "./size.ts";
export { ShipshapeError } from "./shipshape-error.ts";
/** Tells the person what long work is doing: one short sentence at a time, in plain words. */
export type Progress = (sentence: string) => void;
