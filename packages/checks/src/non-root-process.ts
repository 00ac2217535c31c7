import {
  defineCheck,
  fail,
  joinMarkdown,
  md,
  pass,
  type Markdown,
  type ProcessesSection,
} from "@shipshape/core";

import { whyRoot } from "./why-root.ts";

const mostNamed = 3;

export const nonRootProcess = defineCheck({
  id: "non-root-process",
  title: "No process of the app runs as root",
  why: "Root in a container is the same root as outside, held back only by the container's walls. Whoever takes over the app through a fault in it may then change every file in the container, and needs only one more fault to own the machine.",
  fix: "In the final stage, make a user with `useradd`, and name it with `USER` after the last step that needs root. The user's number must not be 0, and what `CMD` or `ENTRYPOINT` starts must not change back. See for yourself: `docker top CONTAINER -eo pid,ruid,euid,args` shows each process with its real and its effective uid.",
  docs: "https://docs.docker.com/build/building/best-practices/#user",
  needs: ["processes", "image"],
  wants: ["dockerfile"],
  // Judges live processes: `USER appuser` may be uid 0 under another name.
  judge({ processes: { live }, image, dockerfile }) {
    const root = live.filter(({ uid, euid }) => uid === 0 || euid === 0);
    if (root.length === 0) return pass;
    const alike = [...Map.groupBy(root, ({ command, uid, euid }) => `${uid} ${euid} ${command}`).values()];
    const lines = alike.map(describe);
    const { reason, line, fix } = whyRoot(image, root, dockerfile);
    const more = lines.length > mostNamed ? [md`- and ${lines.length - mostNamed} more`] : [];
    return fail(
      joinMarkdown([joinMarkdown([...lines.slice(0, mostNamed), ...more], "\n"), reason]),
      line,
      fix,
    );
  },
});

/** @param alike processes with the same command and the same numbers, at least one */
function describe(alike: ProcessesSection["live"]): Markdown {
  const [{ command, uid, euid } = { command: "", uid: 0, euid: 0 }] = alike;
  const times = alike.length;
  if (uid !== 0)
    return md`- ${command} runs with the rights of root: its effective uid is 0, its real one ${uid}`;
  if (euid !== 0)
    return times === 1
      ? md`- ${command} can become root again: its real uid is 0, its effective one ${euid}`
      : md`- ${command}, ${times} processes, can become root again: their real uid is 0, their effective one ${euid}`;
  return times === 1 ? md`- ${command} runs as uid 0` : md`- ${command} runs as uid 0 (${times} processes)`;
}
