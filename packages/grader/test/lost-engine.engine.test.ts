import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { handedInFolder, submissionReader } from "@shipshape/checker";
import { findLab } from "@shipshape/course";
import { labels, openEngine } from "@shipshape/engine";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { localGrader } from "../src/local-grader.ts";

const engine = await openEngine(console.error);
const sockets = new Set<Socket>();
let folder: string;

/** An engine whose connections can all be cut, as when it ends, and which comes back at once. Testcontainers finds it once a process. */
const frail = createServer((client) => {
  const upstream = connect(engine.host.replace("unix://", ""));
  client.pipe(upstream).pipe(client);
  for (const socket of [client, upstream]) sockets.add(socket.on("error", () => undefined));
});
const cut = () => {
  for (const socket of sockets) socket.destroy();
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "frail-"));
  frail.listen(join(folder, "docker.sock"));
  vi.stubEnv("SHIPSHAPE_ENGINE", undefined);
  vi.stubEnv("DOCKER_HOST", `unix://${join(folder, "docker.sock")}`);
});
afterAll(async () => {
  frail.close();
  cut();
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const filters = { label: [labels.run] };

const isOwn = ({ Labels }: { readonly Labels?: Record<string, string> | undefined }) =>
  Labels?.[labels.run]?.split("-")[2] === String(process.pid);

const ownNetworks = async () => (await engine.docker.listNetworks({ filters })).filter(isOwn);

/** How much runs of this very process have on the engine. */
async function own(): Promise<number> {
  const containers = await engine.docker.listContainers({ all: true, filters });
  return containers.filter(isOwn).length + (await ownNetworks()).length;
}

test("what an engine that went was asked is failed, whatever was seen, and the next is graded on the one that came", async () => {
  const lab = await findLab("01");
  const { read } = await submissionReader(lab);
  const submission = await read(await handedInFolder(join(lab.folder, "solution")));
  {
    await using grader = localGrader({ lab, progress: () => undefined, onProving: () => undefined });
    const grade = (onStage: (stage: string) => void) =>
      grader.grade({
        digest: "d".repeat(64),
        submission,
        onStage,
        signal: AbortSignal.timeout(300_000),
      });
    await expect(grade((stage) => stage === "ask" && cut())).rejects.toThrow("The engine went away.");
    const { evidence } = await grade(() => undefined);
    expect(evidence.state).toBe("completed");
  }
  expect(await own()).toBe(0);
});

test("known answers are tried again where the engine went meanwhile", async () => {
  const lab = await findLab("01");
  const proved: string[] = [];
  await using grader = localGrader({
    lab,
    progress: () => undefined,
    onProving: (variant) => {
      proved.push(variant);
      if (proved.length === 2) cut();
    },
  });
  await grader.prove(AbortSignal.timeout(300_000));
  expect(proved).toEqual([proved[0], proved[1], proved[0], proved[1]]);
});

test("what somebody took away from the engine meanwhile is made anew, when it was missed", async () => {
  await using grader = localGrader({
    lab: await findLab("01"),
    progress: () => undefined,
    onProving: () => undefined,
  });
  const prove = () => grader.prove(AbortSignal.timeout(300_000));
  await prove();
  const [network] = await ownNetworks();
  // The last containers may still be leaving it.
  await vi.waitFor(() => engine.docker.getNetwork(network?.Id ?? "").remove(), 30_000);
  await expect(prove()).rejects.toThrow("A known answer does not come out");
  await prove();
});
