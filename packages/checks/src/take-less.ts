import { md, type DockerfileInstruction, type Markdown } from "@shipshape/core";

import { allMounts } from "./instruction-paths.ts";

/** How an instruction that takes files from the context can take less; undefined where its words do not tell. */
export function takeLess(taker: DockerfileInstruction): Markdown | undefined {
  if (taker.keyword !== "RUN")
    return md`On line ${taker.line}, name the files that the app needs, such as \`app.py\`.`;
  const mount = allMounts(taker.arguments).find(({ type, from }) => type === "bind" && from === "");
  if (mount?.path !== "/") return undefined;
  return md`A bind mount without \`source=\` asks for the whole folder: on line ${taker.line}, lend single files, such as ${`source=app.py,target=${mount.target}/app.py`}.`;
}
