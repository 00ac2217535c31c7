import type { Markdown } from "@shipshape/core";

import { stdoutLook } from "./stdout-look.ts";

/** Prints Markdown of ours: laid out in a terminal, and as it is in a pipe. */
export async function printMessage(message: Markdown): Promise<void> {
  const look = stdoutLook();
  if (!process.stdout.isTTY) return console.log(message.in(look.language).trimEnd());
  // Loaded only here: it brings a Markdown parser, which takes as long as all the rest.
  const { renderMessage } = await import("./render-message.ts");
  console.log(renderMessage(message, look));
}
