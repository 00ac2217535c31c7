import { clean as cleanEngine } from "@shipshape/engine";

import { plainProgress } from "../progress.ts";

/** `shipshape clean` */
export async function clean(): Promise<void> {
  console.log(JSON.stringify(await cleanEngine(plainProgress())));
}
