import { defineCheck, fail, joinMarkdown, md, pass } from "@shipshape/core";

import { whyRoot } from "./why-root.ts";

const mostNamed = 3;

export const nonRootProcess = defineCheck({
  id: "non-root-process",
  title: "No process of the app runs as root",
  why: "Root in a container is the same root as outside, held back only by the container's walls. Whoever takes over the app through a fault in it may then change every file in the container, and needs only one more fault to own the machine.",
  fix: "In the final stage, make a user with `useradd`, and name it with `USER` after the last step that needs root. The user's number must not be 0, and what `CMD` or `ENTRYPOINT` starts must not change back. See for yourself: `docker top CONTAINER -eo pid,uid,args` shows each process with its user's number.",
  docs: "https://docs.docker.com/build/building/best-practices/#user",
  needs: ["processes", "image"],
  wants: ["dockerfile"],
  // Judges live processes: `USER appuser` may be uid 0 under another name.
  judge({ processes: { live }, image, dockerfile }) {
    const root = live.filter(({ uid, euid }) => uid === 0 || euid === 0);
    if (root.length === 0) return pass;
    const lines = root.map(({ command, uid }) =>
      uid === 0
        ? md`- ${command} runs as uid 0`
        : md`- ${command} runs with the rights of uid 0, though uid ${uid} started it`,
    );
    const { reason, line } = whyRoot(image, root, dockerfile);
    const more = lines.length > mostNamed ? [md`- and ${lines.length - mostNamed} more`] : [];
    return fail(joinMarkdown([joinMarkdown([...lines.slice(0, mostNamed), ...more], "\n"), reason]), line);
  },
});
