import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/**
 * What was found once about something that cannot change, kept on this machine.
 * @param kind what is kept, with a number that changes with what it holds: `history-1`
 * @param key names the thing, in characters that a file's name may have
 */
export async function remembered<Found>(
  kind: string,
  key: string,
  find: () => Promise<Found>,
): Promise<Found> {
  const path = join(memory(), kind, `${key}.json`);
  const looking = looks.get(path) ?? look(path, find).finally(() => looks.delete(path));
  looks.set(path, looking);
  return looking as Promise<Found>;
}

/**
 * Removes all that was ever remembered, which grows with each image that is looked into.
 * @returns false where there was nothing
 */
export async function forget(): Promise<boolean> {
  try {
    await rm(memory(), { recursive: true });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Where all of it is kept. */
const memory = () =>
  join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "shipshape", "remembered");

/** Looks that go on, by where their findings are kept: many submissions ask for one thing at once. */
const looks = new Map<string, Promise<unknown>>();

async function look<Found>(path: string, find: () => Promise<Found>): Promise<Found> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    const found = await find();
    // A folder that cannot be written to makes the next look slower, and this one no worse.
    await keep(path, JSON.stringify(found)).catch(() => undefined);
    return found;
  }
}

async function keep(path: string, text: string): Promise<void> {
  const unfinished = `${path}.${crypto.randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(unfinished, text);
  await rename(unfinished, path);
}
