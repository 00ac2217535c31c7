import { enableCompileCache } from "node:module";

import { quickCommand } from "./quick-commands.ts";
import { runCommand } from "./run-command.ts";

const words = process.argv.slice(2);
const quick = quickCommand(words);
// All others report their failures themselves: in a bundle of its own, an error is of a class of its own.
void (quick ? runCommand(quick) : readCommandLine());

async function readCommandLine(): Promise<void> {
  // What follows is loaded from V8's own cache, which halves the time to start.
  enableCompileCache();
  const { main } = await import("./main.ts");
  await main(words);
}
