import { forget } from "@shipshape/checker";
import { clean as cleanEngine } from "@shipshape/engine";

import { plainProgress } from "../progress.ts";

/** `shipshape clean` */
export async function clean(): Promise<void> {
  const { engines, containers, networks, volumes, images } = await cleanEngine(plainProgress());
  const removed = [
    ...engines.map((release) => `Shipshape's own engine ${release}, with everything in it`),
    ...Object.entries({ containers, networks, volumes, images: images.length })
      .filter(([, count]) => count > 0)
      .map(([what, count]) => `${what}: ${count}`),
    ...((await forget()) ? ["what was remembered of images on this machine"] : []),
  ];
  console.log(
    removed.length > 0
      ? `Removed:\n${removed.map((line) => `- ${line}`).join("\n")}`
      : "There was nothing to remove.",
  );
}
