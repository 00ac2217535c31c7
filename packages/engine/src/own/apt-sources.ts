/** One place that apt takes packages from. */
export type AptSource = {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** A keyring's path. */
  readonly signedBy: string | undefined;
};

/** Where Debian's own keys are, on Debian. */
const debianKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Reads apt's sources in either format (sources.list(5)); what is switched off or for source packages is left out.
 * @param format by the file's name: `.sources` files are in deb822
 */
export function parseSources(text: string, format: "deb822" | "one-line"): AptSource[] {
  return format === "deb822"
    ? text.split(/\n\s*\n/).flatMap(parseStanza)
    : text.split("\n").flatMap(parseLine);
}

function parseStanza(stanza: string): AptSource[] {
  const fields = new Map<string, string>();
  let name = "";
  for (const line of stanza.split("\n").filter((line) => !line.startsWith("#"))) {
    const [, key, value] = /^([A-Za-z-]+):(.*)$/.exec(line) ?? [];
    if (key !== undefined) name = key.toLowerCase();
    fields.set(name, `${fields.get(name) ?? ""} ${value ?? line}`);
  }
  const words = (field: string) => (fields.get(field) ?? "").split(/\s+/).filter(Boolean);
  if (!words("types").includes("deb") || words("enabled")[0] === "no") return [];
  const signedBy = words("signed-by")[0];
  return words("uris").flatMap((uri) =>
    words("suites").map((suite) => ({
      uri,
      suite,
      components: words("components"),
      // It may also hold the key itself.
      signedBy: signedBy?.startsWith("/") ? signedBy : undefined,
    })),
  );
}

function parseLine(line: string): AptSource[] {
  const [, options = "", uri, suite, rest = ""] =
    /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)([^#]*)/.exec(line) ?? [];
  if (uri === undefined || suite === undefined) return [];
  const signedBy = /signed-by=(\/\S+)/.exec(options)?.[1];
  return [{ uri, suite, components: rest.split(/\s+/).filter(Boolean), signedBy }];
}

/**
 * The machine's own Debian mirrors, turned to another of Debian's suites.
 * @param codename the machine's own suite, as /etc/os-release has it
 * @returns lines of a sources.list: the suite, its updates and its security updates, as far as the machine has them
 */
export function debianLines(sources: readonly AptSource[], codename: string, suite: string): string[] {
  const lines = sources.flatMap((source) => {
    const [, base = "", part = ""] = /^(.+?)(-updates|-security)?$/.exec(source.suite) ?? [];
    const ours = base === codename || /^(stable|oldstable|oldoldstable|testing)$/.test(base);
    // Inside a container there is neither the host's disk nor its CD drive.
    if (!ours || !source.components.includes("main") || !/^(https?|mirror\+https?|ftp):/.test(source.uri))
      return [];
    return [`[signed-by=${source.signedBy ?? debianKeyring}] ${source.uri} ${suite}${part} main`];
  });
  return Array.from(new Set(lines), (line) => `deb ${line}`);
}
