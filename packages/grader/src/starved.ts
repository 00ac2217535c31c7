import {
  type Answer,
  type BuildSection,
  type Evidence,
  rebuilds,
  seen,
  type SectionName,
  type Sections,
} from "@shipshape/core";

import { soundsStarved, soundsStarvedOffline } from "./starved-words.ts";

/**
 * Whether anything that was observed could have come from a neighbour that left too little processor, memory, disk,
 * processes, network or time, and not from the submission itself. Such a submission is graded once more, alone.
 * It says yes too often rather than once too rarely: a yes costs a second grading, a wrong no a wrong verdict.
 */
export function mayBeStarved(evidence: Evidence): boolean {
  return (
    evidence.state === "infrastructure" ||
    Object.values(evidence.sections).some(failedOnOurSide) ||
    buildsOf(evidence).some((build) => buildMayBeStarved(build)) ||
    rebuildsOf(evidence).some(rebuildMayBeStarved) ||
    containerMayBeStarved(evidence) ||
    answersMayBeStarved(evidence) ||
    databaseMayBeStarved(evidence)
  );
}

const failedOnOurSide = (section: Evidence["sections"][SectionName]): boolean =>
  section !== undefined && "blame" in section && section.blame === "infrastructure";

function buildsOf(evidence: Evidence): BuildSection[] {
  const canaries = seen(evidence, "canaries");
  return [seen(evidence, "build"), canaries?.build].filter((build) => build !== undefined);
}

const rebuildsOf = (evidence: Evidence): Sections[(typeof rebuilds)[number]][] =>
  rebuilds.map((name) => seen(evidence, name)).filter((rebuild) => rebuild !== undefined);

function buildMayBeStarved(build: BuildSection, sounds = soundsStarved): boolean {
  switch (build.outcome) {
    case "built":
    case "not-started":
      return false;
    case "timed-out":
      return true;
    // A build whose output BuildKit has clipped ends so by its time, too.
    case "too-much-output":
      return true;
    case "failed":
      return sounds(`${build.error}\n${build.log}`) || isSilent(build);
  }
}

/** A command that failed without a word: nothing tells why. A COPY says it in the error. */
const isSilent = ({ failedStep, log }: BuildSection & { outcome: "failed" }): boolean =>
  log.trim() === "" && / RUN /.test(failedStep?.name ?? "");

function rebuildMayBeStarved({ build, ran, runtime }: Sections["codeEdit"]): boolean {
  if (buildMayBeStarved(build, soundsStarvedOffline)) return true;
  // The unchanged app had answered, so it is not to be expected that the changed one does not.
  return (
    ran.some(({ output }) => soundsStarvedOffline(output)) ||
    (runtime !== undefined && "unavailable" in runtime)
  );
}

function containerMayBeStarved(evidence: Evidence): boolean {
  const container = seen(evidence, "container");
  if (!container || hadNothingToStart(container)) return false;
  const { running, outOfMemory, log, startError = "" } = container;
  // It costs little to see once more that a container ends by itself.
  return !running || outOfMemory || soundsStarved(`${startError}\n${log}`);
}

const hadNothingToStart = ({ running, startError }: Sections["container"]): boolean =>
  !running && startError === "no command specified";

function answersMayBeStarved(evidence: Evidence): boolean {
  const container = seen(evidence, "container");
  const http = seen(evidence, "http");
  if (!http || (container && hadNothingToStart(container)) || listensToItselfAlone(http)) return false;
  const runtime = evidence.sections.runtime;
  return (
    [http.home, http.health].some(isBroken) ||
    // As packages/checker/src/runtime.ts writes it.
    (runtime !== undefined && "unavailable" in runtime && runtime.unavailable.includes("stopped answering"))
  );
}

/** The app came up, and can answer nobody: no other server can come to the ports that are asked. */
function listensToItselfAlone({ home, asked, listeners }: Sections["http"]): boolean {
  return (
    home.outcome === "silent" &&
    listeners !== undefined &&
    asked.every((asked) => listeners.some(({ port, address }) => port === asked && isLoopback(address)))
  );
}

const isLoopback = (address: string): boolean => address.startsWith("127.") || address === "::1";

/** An app that cannot reach what it needs answers with an error of its own. */
const isBroken = (answer: Answer): boolean => answer.outcome !== "answered" || answer.status >= 500;

function databaseMayBeStarved(evidence: Evidence): boolean {
  const database = seen(evidence, "database");
  if (!database) return false;
  const { visits, rows, health } = database;
  return (
    // The database may have been too slow to count.
    rows === undefined ||
    [...visits, health.allowed].some(isBroken) ||
    // Without its database an app does right to answer with an error.
    health.refused.outcome !== "answered"
  );
}
