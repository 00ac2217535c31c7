import { defineCheck, fail, listed, md, pass } from "@shipshape/core";

import { lastFinal } from "./final-stage.ts";

export const exposedPort = defineCheck({
  id: "exposed-port",
  title: "The image exposes the port that the app serves on",
  why: "`EXPOSE` opens nothing by itself: it tells people and tools which port to publish, and `docker run -P` publishes just that. Where it names another port than the app uses, they publish a door with nobody behind it.",
  fix: "Name with `EXPOSE`, below the last `FROM`, each port that the app serves on. The last line of `docker logs` usually says which that is.",
  docs: "https://docs.docker.com/reference/dockerfile/#expose",
  needs: ["image", "served"],
  wants: ["dockerfile"],
  judge({ image: { exposedPorts }, served: { port }, dockerfile }) {
    if (exposedPorts.includes(`${port}/tcp`)) return pass;
    const line = lastFinal(dockerfile, "EXPOSE")?.line;
    if (exposedPorts.length === 0)
      return fail(
        md`The app answers on port ${port}, and the image exposes no port.`,
        undefined,
        md`Add the line ${`EXPOSE ${port}`} above \`CMD\`.`,
      );
    const exposed = listed(exposedPorts);
    return fail(
      md`The app answers on port ${port}, and the image exposes ${exposed}.`,
      line,
      md`The two have to be the same: write ${`EXPOSE ${port}`}, or let the app listen on the port that the image exposes.`,
    );
  },
});
