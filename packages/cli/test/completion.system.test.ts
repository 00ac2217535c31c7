import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { keys, openTerminal } from "./terminal.ts";

const launcher = join(import.meta.dirname, "../../../shipshape");
const home = mkdtempSync(join(tmpdir(), "shipshape completion "));
afterAll(() => rmSync(home, { recursive: true }));

/** Where docs/install.md has each script put, beside what makes a shell's screen easy to read. */
const shells = [
  { shell: "bash", file: ".bashrc", first: "PS1='ready> '\n", args: [] },
  { shell: "zsh", file: ".zshrc", first: "PS1='ready> '\n", args: [] },
  {
    shell: "fish",
    file: ".config/fish/completions/shipshape.fish",
    first: "",
    args: ["--init-command", "set fish_autosuggestion_enabled 0; function fish_prompt; echo 'ready> '; end"],
  },
] as const;

beforeAll(() => {
  mkdirSync(join(home, ".config/fish/completions"), { recursive: true });
  for (const { shell, file, first } of shells)
    writeFileSync(join(home, file), first + execFileSync(launcher, ["completion", shell]));
  // Whatever is typed ends here, and is shown as the command would get it.
  writeFileSync(join(home, "shipshape"), `#!/bin/sh\nprintf '<%s>' "$@" END\n`, { mode: 0o755 });
  for (const folder of ["work of mine", "実験 一", 'it\'s "so" $HOME']) mkdirSync(join(home, folder));
  writeFileSync(join(home, "work in short.html"), "");
});

const open = async (shell: string, args: readonly string[]) => {
  const terminal = await openTerminal(shell, [...args, "-i"], {
    columns: 200,
    cwd: home,
    env: {
      HOME: home,
      ZDOTDIR: home,
      XDG_CONFIG_HOME: undefined,
      XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"),
      PATH: [home, process.env["PATH"]].join(delimiter),
      LC_ALL: "C.UTF-8",
    },
  });
  await terminal.shows("ready>");
  return terminal;
};

describe.each(shells)("in $shell, the Tab key", ({ shell, args }) => {
  test.each([
    { what: "a command", typed: "./shipshape che", gives: "<check><END>" },
    { what: "a command that is found by PATH", typed: "shipshape che", gives: "<check><END>" },
    { what: "a command named in full", typed: '"$PWD"/shipshape che', gives: "<check><END>" },
    { what: "an option", typed: "./shipshape check 05 --form", gives: "<check><05><--format><END>" },
    {
      what: "an option's choice",
      typed: "./shipshape check --format htm",
      gives: "<check><--format><html><END>",
    },
    {
      what: "a choice after =",
      typed: "./shipshape check --format=htm",
      gives: "<check><--format=html><END>",
    },
    { what: "a lab's id", typed: "./shipshape verify 01 05-", gives: "<verify><01><05-venv-non-root><END>" },
    { what: "a lab's name", typed: "./shipshape check ven", gives: "<check><venv-non-root><END>" },
    { what: "a check", typed: "./shipshape explain non-", gives: "<explain><non-root-process><END>" },
    { what: "a shell", typed: "./shipshape completion z", gives: "<completion><zsh><END>" },
    {
      what: "a file",
      typed: "./shipshape check 05 --out work\\ i",
      gives: "<check><05><--out><work in short.html><END>",
    },
    {
      what: "a file after =",
      typed: "./shipshape check --out=work\\ i",
      gives: "<check><--out=work in short.html><END>",
    },
    {
      what: "a folder, and no file",
      typed: "./shipshape check 05 wor",
      gives: /<check><05><work of mine\/?><END>/,
    },
    {
      what: "a file in open quotes",
      typed: './shipshape check --out "work i',
      gives: "<check><--out><work in short.html><END>",
    },
    {
      what: "a folder in another script",
      typed: "./shipshape check 05 実",
      gives: /<check><05><実験 一\/?><END>/,
    },
    {
      what: "a folder with quotes",
      typed: "./shipshape check 05 it",
      gives: /<check><05><it's "so" \$HOME\/?><END>/,
    },
  ])("completes $what: $typed", async ({ typed, gives }) => {
    await using terminal = await open(shell, args);
    terminal.press(`${typed}\t`);
    terminal.press(`${keys.enter}exit${keys.enter}`);
    await terminal.ended;
    expect(terminal.screen()).toMatch(gives);
  });
});

test.each(shells.filter(({ shell }) => shell !== "bash"))(
  "$shell says what each check is about",
  async ({ shell, args }) => {
    await using terminal = await open(shell, args);
    terminal.press("./shipshape explain image-\t");
    await expect(terminal.shows("The image builds")).resolves.toBeUndefined();
  },
);

test.each(shells)("$shell lists the choices of an option after =", async ({ shell, args }) => {
  await using terminal = await open(shell, args);
  terminal.press("./shipshape check --format=\t\t");
  await expect(terminal.shows("markdown")).resolves.toBeUndefined();
});

test("the Tab key brings nothing that is not there yet", () => {
  const cache = join(home, "empty cache");
  const answer = execFileSync(launcher, ["complete", "--", "che"], {
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  expect(answer.toString()).toBe("");
  expect(existsSync(cache)).toBe(false);
});
