import type { Rebuild } from "./lab.ts";
import { md } from "./markdown.ts";
import { ShipshapeError } from "./shipshape-error.ts";

export type Edit = Rebuild["edits"][number];

/**
 * Changes a file of the app as a counterfactual says.
 * @param content the file; undefined where the app has none of that name
 * @param nonce what `{nonce}` becomes
 * @throws ShipshapeError where the edit no longer applies: the lab is to mend then, and no submission
 */
export function applyEdit({ file, find, replace }: Edit, content: string | undefined, nonce: string): string {
  const pieces = content?.split(find) ?? [];
  if (pieces.length === 2) return pieces.join(replace.replaceAll("{nonce}", nonce));
  throw new ShipshapeError(
    content === undefined
      ? md`A counterfactual changes ${find} in ${file} and no longer applies: the app has no such file.`
      : md`A counterfactual changes ${find} in ${file} and no longer applies: that text is there ${pieces.length - 1} times, and has to be there exactly once.`,
    "Have the lab's lab.yaml name text that the app's file has exactly once.",
  );
}
