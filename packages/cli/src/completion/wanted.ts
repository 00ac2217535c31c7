import type { Argument, Command, Option } from "commander";

/** What the word at the cursor stands for; `typed` is what there is of it, without `--option=` before it. */
export type Wanted =
  | { readonly want: "command"; readonly typed: string }
  | { readonly want: "option"; readonly of: Command; readonly typed: string }
  | { readonly want: "value"; readonly of: Argument | Option; readonly typed: string };

/**
 * Reads an unfinished command line by commander's own definitions.
 * @param words what stands after the program's name; the last one is being typed, and may be empty
 */
export function wanted(program: Command, words: readonly string[]): Wanted {
  const typed = words.at(-1) ?? "";
  const { command, awaiting, operands, literal } = readBefore(program, words.slice(0, -1));
  if (awaiting) return { want: "value", of: awaiting, typed };
  if (!literal && typed.startsWith("-")) {
    const [flag = "", ...value] = typed.split("=");
    const option = value.length > 0 ? optionOf(command, flag) : undefined;
    return option
      ? { want: "value", of: option, typed: value.join("=") }
      : { want: "option", of: command, typed };
  }
  if (command === program) return { want: "command", typed };
  const last = command.registeredArguments.at(-1);
  const argument = command.registeredArguments[operands] ?? (last?.variadic ? last : undefined);
  return argument ? { want: "value", of: argument, typed } : { want: "option", of: command, typed };
}

/** What the finished words have settled; after `--` every word is `literal`, and no option. */
function readBefore(program: Command, words: readonly string[]) {
  let [command, operands, literal] = [program, 0, false];
  let awaiting: Option | undefined;
  for (const word of words)
    if (awaiting) awaiting = undefined;
    else if (word === "--") literal = true;
    else if (!literal && word.startsWith("-")) awaiting = optionOf(command, word);
    else if (command === program) command = program.commands.find((it) => it.name() === word) ?? command;
    else operands++;
  return { command, awaiting, operands, literal };
}

/** The option that a flag names, where it takes a value. */
function optionOf(command: Command, flag: string): Option | undefined {
  return command.options.find(
    (it) => (it.required || it.optional) && (it.long === flag || it.short === flag),
  );
}
