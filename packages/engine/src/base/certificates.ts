import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where Debian keeps the certificates that a machine's owner added. */
const folder = "/usr/local/share/ca-certificates";

export type Certificate = { readonly name: string; readonly content: Buffer };

/** The certificates that this machine trusts beside Debian's: networks that inspect TLS need them in containers. */
export async function hostCertificates(): Promise<Certificate[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return Promise.all(
    names
      .filter((name) => name.endsWith(".crt"))
      .toSorted()
      .map(async (name) => ({
        name: name.replaceAll("/", "-"),
        content: await readFile(join(folder, name)),
      })),
  );
}
