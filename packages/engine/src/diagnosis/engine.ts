import { execa } from "execa";

import type { Diagnosis } from "../diagnose.ts";
import type { Engine } from "../engine.ts";

/** The oldest engine that the course was tried with. */
const oldest = { major: 20, minor: 10 };

type Info = { readonly Driver: string; readonly DriverStatus: readonly [string, string][] | null };

/** Which engine is used, and with what it builds. */
export async function diagnoseEngine(engine: Engine): Promise<Diagnosis[]> {
  const { docker, host, origin } = engine;
  const [version, info] = await Promise.all([docker.version(), docker.info() as Promise<Info>]);
  const [major = 0, minor = 0] = version.Version.split(".").map(Number);
  const tooOld = major < oldest.major || (major === oldest.major && minor < oldest.minor);
  return [
    {
      subject: "Docker engine",
      state: tooOld ? "problem" : "ok",
      detail: `${version.Version} at ${host} (${origin}), API ${version.ApiVersion}, image store ${info.Driver}.`,
      ...(tooOld && {
        remedy: `Install Docker ${oldest.major}.${oldest.minor} or newer: BuildKit needs it.`,
      }),
    },
    ...uploadedContext(major, info),
    await buildx(engine),
  ];
}

/** moby#47717: with the containerd store, engines before 28 look for an uploaded context on the network; stand-ins have one. */
function uploadedContext(major: number, { DriverStatus }: Info): Diagnosis[] {
  const containerd = (DriverStatus ?? []).some(([, value]) => value.startsWith("io.containerd."));
  if (!containerd || major >= 28) return [];
  return [
    {
      subject: "BuildKit",
      state: "warning",
      detail:
        "This engine cannot make stand-ins for base images: with the containerd image store, Docker before 28 has a fault. Checking works with images that a registry has.",
      remedy:
        "Where no registry answers, update Docker, or switch the containerd image store off in its settings.",
    },
  ];
}

async function buildx({ environment }: Engine): Promise<Diagnosis> {
  const answer = await execa("docker", ["buildx", "version"], { env: environment, reject: false });
  return answer.failed
    ? {
        subject: "docker buildx",
        state: "warning",
        detail: "The docker command has no buildx, or there is no docker command. Checking works without.",
        remedy:
          "To build by hand as the labs do, install buildx (Debian: docker-buildx, Ubuntu: docker-buildx).",
      }
    : { subject: "docker buildx", state: "ok", detail: `${answer.stdout.split("\n")[0]}` };
}
