import { sayIn } from "@shipshape/core";
import { Help, type Argument, type Command, type Option } from "commander";

import { currentLanguage } from "./language.ts";

const plain = new Help();

/**
 * `--help` in the language of this process. The command line is read before it is known whether anybody asks for help,
 * so its descriptions are in English there, and translated when they are shown.
 */
export const translatedHelp = {
  styleTitle: (title: string) => commandersOwn(title),
  commandDescription: (command: Command) => translate(command.description()),
  subcommandDescription: (command: Command) => translate(command.description()),
  argumentDescription: (argument: Argument) =>
    described(argument.description, plain.argumentDescription(argument)),
  optionDescription: (option: Option) => described(option.description, plain.optionDescription(option)),
};

const translate = (words: string) => currentLanguage().translate(words);

/** @param whole the description with what Commander adds to it in brackets */
function described(description: string, whole: string): string {
  const say = sayIn(currentLanguage());
  const added = whole
    .slice(description.length)
    .replace("(choices: ", `(${say`choices:`} `)
    .replace("default: ", `${say`default:`} `);
  return commandersOwn(description) + added;
}

/** Words that Commander brings, and those of ours. */
function commandersOwn(words: string): string {
  const say = sayIn(currentLanguage());
  const brought = new Map([
    ["Usage:", say`Usage:`],
    ["Arguments:", say`Arguments:`],
    ["Options:", say`Options:`],
    ["Commands:", say`Commands:`],
    ["display help for command", say`display help for command`],
  ]);
  return brought.get(words) ?? translate(words);
}
