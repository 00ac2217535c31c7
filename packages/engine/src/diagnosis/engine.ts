import { execa } from "execa";

import { md, Markdown, visible } from "@shipshape/core";

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
      subject: md`Docker engine`,
      state: tooOld ? "problem" : "ok",
      detail: md`${plain(version.Version)} at ${host} (${origin}), API ${plain(version.ApiVersion)}, image store ${plain(info.Driver)}.`,
      ...(tooOld && {
        remedy: md`Install Docker ${oldest.major}.${oldest.minor} or newer: BuildKit needs it.`,
      }),
    },
    ...uploadedContext(major, info),
    await buildx(engine),
  ];
}

/** A name or a number that the engine gives itself. */
const plain = (text: string) => new Markdown(visible(text));

/** moby#47717: with the containerd store, engines before 28 look for an uploaded context on the network; stand-ins have one. */
function uploadedContext(major: number, { DriverStatus }: Info): Diagnosis[] {
  const containerd = (DriverStatus ?? []).some(([, value]) => value.startsWith("io.containerd."));
  if (!containerd || major >= 28) return [];
  return [
    {
      subject: md`BuildKit`,
      state: "warning",
      detail: md`This engine cannot make stand-ins for base images: with the containerd image store, Docker before 28 has a fault. Checking works with images that a registry has.`,
      remedy: md`Where no registry answers, update Docker, or switch the containerd image store off in its settings.`,
    },
  ];
}

async function buildx({ environment }: Engine): Promise<Diagnosis> {
  const answer = await execa("docker", ["buildx", "version"], { env: environment, reject: false });
  return answer.failed
    ? {
        subject: md`docker buildx`,
        state: "warning",
        detail: md`The docker command has no buildx, or there is no docker command. Checking works without.`,
        remedy: md`To build by hand as the labs do, install buildx (Debian: docker-buildx, Ubuntu: docker-buildx).`,
      }
    : { subject: md`docker buildx`, state: "ok", detail: md`${answer.stdout.split("\n")[0] ?? ""}` };
}
