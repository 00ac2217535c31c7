import type { Progress } from "@shipshape/core";

/** Progress in plain lines on standard error, each said once. */
export function plainProgress(): Progress {
  let last = "";
  return (sentence) => {
    if (sentence !== last) console.error(sentence);
    last = sentence;
  };
}
