import { forget } from "@shipshape/checker";
import { sayIn } from "@shipshape/core";
import { clean as cleanEngine } from "@shipshape/engine";

import { currentLanguage } from "../language.ts";
import { plainProgress } from "../plain-progress.ts";

/** `shipshape clean` */
export async function clean(): Promise<void> {
  const { engines, containers, networks, volumes, images } = await cleanEngine(plainProgress());
  const say = sayIn(currentLanguage());
  const counts = [
    [containers, say`containers: ${containers}`],
    [networks, say`networks: ${networks}`],
    [volumes, say`volumes: ${volumes}`],
    [images.length, say`images: ${images.length}`],
  ] as const;
  const removed = [
    ...engines.map((release) => say`Shipshape's own engine ${release}, with everything in it`),
    ...counts.filter(([count]) => count > 0).map(([, words]) => words),
    ...((await forget()) ? [say`what was remembered of images on this machine`] : []),
  ];
  console.log(
    removed.length > 0
      ? [say`Removed:`, ...removed.map((line) => `- ${line}`)].join("\n")
      : say`There was nothing to remove.`,
  );
}
