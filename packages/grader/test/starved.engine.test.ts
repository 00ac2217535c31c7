import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { gather, RunScope } from "@shipshape/checker";
import { checksById } from "@shipshape/checks";
import { type Evidence, judge, type Lab } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { labels, openEngine, repositories } from "@shipshape/engine";
import { beforeAll, describe, expect, test } from "vitest";

import { mayBeStarved } from "../src/starved.ts";

const engine = await openEngine(console.error);
let lab: Lab;
/** The lab for those who would go on until its limits. */
let hasty: Lab;
beforeAll(async () => {
  lab = await findLab("01");
  hasty = { ...lab, limits: { ...lab.limits, buildSeconds: 20, answerSeconds: 8 } };
});

/**
 * Each takes all it can get of one thing. What an engine that is not ours may let a build take without end has an
 * end here: 6 GB of memory, 3,000 processes.
 */
const greedy = {
  processor: "for i in 1 2 3 4 5 6 7 8; do while :; do :; done & done; wait",
  memory: `python3 -c "hoard = [bytearray(50_000_000) for _ in range(120)]; import time; time.sleep(60)"`,
  disk: "i=0; while dd if=/dev/zero of=/var/tmp/$i bs=1M count=100; do i=$((i+1)); done",
  processes: "for i in $(seq 3000); do sleep 60 & done; wait",
  // Connections that the engine's own bridge refuses: as many as there can be, and to no host of anybody's.
  network: `python3 -c "
import socket
gateway = socket.inet_ntoa(bytes.fromhex(next(line.split()[2] for line in open('/proc/net/route') if line.split()[1] == '00000000'))[::-1])
while True:
    attempt = socket.socket(); attempt.setblocking(False); attempt.connect_ex((gateway, 9)); attempt.close()
"`,
  log: "yes 'and so on without end'",
};

/** As base64, since the oldest engines know no Dockerfile of several lines a command. */
const script = (command: string) =>
  `FROM python:3.13-slim\nRUN echo ${Buffer.from(command).toString("base64")} | base64 -d > /greedy.sh\n`;
const inBuild = (command: string) => `${script(command)}RUN sh /greedy.sh\n`;
const inContainer = (command: string) => `${script(command)}CMD ["sh", "/greedy.sh"]\n`;

describe("beside submissions that take all they can get", () => {
  test.each([
    { when: "while they are built", greedily: inBuild, failing: "image-builds" },
    { when: "while they run", greedily: inContainer, failing: "home-page" },
  ])("$when, right and wrong answers are judged as they are alone", async ({ greedily, failing }) => {
    const neighbours = Object.values(greedy).map(greedily);
    const honest = await Promise.all(
      ["solution", "broken/missing-package", "broken/app-at-root"].map(unbuilt),
    );
    const scope = new RunScope(engine);
    try {
      const [hostile, beside] = await Promise.all([
        Promise.all(neighbours.map((text) => grade(scope, text, hasty))),
        Promise.all(honest.map((text) => grade(scope, text))),
      ]);
      const counting: Evidence[] = [];
      const alone: Evidence[] = [];
      for (const [index, evidence] of beside.entries()) {
        const text = honest[index] as string;
        counting.push(mayBeStarved(evidence) ? await grade(scope, text) : evidence);
        alone.push(await grade(scope, text));
      }
      expect(counting.map(judged)).toEqual(alone.map(judged));
      expect(alone.map(failedChecks)).toEqual([[], ["image-builds"], ["work-directory"]]);
      for (const evidence of hostile)
        expect(mayBeStarved(evidence) || failedChecks(evidence).includes(failing)).toBe(true);
    } finally {
      await scope[Symbol.asyncDispose]();
    }
    expect(await leftBy(scope)).toEqual([]);
  });
});

/** A variant of the lab's that no engine has in its cache: its steps have to run. */
async function unbuilt(variant: string): Promise<string> {
  const text = await readFile(join(lab.folder, variant, "Dockerfile"), "utf8");
  return text.replace(/^FROM .*$/m, (from) => `${from}\nRUN : ${randomBytes(6).toString("hex")}`);
}

async function grade(scope: RunScope, dockerfile: string, by = lab): Promise<Evidence> {
  const from = await mkdtemp(join(tmpdir(), "submission-"));
  try {
    await writeFile(join(from, "Dockerfile"), dockerfile);
    const signal = new AbortController().signal;
    return await gather({ scope, lab: by, from, name: "trial", signal, progress: () => undefined });
  } finally {
    await rm(from, { recursive: true });
  }
}

function judged(evidence: Evidence) {
  const { state, score, checks } = judge(lab, evidence, checksById);
  return { state, score, checks };
}

const failedChecks = (evidence: Evidence): string[] =>
  judged(evidence)
    .checks.filter(({ status }) => status === "fail")
    .map(({ id }) => id);

async function leftBy({ id }: RunScope): Promise<string[]> {
  const filters = { label: [`${labels.run}=${id}`] };
  const reference = [`${repositories.run}:${id}-*`];
  const [containers, networks, images] = await Promise.all([
    engine.docker.listContainers({ all: true, filters }),
    engine.docker.listNetworks({ filters }),
    engine.docker.listImages({ filters: { reference } }),
  ]);
  return [...[...containers, ...images].map(({ Id }) => Id), ...networks.map(({ Name }) => Name)];
}
