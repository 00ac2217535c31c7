import { sayIn } from "@shipshape/core";
import { setUp } from "@shipshape/engine";

import { currentLanguage } from "../language.ts";
import { plainProgress } from "../plain-progress.ts";

/** `shipshape setup` */
export async function setup(): Promise<void> {
  const { origin, host } = await setUp(plainProgress());
  const language = currentLanguage();
  console.log(sayIn(language)`Ready: ${origin.in(language)}, at ${host}.`);
}
