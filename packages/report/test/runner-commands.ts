/** A workflow command as the runner of GitHub Actions understands it. */
export type RunnerCommand = { name: string; properties: Record<string, string>; data: string };

const registered = new Set(
  "error warning notice debug group endgroup echo set-output set-env save-state add-mask add-path add-matcher remove-matcher stop-commands".split(
    " ",
  ),
);

/**
 * What the runner takes from a step's output, by the rules of its own parser (Runner.Common/ActionCommand.cs):
 * of each line, whichever stream it came on, `::name key=value,…::data` at its beginning, else `##[name …]data`
 * anywhere in it. The end of a line is what .NET's StreamReader takes for one.
 */
export function runnerCommands(output: string): RunnerCommand[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => atBeginning(line) ?? anywhere(line) ?? []);
}

function atBeginning(line: string): RunnerCommand | undefined {
  const message = line.trimStart();
  if (!message.startsWith("::")) return undefined;
  const end = message.indexOf("::", 2);
  if (end < 0) return undefined;
  return command(message.slice(2, end), ",", message.slice(end + 2));
}

function anywhere(line: string): RunnerCommand | undefined {
  const start = line.indexOf("##[");
  const end = line.indexOf("]", start);
  if (start < 0 || end < 0) return undefined;
  return command(line.slice(start + 3, end), ";", line.slice(end + 1));
}

function command(info: string, separator: string, data: string): RunnerCommand | undefined {
  const space = info.indexOf(" ");
  const name = space < 0 ? info : info.slice(0, space);
  if (!registered.has(name.toLowerCase())) return undefined;
  const list =
    space < 0
      ? []
      : info
          .slice(space + 1)
          .trim()
          .split(separator);
  const pairs = list.flatMap((property) => {
    const [, key, value] = /^=*([^=]+)=([^]+)$/.exec(property) ?? [];
    return key === undefined || value === undefined ? [] : [[key, unescapeProperty(value)] as const];
  });
  return { name, properties: Object.fromEntries(pairs), data: unescapeData(data) };
}

/** In the runner's own order: the percent sign comes last. */
function unescapeData(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}

function unescapeProperty(text: string): string {
  return text
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");
}
