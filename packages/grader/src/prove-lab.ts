import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";

import { parseDockerfile, type RunScope, type Variant, variantsOf, verifyVariant } from "@shipshape/checker";
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
  for (const variant of await provingVariants(lab)) {
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

/**
 * The solution, and the broken variant that is wrong in one thing alone, still runs, and starts from what the solution
 * starts from: it costs least.
 */
async function provingVariants(lab: Lab): Promise<Variant[]> {
  const variants = variantsOf(lab);
  const solution = variants.filter(({ name }) => name === "solution");
  const broken = variants.filter(({ name }) => name.startsWith("broken/"));
  const alone = broken.filter((variant) => {
    const [first, ...others] = failing(variant);
    return first !== undefined && first !== "image-builds" && others.length === 0;
  });
  const bases = await basesOf(lab, "solution");
  for (const variant of alone)
    if ((await basesOf(lab, variant.name)) === bases) return [...solution, variant];
  return [...solution, ...[...alone, ...broken].slice(0, 1)];
}

const failing = ({ expected }: Variant) => (typeof expected === "string" ? [] : expected.failing);

/** What the stages of a variant's Dockerfile start from; none where it has no Dockerfile. */
async function basesOf(lab: Lab, variant: string): Promise<string> {
  const text = await readFile(join(lab.folder, variant, "Dockerfile"), "utf8").catch(() => "");
  return parseDockerfile(text)
    .stages.map(({ base }) => base)
    .join("\n");
}
