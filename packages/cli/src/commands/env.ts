import { openEngine } from "@shipshape/engine";

import { plainProgress } from "../plain-progress.ts";

/** `eval "$(./shipshape env)"` */
export async function env(): Promise<void> {
  const { environment } = await openEngine(plainProgress());
  for (const [name, value] of Object.entries(environment))
    console.log(`export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`);
}
