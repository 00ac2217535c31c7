/** A module or a command that was asked for and is not there. */
export type NotFound =
  | { readonly kind: "module"; readonly name: string }
  | { readonly kind: "command"; readonly name: string };

const noModule = /No module named '?([\w.]+)/;
const noCommand =
  /exec: "([^"/\n]+)": executable file not found|: (?:\d+: )?([\w-]+): (?:command )?not found/;

/** A file that was to be started and is not there, or whose first line names a program that is not. */
export const noProgram = /exec:? "?([^\s":]+)"?: (?:stat \S+: )?no such file or directory/;

/** @param written what the engine or the app said when it did not start */
export function notFound(written: string): NotFound | undefined {
  const module = noModule.exec(written);
  if (module) return { kind: "module", name: module[1] ?? "" };
  const command = noCommand.exec(written);
  return command ? { kind: "command", name: command[1] ?? command[2] ?? "" } : undefined;
}
