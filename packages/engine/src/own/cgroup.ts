import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { totalmem } from "node:os";
import { join } from "node:path";

const root = "/sys/fs/cgroup";

/** Where BuildKit puts the groups of its steps, below the one that an engine is given. */
const ofBuilds = "buildkit";

/** What is used at most by all that runs in a control group. */
export type Bounds = { readonly memoryBytes: number; readonly processes: number };

/**
 * Makes the control group that all containers and all build steps of an engine of ours run in. BuildKit limits
 * neither the memory nor the processes of a step, so that one could take down the machine, and who grades with it.
 * @returns the arguments of dockerd; none where systemd makes the groups, or the kernel lets us make none
 */
export async function cgroupArguments(name: string): Promise<string[]> {
  if (!existsSync(join(root, "memory/memory.limit_in_bytes")) && existsSync("/run/systemd/system")) return [];
  const { all, builds } = boundsOf(totalmem(), await mostProcessIds());
  try {
    if (version() === 2) await enableControllers("");
    await limit(name, all);
    await limit(join(name, ofBuilds), builds);
  } catch {
    return [];
  }
  return [`--cgroup-parent=/${name}`];
}

/**
 * It can be removed once nothing runs in it. Of the first version's trees, an engine that is given a group makes it
 * in all the others too.
 */
export async function removeCgroup(name: string): Promise<void> {
  const trees = version() === 2 ? [root] : (await readdir(root)).map((tree) => join(root, tree));
  for (const tree of trees) await removeGroups(join(tree, name));
}

/** A group goes after those below it. Its files are the kernel's, and go with it. */
async function removeGroups(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) if (entry.isDirectory()) await removeGroups(join(folder, entry.name));
  await rmdir(folder).catch(() => undefined);
}

/** Where the groups of an engine's build steps appear; undefined for an engine without a group of ours. */
export function stepsFolder(name: string): string | undefined {
  const [folder] = folders(join(name, ofBuilds));
  return folder !== undefined && existsSync(folder) ? folder : undefined;
}

/** @param step the name that BuildKit gave to a step's group */
export async function limitStep(name: string, step: string): Promise<void> {
  const { step: bounds } = boundsOf(totalmem(), await mostProcessIds());
  await setLimits(join(name, ofBuilds, step), bounds);
}

/**
 * @param machineBytes memory of the machine
 * @param processIds how many the kernel has
 */
export function boundsOf(machineBytes: number, processIds: number) {
  // The rest is for the engine itself, for Shipshape, and for whoever else is on the machine.
  const memoryBytes = Math.floor(Math.min(machineBytes * 0.75, machineBytes - 1e9));
  const processes = Math.min(8192, Math.floor(processIds / 4));
  const part = (share: number): Bounds => ({
    memoryBytes: Math.floor(memoryBytes * share),
    processes: Math.floor(processes * share),
  });
  // Builds leave something to containers, and one step leaves something to the others.
  return { all: part(1), builds: part(3 / 4), step: part(1 / 4) };
}

async function limit(group: string, bounds: Bounds): Promise<void> {
  for (const folder of folders(group)) await mkdir(folder, { recursive: true });
  if (version() === 2) await enableControllers(group);
  await setLimits(group, bounds);
}

async function setLimits(group: string, { memoryBytes, processes }: Bounds): Promise<void> {
  const [memory = "", pids = memory] = folders(group);
  const most = String(memoryBytes);
  // Swap is counted where the kernel counts it; in the first version together with memory, and never below it.
  const setSwap = () =>
    writeFile(
      join(memory, version() === 1 ? "memory.memsw.limit_in_bytes" : "memory.swap.max"),
      version() === 1 ? most : "0",
    ).catch(() => undefined);
  await writeFile(join(pids, "pids.max"), String(processes));
  await setSwap();
  await writeFile(join(memory, version() === 1 ? "memory.limit_in_bytes" : "memory.max"), most);
  await setSwap();
}

async function enableControllers(group: string): Promise<void> {
  await writeFile(join(root, group, "cgroup.subtree_control"), "+memory +pids");
}

/** The first version has a tree for each controller: that of memory comes first. */
function folders(group: string): string[] {
  return version() === 1 ? [join(root, "memory", group), join(root, "pids", group)] : [join(root, group)];
}

const version = () => (existsSync(join(root, "cgroup.controllers")) ? 2 : 1);

async function mostProcessIds(): Promise<number> {
  return Number(await readFile("/proc/sys/kernel/pid_max", "utf8"));
}
