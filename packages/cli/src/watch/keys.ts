import { stdin } from "node:process";

/** What a terminal sends for keys that have no letter: these are to be no keys of ours. */
// oxlint-disable-next-line no-control-regex -- it is about control characters
const sequences = /\u001B(?:\[[\d;?<]*[ -/]*[@-~]|O.|.)?/gs;

const suspendKey = "\u001A";

const restore = () => stdin.setRawMode(false);

function take(): void {
  // It may be raw no longer without Node's knowledge.
  restore();
  stdin.setRawMode(true);
}

/**
 * Reads single keys of a terminal as they are pressed, until it is disposed of, or the process ends in any way.
 * Ctrl-Z suspends the process, as it does without us.
 * @param onKey told each key, in lower case; undefined when the terminal has gone
 * @param onReturn told when the process goes on after it was suspended
 */
export function readKeys(onKey: (key: string | undefined) => void, onReturn: () => void): Disposable {
  let unstopped: NodeJS.Timeout | undefined;
  const suspend = () => {
    restore();
    // The terminal would have sent it to the whole group, a launcher included.
    process.kill(0, "SIGTSTP");
    // Where no shell could bring it back, nothing is stopped, and no signal says so.
    unstopped = setTimeout(take, 100);
  };
  const returned = () => {
    take();
    onReturn();
  };
  const typed = (chunk: string) => {
    for (const key of chunk.replaceAll(sequences, "").toLowerCase()) {
      if (key === suspendKey) suspend();
      else onKey(key);
    }
  };
  const gone = () => onKey(undefined);
  take();
  stdin.setEncoding("utf8").on("data", typed).on("end", gone).on("error", gone);
  process.on("SIGCONT", returned).on("exit", restore);
  return {
    [Symbol.dispose]() {
      clearTimeout(unstopped);
      process.off("SIGCONT", returned).off("exit", restore);
      stdin.off("data", typed).off("end", gone).off("error", gone).pause();
      restore();
    },
  };
}
