import { defineCheck, fail, joinMarkdown, md, pass, sizeSchema } from "@shipshape/core";
import { z } from "zod";

import { largestLayers } from "./largest-layers.ts";
import { whyHeavyBase } from "./own-base.ts";
import { plainSize } from "./plain-size.ts";
import { whyHeavy } from "./why-heavy.ts";

export const imageSize = defineCheck({
  id: "image-size",
  title: "The image adds little to a slim base",
  why: "Every machine that runs the app downloads the image, and stores it. What is in it without being needed costs time at each start on a new machine, and is one more thing that can have a security hole.",
  fix: "Start the final stage from the `-slim` variant of the base. Then look at the largest lines with `docker history IMAGE`: let pip keep no download cache (`--no-cache-dir`), leave compilers in an earlier stage, and end a `RUN` that calls `apt-get update` with `&& rm -rf /var/lib/apt/lists/*`. What a later line deletes still counts: its bytes stay in the layer above.",
  docs: "https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image",
  needs: ["image"],
  wants: ["dockerfile", "runtime"],
  options: z.strictObject({
    added: sizeSchema.prefault("40 MB").meta({ description: "The most that may be added to the base." }),
    base: sizeSchema.prefault("200 MB").meta({ description: "The most that the base itself may have." }),
    total: sizeSchema.optional().meta({ description: "The most that both may have together." }),
  }),
  judge({ image, dockerfile, runtime }, { added, base, total }) {
    const addedBytes = image.layers.reduce((sum, { bytes }) => sum + bytes, 0);
    const largest = image.layers.toSorted((a, b) => b.bytes - a.bytes);
    if (image.base.bytes > base) {
      const seen = md`The base ${image.base.reference} has ${plainSize(image.base.bytes)}; this lab allows ${plainSize(base)}.`;
      const heavy = whyHeavyBase(image.base.reference, dockerfile, runtime);
      return fail(joinMarkdown([seen, ...(heavy.cause ? [heavy.cause] : [])], " "), heavy.line, heavy.fix);
    }
    // On an empty base the system and Python are among what was added, and may take what a base may.
    const allowed = image.base.bytes === 0 ? added + base : added;
    const over =
      addedBytes > allowed
        ? md`The image adds ${plainSize(addedBytes)} to its base; this lab allows ${plainSize(allowed)}.`
        : total !== undefined && image.base.bytes + addedBytes > total
          ? md`The image has ${plainSize(image.base.bytes + addedBytes)} in all; this lab allows ${plainSize(total)}.`
          : undefined;
    if (!over) return pass;
    const spare = Math.min(allowed, (total ?? Infinity) - image.base.bytes);
    const heavy = whyHeavy(largest, addedBytes - spare, dockerfile, runtime);
    return fail(
      joinMarkdown([over, largestLayers(largest), ...(heavy ? [heavy.cause] : [])]),
      heavy?.line ?? largest[0]?.line,
      heavy?.fix,
    );
  },
});
