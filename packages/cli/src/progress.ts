import type { Progress } from "@shipshape/core";
import { visible } from "@shipshape/core";

/** Progress in plain lines on standard error, each said once. */
export function plainProgress(): Progress {
  let last = "";
  return (sentence) => {
    if (sentence !== last) console.error(sentence);
    last = sentence;
  };
}

/** One line at the bottom of a terminal that says what is being done now; nothing where there is no terminal. */
export class LiveLine implements Disposable {
  readonly #live = process.stderr.isTTY && process.env["TERM"] !== "dumb";

  show(text: string): void {
    if (!this.#live) return;
    const line = visible(text)
      .replaceAll(/\s+/g, " ")
      .slice(0, process.stderr.columns - 1);
    process.stderr.write(`\r\u001B[2K${line}`);
  }

  /** Takes the line away, so that others can write. */
  clear(): void {
    if (this.#live) process.stderr.write("\r\u001B[2K");
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}
