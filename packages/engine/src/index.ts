export { provideBase, type BaseImage } from "./base/provide-base.ts";
export { clean, type CleanSummary } from "./clean.ts";
export { diagnose, type Diagnosis } from "./diagnose.ts";
export type { Engine } from "./engine.ts";
export { labels, repositories } from "./labels.ts";
export { openEngine } from "./open-engine.ts";
export { isAlive, newRunId } from "./run-id.ts";
export { setUp } from "./set-up.ts";
export { sweepDeadRuns } from "./sweep.ts";
