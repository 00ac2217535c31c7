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
  type Sections,
} from "@shipshape/core";
import { z } from "zod";

import { largestLayers } from "./largest-layers.ts";
import { whyHeavyBase } from "./own-base.ts";
import { plainSize } from "./plain-size.ts";
import { slimVariant } from "./slim-variant.ts";
import { whyHeavy } from "./why-heavy.ts";

export const sizeReduction = defineCheck({
  id: "size-reduction",
  title: "The image is much smaller than a single-stage build of the same app",
  why: "A single-stage image ships everything that was needed to build the app, long after the build is over. What two stages save is saved at every push, every pull and on every machine, and what is not in the image needs no security updates.",
  fix: "The report sets your image beside the single-stage one, line by line. The base is usually the largest part: let the builder have the full one, and start the final stage from its `-slim` variant. Then copy only what the app needs to run out of the builder with `COPY --from`, and leave compilers, caches and package lists there.",
  docs: "https://docs.docker.com/build/building/multi-stage/",
  needs: ["image", "before"],
  wants: ["dockerfile", "runtime"],
  options: z.strictObject({
    share: z.number().min(0).max(1).default(0.5).meta({
      description:
        "How much smaller than the lab's single-stage image the whole image has to be, base included; `0.5` is half.",
    }),
  }),
  judge({ image, before, ...seen }, { share }) {
    const [bytes, bytesBefore] = [sizeOf(image), sizeOf(before)];
    if (bytes <= bytesBefore * (1 - share)) return pass;
    const parts = [baseOf(image, seen.dockerfile && baseStage(seen.dockerfile)?.line), ...image.layers];
    const largest = parts.toSorted((a, b) => b.bytes - a.bytes);
    const [first] = largest;
    const heavy = whyTooLarge(image, bytes - bytesBefore * (1 - share), seen);
    const line = heavy?.line ?? first?.line;
    const sizes =
      first && first.bytes * 2 > bytes && line !== undefined && first.line === line
        ? md`Of the image's ${plainSize(bytes)}, ${plainSize(first.bytes)} come from line ${line}; the lab's single-stage build of the same app has ${plainSize(bytesBefore)}.`
        : md`The image has ${plainSize(bytes)}, base included; the lab's single-stage build of the same app has ${plainSize(bytesBefore)}.`;
    return fail(
      joinMarkdown([
        md`${sizes} That is ${difference(1 - bytes / bytesBefore)}; this lab asks for at least ${percent(share)} less.`,
        largestLayers(largest),
        ...(heavy?.cause ? [heavy.cause] : []),
      ]),
      line,
      heavy?.fix,
    );
  },
});

/** The base where that is the largest part, else a line without which the image would be small enough. */
function whyTooLarge(
  image: ImageSection,
  tooMuch: number,
  { dockerfile, runtime }: Partial<Pick<Sections, "dockerfile" | "runtime">>,
) {
  const layers = image.layers.toSorted((a, b) => b.bytes - a.bytes);
  return image.base.bytes >= tooMuch && image.base.bytes > (layers[0]?.bytes ?? 0) && isFull(image)
    ? whyHeavyBase(image.base.reference, dockerfile, runtime)
    : whyHeavy(layers, tooMuch, dockerfile, runtime);
}

/** An image whose slim variant is known, and which is not one itself. */
const isFull = ({ base }: ImageSection) => slimVariant(base.reference) !== undefined;

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
const percent = (share: number) => new Markdown((language) => formatPercent(share, language));
