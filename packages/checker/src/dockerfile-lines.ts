/** Instructions that set what a container does, and nothing of what a build does. */
const setting = /^\s*(?:CMD|ENTRYPOINT|EXPOSE|HEALTHCHECK|STOPSIGNAL|LABEL)\s/i;

/** What BuildKit leaves out wherever it stands, but in a heredoc. */
const nothing = /^\s*(?:#|$)/;

const goesOn = /\\\s*$/;

type Line = readonly [number: number, text: string];

/**
 * The lines of a Dockerfile that can change a build, with their numbers: without comments and empty lines below the
 * first instruction, and without the final stage's settings. Where a line may be other than it looks, because of a
 * heredoc or another escape character, all of the file counts.
 * @param options with `withSettings`, the final stage's settings count too
 */
export function buildLines(
  text: string,
  { withSettings }: { readonly withSettings: boolean },
): readonly Line[] {
  const lines = text.split("\n").map((line, index): Line => [index + 1, line]);
  // `# escape=` makes a backslash at the end of a line mean nothing.
  if (text.includes("<<") || /^\s*#\s*escape\s*=/im.test(text)) return lines;
  const start = lines.findIndex(([, line]) => !nothing.test(line));
  // Above it, a comment may be a directive.
  const head = lines.slice(0, start);
  const body = lines.slice(start).filter(([, line]) => !nothing.test(line));
  if (withSettings) return [...head, ...body];
  const isBegun = (at: number) => !goesOn.test(body[at - 1]?.[1] ?? "");
  const final = body.findLastIndex(([, line], at) => /^\s*FROM\s/i.test(line) && isBegun(at));
  const isSetting = ([, line]: Line, at: number) =>
    at > final && final >= 0 && setting.test(line) && isBegun(at) && !goesOn.test(line);
  return [...head, ...body.filter((line, at) => !isSetting(line, at))];
}
