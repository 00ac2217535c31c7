export { parseDockerfile } from "./dockerfile.ts";
export { tookTheDisk } from "./disk-watch.ts";
export { ExperimentMemory } from "./experiment-memory.ts";
export { isLearnersOwn, machineFailed } from "./file-trouble.ts";
export { gather, type GatherRequest } from "./gather.ts";
export { forget } from "./remembered.ts";
export type { Stage } from "./stopwatch.ts";
export { orAborted } from "./or-aborted.ts";
export {
  handedInFolder,
  largestFile,
  submissionReader,
  type HandedIn,
  type Submission,
  type SubmissionReader,
} from "./read-submission.ts";
export { RunScope } from "./run-scope.ts";
export { gapsIn, variantsOf, verifyVariant, type Variant, type VariantResult } from "./verify-lab.ts";
