import type { Check } from "@shipshape/core";

import { containerRuns } from "./container-runs.ts";
import { exposedPort } from "./exposed-port.ts";
import { healthEndpoint } from "./health-endpoint.ts";
import { homePage } from "./home-page.ts";
import { imageBuilds } from "./image-builds.ts";
import { imageSize } from "./image-size.ts";
import { multiStage } from "./multi-stage.ts";
import { nonRootProcess } from "./non-root-process.ts";
import { pinnedBase } from "./pinned-base.ts";
import { pinnedDependencies } from "./pinned-dependencies.ts";
import { virtualEnvironment } from "./virtual-environment.ts";
import { workDirectory } from "./work-directory.ts";

export { checkPage } from "./check-page.ts";
export { outageWords } from "./likely-cause.ts";
export { misspelledStage } from "./misspelled-stage.ts";

/** Every check there is, sorted by id. A new check is its file, its test, and a line here. */
export const checks: readonly Check[] = [
  containerRuns,
  exposedPort,
  healthEndpoint,
  homePage,
  imageBuilds,
  imageSize,
  multiStage,
  nonRootProcess,
  pinnedBase,
  pinnedDependencies,
  virtualEnvironment,
  workDirectory,
];

export const checksById: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]));
