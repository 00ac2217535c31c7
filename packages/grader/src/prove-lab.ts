import { join, relative } from "node:path";

import { type RunScope, type Variant, variantsOf, verifyVariant } from "@shipshape/checker";
import { type Lab, Markdown, md, ShipshapeError } from "@shipshape/core";

/**
 * Grades a lab's solution and one of its broken variants, to see that this machine judges rightly before it judges
 * anybody's work.
 * @param tell told the name of each
 * @throws ShipshapeError where one does not come out as the lab says; the signal's reason
 */
export async function proveLab(
  scope: RunScope,
  lab: Lab,
  signal: AbortSignal,
  tell: (variant: string) => void,
): Promise<void> {
  for (const variant of provingVariants(lab)) {
    tell(variant.name);
    const { problem } = await verifyVariant(scope, lab, variant, signal);
    if (problem === "") continue;
    const folder = relative("", lab.folder);
    throw new ShipshapeError(
      md`A known answer does not come out on this machine as it must, so nobody's work is judged on it. ${`${lab.id}/${variant.name}`}: ${new Markdown(problem)}`,
      md`${"./shipshape doctor"} says what the engine lacks, and ${`./shipshape check ${folder} ${join(folder, variant.name)}`} more of this answer.`,
    );
  }
}

/** The solution, and the broken variant that is wrong in one thing alone and still runs: it costs least. */
function provingVariants(lab: Lab): Variant[] {
  const variants = variantsOf(lab);
  const solution = variants.filter(({ name }) => name === "solution");
  const broken = variants.filter(({ name }) => name.startsWith("broken/"));
  const cheap = broken.find((variant) => {
    const [first, ...others] = failing(variant);
    return first !== undefined && first !== "image-builds" && others.length === 0;
  });
  const one = cheap ?? broken[0];
  return one ? [...solution, one] : solution;
}

const failing = ({ expected }: Variant) => (typeof expected === "string" ? [] : expected.failing);
