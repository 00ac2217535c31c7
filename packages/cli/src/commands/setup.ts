import { setUp } from "@shipshape/engine";

import { plainProgress } from "../progress.ts";

/** `shipshape setup` */
export async function setup(): Promise<void> {
  const { origin, host } = await setUp(plainProgress());
  console.log(`Ready: ${origin}, at ${host}.`);
}
