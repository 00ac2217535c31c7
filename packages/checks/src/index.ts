import type { Check } from "@shipshape/core";

import { buildToolsFree } from "./build-tools-free.ts";
import { cleanContext } from "./clean-context.ts";
import { containerRuns } from "./container-runs.ts";
import { contextSize } from "./context-size.ts";
import { databaseRoundTrip } from "./database-round-trip.ts";
import { dependencyRefresh } from "./dependency-refresh.ts";
import { exposedPort } from "./exposed-port.ts";
import { healthEndpoint } from "./health-endpoint.ts";
import { homePage } from "./home-page.ts";
import { imageBuilds } from "./image-builds.ts";
import { imageSize } from "./image-size.ts";
import { layerCache } from "./layer-cache.ts";
import { lintGatesBuild } from "./lint-gates-build.ts";
import { multiStage } from "./multi-stage.ts";
import { nonRootProcess } from "./non-root-process.ts";
import { pinnedBase } from "./pinned-base.ts";
import { pinnedDependencies } from "./pinned-dependencies.ts";
import { sizeReduction } from "./size-reduction.ts";
import { testFreeImage } from "./test-free-image.ts";
import { testsGateBuild } from "./tests-gate-build.ts";
import { virtualEnvironment } from "./virtual-environment.ts";
import { workDirectory } from "./work-directory.ts";

export { checkPage, documentationPage } from "./check-page.ts";
export { instructionsOf } from "./final-stage.ts";
export { copiedPaths, resolvePath } from "./instruction-paths.ts";
export { perhapsOutage } from "./likely-cause.ts";
export { misspelledStage } from "./misspelled-stage.ts";
export { nearest } from "./nearest.ts";

/** Every check there is, sorted by id. A new check is its file, its test, and a line here. */
export const checks: readonly Check[] = [
  buildToolsFree,
  cleanContext,
  containerRuns,
  contextSize,
  databaseRoundTrip,
  dependencyRefresh,
  exposedPort,
  healthEndpoint,
  homePage,
  imageBuilds,
  imageSize,
  layerCache,
  lintGatesBuild,
  multiStage,
  nonRootProcess,
  pinnedBase,
  pinnedDependencies,
  sizeReduction,
  testFreeImage,
  testsGateBuild,
  virtualEnvironment,
  workDirectory,
];

export const checksById: ReadonlyMap<string, Check> = new Map(checks.map((check) => [check.id, check]));
