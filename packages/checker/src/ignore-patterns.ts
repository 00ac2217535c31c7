import dockerignore from "@balena/dockerignore";

/**
 * Tells whether a path, or a folder above it, matches patterns as Docker reads them: the last that matches counts,
 * and `!` makes it an exception.
 * @param patterns one by one, or an ignore file with comments
 * @throws on a pattern that cannot be read
 */
export function matchPatterns(patterns: readonly string[] | string): (path: string) => boolean {
  const rules = dockerignore.default({ ignorecase: false });
  if (typeof patterns === "string") rules.add(literal(patterns));
  else rules.add(patterns.map(literal));
  return (path) => rules.ignores(path);
}

/** The library makes regular expressions of patterns, and leaves in them what only means something there. */
const literal = (pattern: string) =>
  pattern
    // Where nothing else in it is special, Docker takes what follows a leading `**` for the end of a path.
    .replaceAll(/^([ \t]*!?[ \t]*\*\*)(?=[^/*?[\]\\\s][^*?[\]\\\n]*$)/gm, "$1/*")
    .replaceAll(/\\.|[+()|{}]/g, (it) => (it.length > 1 ? it : `\\${it}`));
