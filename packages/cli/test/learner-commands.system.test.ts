import { chmod, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { record } from "@shipshape/course";
import { afterEach, beforeEach, expect, test } from "vitest";

import { program, shipshape } from "./shipshape-process.ts";
import { openTerminal } from "./terminal.ts";

let work: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "learner-")));
  work = join(folder, "work");
  await mkdir(work);
  env = { XDG_CACHE_HOME: join(folder, "cache"), LANG: "C.UTF-8", TERM: "xterm-256color" };
});
afterEach(() => rm(join(work, ".."), { recursive: true }));

/** Root may write everywhere, unless it gives that right up. */
const unprivileged =
  process.getuid?.() === 0 ? ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"] : [];

/** With a disk of 16 kB at a folder, which only this process and its children see. */
const onSmallDisk = (folder: string) => [
  "unshare",
  ...(process.getuid?.() === 0 ? [] : ["--map-root-user"]),
  "--mount",
  "sh",
  "-c",
  'mount -t tmpfs -o size=16k none "$0" && cd "$0" && "$@"; status=$?; ls -A >&2; exit $status',
  folder,
];

test("start says which folder may not be written to, and leaves nothing", async () => {
  await chmod(work, 0o555);
  const { status, err } = await shipshape(["start", "01", work], { cwd: work, env, through: unprivileged });
  expect(status).toBe(2);
  expect(err).toContain(`\`${join(work, "01-first-image")}\` could not be made: \`EACCES`);
  expect(await readdir(work)).toEqual([]);
});

test("start on a full disk says so, and leaves nothing half-written", async () => {
  const { status, err } = await shipshape(["start", "01", "."], {
    cwd: work,
    env,
    through: onSmallDisk(work),
  });
  expect(status).toBe(2);
  expect(err).toContain("could not be made: `ENOSPC");
  // What `ls` finds on that disk would stand in a line behind the advice.
  expect(err).toMatch(/LAB FOLDER`\.\n$/);
});

test("a hint is given where it cannot be kept", async () => {
  await record(work, {
    event: "checked",
    lab: "03-layer-cache",
    score: 4,
    maxScore: 10,
    checks: { "layer-cache": "fail" },
  });
  const text = await readFile(join(work, "progress.jsonl"), "utf8");
  await chmod(join(work, "progress.jsonl"), 0o444);
  const { status, out, err } = await shipshape(["hint"], { cwd: work, env, through: unprivileged });
  expect(status).toBe(0);
  expect(out).toContain("Hint 1 of 3");
  expect(err).toContain("could not be kept");
  expect(await readFile(join(work, "progress.jsonl"), "utf8")).toBe(text);
});

test("a progress file that may not be read is told, and the course still listed", async () => {
  await writeFile(join(work, "progress.jsonl"), "");
  await chmod(join(work, "progress.jsonl"), 0o000);
  const { status, out, err } = await shipshape(["labs"], { cwd: work, env, through: unprivileged });
  expect({ status, out }).toEqual({ status: 0, out: expect.stringContaining("0 of 7 labs done") });
  expect(err).toContain("progress.jsonl` could not be read: `EACCES");
});

test.each([60, 20])("labs reads well in a terminal of %i columns", async (columns) => {
  await using terminal = await openTerminal(process.execPath, [program, "labs"], {
    columns,
    rows: 200,
    env,
    cwd: work,
  });
  await terminal.ended;
  // Which command to type depends on where this clone lies.
  const [screen = ""] = terminal.screen().split("\n\nNext: ");
  await expect(screen).toMatchFileSnapshot(`snapshots/labs-${columns}.txt`);
});

test("a hint in a terminal is laid out, and colours nothing where it is asked not to", async () => {
  await record(work, {
    event: "checked",
    lab: "04-multi-stage",
    score: 4,
    maxScore: 10,
    checks: { "size-reduction": "fail" },
  });
  await using terminal = await openTerminal(process.execPath, [program, "hint"], {
    columns: 40,
    rows: 60,
    env: { ...env, NO_COLOR: "1" },
    cwd: work,
  });
  await terminal.ended;
  expect(terminal.written).not.toContain("\u001B[");
  const [screen = ""] = terminal.screen().split("\n\nIf that is not enough");
  await expect(screen).toMatchFileSnapshot("snapshots/hint-40.txt");
});
