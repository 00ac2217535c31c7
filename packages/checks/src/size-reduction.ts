import {
  baseStage,
  defineCheck,
  fail,
  formatPercent,
  type ImageSection,
  joinMarkdown,
  Markdown,
  md,
  pass,
} from "@shipshape/core";
import { z } from "zod";

import { largestLayers } from "./largest-layers.ts";
import { plainSize } from "./plain-size.ts";

export const sizeReduction = defineCheck({
  id: "size-reduction",
  title: "The image is much smaller than a single-stage build of the same app",
  why: "A single-stage image ships everything that was needed to build the app, long after the build is over. What two stages save is saved at every push, every pull and on every machine, and what is not in the image needs no security updates.",
  fix: "The report sets your image beside the single-stage one, line by line. The base is usually the largest part: let the builder have the full one, and start the final stage from its `-slim` variant. Then copy only what the app needs to run out of the builder with `COPY --from`, and leave compilers, caches and package lists there.",
  docs: "https://docs.docker.com/build/building/multi-stage/",
  needs: ["image", "before"],
  wants: ["dockerfile"],
  options: z.strictObject({
    share: z.number().min(0).max(1).default(0.5).meta({
      description:
        "How much smaller than the lab's single-stage image the whole image has to be, base included; `0.5` is half.",
    }),
  }),
  judge({ image, before, dockerfile }, { share }) {
    const [bytes, bytesBefore] = [sizeOf(image), sizeOf(before)];
    if (bytes <= bytesBefore * (1 - share)) return pass;
    const parts = [baseOf(image, dockerfile && baseStage(dockerfile)?.line), ...image.layers];
    const largest = parts.toSorted((a, b) => b.bytes - a.bytes);
    return fail(
      joinMarkdown([
        md`The image has ${plainSize(bytes)}, base included; the lab's single-stage build of the same app has ${plainSize(bytesBefore)}. That is ${difference(1 - bytes / bytesBefore)}; this lab asks for at least ${percent(share)} less.`,
        largestLayers(largest),
      ]),
      largest[0]?.line,
    );
  },
});

type Measured = Pick<ImageSection, "base" | "layers">;

const sizeOf = ({ base, layers }: Measured) => layers.reduce((sum, { bytes }) => sum + bytes, base.bytes);

/** The base as the part of the image that its FROM brought. */
const baseOf = ({ base }: Measured, line: number | undefined): ImageSection["layers"][number] => ({
  instruction: `FROM ${base.reference}`,
  ...(line !== undefined && { line }),
  bytes: base.bytes,
});

function difference(saved: number): Markdown {
  if (Math.abs(saved) < 0.001) return md`about the same`;
  return saved < 0 ? md`${percent(-saved)} more` : md`${percent(saved)} less`;
}

/** Our own words, so no code span. */
const percent = (share: number) => new Markdown(formatPercent(share));
