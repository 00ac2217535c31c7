import { hint } from "./commands/hint.ts";
import { labs } from "./commands/labs.ts";

/**
 * The command behind words that ask for no more than a short answer from the disk. They are run without the reader of
 * command lines, which takes as long to load as their answer takes; whatever else is asked goes through it.
 */
export function quickCommand([name, ...words]: readonly string[]): (() => Promise<void>) | undefined {
  if (name === "labs" && words.length === 0) return labs;
  if (name === "hint" && words.length <= 1 && !words[0]?.startsWith("-")) return () => hint(words[0]);
  return undefined;
}
