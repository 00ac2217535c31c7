const junk = new Set(["__macosx", ".ds_store", "thumbs.db", "desktop.ini"]);

/** What systems leave in folders and archives, and nobody handed in on purpose. */
export function isJunk(name: string): boolean {
  // macOS keeps what other file systems cannot hold in files of this prefix.
  return junk.has(name.toLowerCase()) || name.startsWith("._");
}
