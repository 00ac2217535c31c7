import { constants } from "node:os";
import { EventEmitter, once } from "node:events";

import { spawn } from "@lydell/node-pty";
import xterm from "@xterm/headless";

export type TerminalOptions = {
  readonly columns?: number;
  readonly rows?: number;
  /** Laid over this process's own; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
};

export type Terminal = AsyncDisposable & {
  readonly pid: number;
  /** What a person sees now: rows without the blanks at their end, and without the empty rows below. */
  screen(): string;
  /** Waits until the screen shows something. Rejects with the screen when the program ends without. */
  shows(wanted: string | RegExp): Promise<void>;
  /** Types; `keys` has the names of those that have no letter. */
  press(typed: string): void;
  resize(columns: number, rows: number): void;
  /** How the program ended, once all that it wrote is on the screen. */
  readonly ended: Promise<{ readonly exitCode: number; readonly signal?: NodeJS.Signals }>;
  /** All that the program has written so far, control codes included. */
  readonly written: string;
  /** Whether the cursor can be seen, and in which column it stands, from 0. */
  readonly cursor: { readonly shown: boolean; readonly column: number };
};

export const keys = { interrupt: "\u0003", escape: "\u001B", enter: "\r", up: "\u001B[A", down: "\u001B[B" };

/** Runs a program in a pseudo-terminal, and interprets what it writes as a terminal does. */
export async function openTerminal(
  command: string,
  args: readonly string[],
  { columns = 80, rows = 40, env = {}, cwd = process.cwd() }: TerminalOptions = {},
): Promise<Terminal> {
  const environment = environmentWith({
    COLORTERM: undefined,
    CI: undefined,
    TERM: "xterm-256color",
    ...env,
  });
  const emulator = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const pty = spawn(command, [...args], {
    // It goes before the environment's own.
    name: environment["TERM"] ?? "",
    cols: columns,
    rows,
    cwd,
    env: environment,
  });
  const events = new EventEmitter<{ change: [] }>();
  events.setMaxListeners(0);
  let written = "";
  let over = false;

  pty.onData((data) => {
    written += data;
    emulator.write(data, () => events.emit("change"));
  });
  // A program may ask where the cursor is, or what terminal this is; a terminal answers.
  emulator.onData((answer) => pty.write(answer));

  const exited = Promise.withResolvers<Awaited<Terminal["ended"]>>();
  pty.onExit(({ exitCode, signal }) =>
    // What it wrote last may still be on its way to the screen.
    emulator.write("", () => {
      over = true;
      const name = signalName(signal);
      exited.resolve({ exitCode, ...(name && { signal: name }) });
      events.emit("change");
    }),
  );

  const screen = () => {
    const { active } = emulator.buffer;
    const lines = Array.from({ length: emulator.rows }, (_, row) =>
      active
        .getLine(active.viewportY + row)
        ?.translateToString(true)
        .trimEnd(),
    );
    return lines.join("\n").trimEnd();
  };

  return {
    pid: pty.pid,
    screen,
    async shows(wanted) {
      const found = () => (typeof wanted === "string" ? screen().includes(wanted) : wanted.test(screen()));
      while (!found()) {
        if (over) throw new Error(`The program ended, and the screen does not show ${wanted}:\n${screen()}`);
        await once(events, "change");
      }
    },
    press: (typed) => pty.write(typed),
    resize(newColumns, newRows) {
      emulator.resize(newColumns, newRows);
      pty.resize(newColumns, newRows);
    },
    ended: exited.promise,
    get written() {
      return written;
    },
    get cursor() {
      // The emulator does not tell whether it would draw it.
      const last = written.match(/\u001B\[\?25[hl]/g)?.at(-1);
      return { shown: !last?.endsWith("l"), column: emulator.buffer.active.cursorX };
    },
    async [Symbol.asyncDispose]() {
      if (!over) pty.kill("SIGKILL");
      await exited.promise;
      emulator.dispose();
    },
  };
}

/** node-pty would pass undefined on as a word. */
function environmentWith(changes: NonNullable<TerminalOptions["env"]>): Record<string, string | undefined> {
  const all = Object.entries({ ...process.env, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== undefined));
}

const signalName = (number: number | undefined) =>
  (Object.keys(constants.signals) as NodeJS.Signals[]).find((name) => constants.signals[name] === number);
