/** The longest name that the usual file systems hold, and the longest path that Linux takes, in bytes. */
const [longestName, longestPath] = [255, 4095];

/**
 * A path within an archive, without `./` and trailing slashes; empty for its top.
 * @returns undefined for a path that may lead out of the archive, or that no file system would take
 */
export function memberPath(name: string): string | undefined {
  if (Buffer.byteLength(name) > longestPath) return undefined;
  if (name.startsWith("/") || /^[a-z]:/i.test(name) || name.includes("\0")) return undefined;
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  const bad = parts.some((part) => part === ".." || Buffer.byteLength(part) > longestName);
  return bad ? undefined : parts.join("/");
}
