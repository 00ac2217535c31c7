import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { execa, ExecaError } from "execa";

import { codeBlock, joinMarkdown, md, ShipshapeError, type Markdown, type Progress } from "@shipshape/core";

import type { Debian } from "./debian.ts";
import { stateFolder } from "./state.ts";

/**
 * apt with sources and lists of its own, so that it verifies and fetches packages of any Debian suite
 * and leaves the machine's own lists alone. The machine's apt.conf.d stays in force: proxies are set there.
 */
export class PrivateApt {
  readonly #options: readonly string[];

  private constructor(options: readonly string[]) {
    this.#options = options;
  }

  /** Fetches the package lists of one suite. */
  static async open(debian: Debian, suite: string): Promise<PrivateApt> {
    const folder = join(stateFolder(), "apt");
    await mkdir(join(folder, "lists", "partial"), { recursive: true });
    await mkdir(join(folder, "cache", "archives", "partial"), { recursive: true });
    const sources = join(folder, `${suite}.list`);
    await writeFile(sources, `${debian.lines(suite).join("\n")}\n`);
    const apt = new PrivateApt([
      ...option("Dir::Etc::SourceList", sources),
      ...option("Dir::Etc::SourceParts", "-"),
      ...option("Dir::State::Lists", join(folder, "lists")),
      ...option("Dir::Cache", join(folder, "cache")),
      // The lists of the other suites are in the same folder.
      ...option("APT::Get::List-Cleanup", "false"),
      // Its unprivileged user cannot write to a folder of root's.
      ...option("APT::Sandbox::User", "root"),
      ...option("Acquire::Languages", "none"),
      ...option("Acquire::Retries", "3"),
      // Another apt may be at work, for example one that installs updates.
      ...option("DPkg::Lock::Timeout", "120"),
      ...option("Acquire::IndexTargets::deb::DEP-11::DefaultEnabled", "false"),
      ...option("Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled", "false"),
    ]);
    await apt.#run(["update"], md`apt could not fetch the package lists:`);
    return apt;
  }

  /** Fetches packages into a folder, verified and not installed. */
  async download(packages: readonly string[], folder: string): Promise<void> {
    // What is installed on the machine must not decide which version is taken.
    await this.#run(
      [...option("Dir::State::Status", "/dev/null"), "download", ...packages],
      md`apt could not fetch packages:`,
      folder,
    );
  }

  /** Installs packages on this machine. */
  async install(packages: readonly string[]): Promise<void> {
    await this.#run(
      ["install", "--yes", "--no-install-recommends", ...packages],
      md`apt could not install ${packages.join(", ")}:`,
    );
  }

  /** @param failure the words where it fails, before those of apt */
  async #run(command: readonly string[], failure: Markdown, cwd = "/"): Promise<void> {
    try {
      await execa("apt-get", ["--quiet", ...this.#options, ...command], {
        cwd,
        stdin: "ignore",
        all: true,
        env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
      });
    } catch (error) {
      throw aptFailure(failure, error);
    }
  }
}

const option = (name: string, value: string) => ["-o", `${name}=${value}`];

function aptFailure(failure: Markdown, error: unknown): ShipshapeError {
  const output = error instanceof ExecaError ? (error.all ?? error.shortMessage) : String(error);
  const complaints = output.split("\n").filter((line) => /^[EW]: /.test(line));
  return new ShipshapeError(
    joinMarkdown(
      [failure, codeBlock((complaints.length > 0 ? complaints : output.split("\n")).slice(-6).join("\n"))],
      "\n",
    ),
    "Shipshape takes Debian's packages from the mirrors in /etc/apt: see that `apt-get update` works, then try again.",
    { cause: error },
  );
}

/**
 * Installs what is missing of the commands named, from the machine's own suite.
 * @param commands command → the package that has it
 */
export async function ensureCommands(
  debian: Debian,
  commands: Readonly<Record<string, string>>,
  progress: Progress,
): Promise<void> {
  const missing: string[] = [];
  for (const [command, name] of Object.entries(commands))
    if ((await execa("sh", ["-c", `command -v ${command}`], { reject: false })).failed) missing.push(name);
  if (missing.length === 0) return;
  progress(`Installing ${missing.join(", ")} with apt.`);
  const apt = await PrivateApt.open(debian, debian.codename);
  await apt.install(missing);
}
