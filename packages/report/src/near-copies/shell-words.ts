/** A word, with what is quoted in it, or an operator between commands; what is left over stands alone. */
const token = /(?:[^\s"';&|\\]|\\[^]|"(?:\\[^]|[^"\\])*"|'[^']*')+|&&|\|\||[;&|]|\S/g;
const operator = /^(?:&&|\|\||[;&|])$/;

/** The words of a shell's line without their quotes; the backslashes that join lines are no words. */
export function shellWords(text: string): string[] {
  return tokens(text).map(unquoted);
}

/** The commands of a shell's line, each by its words. */
export function shellCommands(text: string): string[][] {
  const commands: string[][] = [[]];
  for (const word of tokens(text))
    if (operator.test(word)) commands.push([]);
    else commands.at(-1)?.push(unquoted(word));
  return commands.filter((words) => words.length > 0);
}

function tokens(text: string): string[] {
  return (text.replaceAll(/\\\r?\n|\\(?=\s|$)/g, " ").match(token) ?? []).slice();
}

const unquoted = (word: string) => word.replaceAll(/["']/g, "");
