import { execa } from "execa";

import { md, type Markdown } from "@shipshape/core";

import type { Diagnosis } from "../diagnose.ts";
import { remedyFor, silence, type Found } from "../find-engine.ts";
import { howToInstall } from "../open-engine.ts";
import { debianAsRoot } from "../own/debian.ts";

/** What to say where no engine answers: why not, and whether one of ours will be brought up. */
export async function noEngineYet({
  release,
  silent,
}: Exclude<Found, { engine: object }>): Promise<Diagnosis[]> {
  const debian = await debianAsRoot();
  const own: Pick<Diagnosis, "state" | "remedy"> & { next: Markdown } =
    "obstacle" in debian
      ? {
          state: "problem",
          next: md`Shipshape cannot bring one up here: ${debian.obstacle}.`,
          remedy: howToInstall,
        }
      : {
          state: "warning",
          next: md`Shipshape will bring up its own Docker ${release.name} when it first needs one.`,
          remedy: md`\`./shipshape setup\` does so now.`,
        };
  const installed = await installedEngines(silent);
  if (installed.length === 0)
    return [
      {
        subject: md`Docker engine`,
        detail: md`None answers, and none is installed. ${own.next}`,
        ...rest(own),
      },
    ];
  return installed.map(({ detail, remedy }) => ({
    subject: md`Docker engine`,
    state: own.state,
    detail: md`${detail} ${own.next}`,
    remedy,
  }));
}

function rest({ state, remedy }: Pick<Diagnosis, "state" | "remedy">) {
  return { state, ...(remedy !== undefined && { remedy }) };
}

async function installedEngines(
  silent: Extract<Found, { silent: unknown }>["silent"],
): Promise<{ detail: Markdown; remedy: Markdown }[]> {
  if (silent.length > 0)
    return silent.map(({ host, answer }) => ({
      detail: md`${host}: ${silence(answer)}.`,
      remedy: remedyFor(answer),
    }));
  const stopped =
    process.platform === "linux" &&
    !(await execa("sh", ["-c", "command -v dockerd"], { reject: false })).failed;
  return stopped
    ? [{ detail: md`An engine is installed and stopped.`, remedy: remedyFor({ state: "stopped" }) }]
    : [];
}
