import type { ContainerSection, ProcessesSection } from "@shipshape/core";
import type { Container } from "dockerode";

import { readFrames } from "./framed-text.ts";

/** How much of a container's log evidence keeps, in characters. */
const longestLog = 8_000;

/** What processes write when memory ran out although the container lives: the engine notices only its first one. */
const memoryWords = /Perhaps out of memory|MemoryError|Cannot allocate memory/;

/** A container's state and the end of its log. */
export async function lookAtContainer(container: Container): Promise<ContainerSection> {
  const [inspected, log] = await Promise.all([container.inspect(), readLog(container)]);
  const { State: state, HostConfig: host } = inspected;
  return {
    running: state.Running,
    ...(state.Error !== "" && { startError: state.Error }),
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled || (!state.Running && state.ExitCode === 137) || memoryWords.test(log),
    memoryLimitBytes: host.Memory ?? 0,
    log: log.slice(-longestLog),
  };
}

/** The end of what a container wrote. */
export async function readLog(container: Container): Promise<string> {
  return readFrames(await container.logs({ stdout: true, stderr: true, tail: 200 }));
}

/**
 * Every process in a container with real and effective uid, as the engine's host sees them.
 * @throws where the host's `ps` has no such columns
 */
export async function listProcesses(container: Container): Promise<ProcessesSection["live"]> {
  const { Titles, Processes } = await container.top({ ps_args: "-eo pid,ruid,euid,args" });
  if (Titles.slice(0, 3).join() !== "PID,RUID,EUID")
    throw new Error(`top answered with the columns ${Titles.join()}`);
  return Processes.map(([pid, uid, euid, ...command]: string[]) => ({
    pid: Number(pid),
    uid: Number(uid),
    euid: Number(euid),
    command: command.join(" ").slice(0, 500),
  }));
}
