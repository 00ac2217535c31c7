import { stdin, stdout } from "node:process";

import { orAborted } from "@shipshape/checker";
import { openEngine, sweepDeadRuns } from "@shipshape/engine";

import { chooseSubmission } from "../check-folder.ts";
import { untilInterrupted } from "../failure.ts";
import { isLiveTerminal, LiveDisplay } from "../live-display.ts";
import { keepHeapSmall } from "../small-heap.ts";
import { readKeys } from "../watch/keys.ts";
import { PlainScreen, type Screen, TerminalScreen } from "../watch/screen.ts";
import { WatchedEngine } from "../watch/watched-engine.ts";
import { WatchSession } from "../watch/watch-session.ts";

/** `shipshape watch [LAB] [FOLDER]`: checks again whenever the submission is saved. */
export async function watch(labOrFolder: string | undefined, folder: string | undefined): Promise<void> {
  keepHeapSmall();
  using display = new LiveDisplay();
  const interrupted = untilInterrupted(display.sayLast);
  const submission = await chooseSubmission([labOrFolder, folder], display.say);
  display.begin("engine");
  await using engine = new WatchedEngine(await orAborted(openEngine(display.say), interrupted));
  display[Symbol.dispose]();
  const swept = sweepDeadRuns(engine.engine).catch(() => undefined);
  const live = isLiveTerminal() && stdin.isTTY && stdout.isTTY;
  using screen: Screen = live ? new TerminalScreen() : new PlainScreen();
  await using session = new WatchSession(submission, engine, screen);
  using stack = new DisposableStack();
  if (live)
    stack.use(
      readKeys(
        (key) => session.press(key),
        () => screen.repaint(),
      ),
    );
  // Nobody sees what a closed pipe is told; the session's end puts everything back.
  stdout.once("error", () => session.press(undefined));
  await session.run(interrupted);
  process.exitCode = session.exitStatus;
  await swept;
}
