import { createHash } from "node:crypto";

/** In bytes; so that an ending still fits into what every file system takes. */
const longest = 100;

/** 96 bits, so that nobody finds two names that end in the same. */
const digestLength = 24;

/** Letters in small, since Windows and macOS take `Anna` and `anna` for one file; `~` is in no such name. */
const plain = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/;

/** Windows has devices of these names in every folder, whatever their ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?: *\.|$)/i;

/** What separates names or means something else on one system or another, and what cannot be seen. */
const forbidden = /[/\\<>:"|?*\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Windows takes a dot or a space from the end of a name; `.` and `..` are such names too. */
const lostEnd = /[. ]$/;

/** Whether text is the name that a file can have on every system. */
export function isFileName(text: string): boolean {
  const isHeld = text !== "" && Buffer.byteLength(text) <= 255;
  return isHeld && !forbidden.test(text) && !lostEnd.test(text) && !reserved.test(text);
}

/**
 * A file's name for text of any origin, the same on every system: no two texts have one name, and none has a separator,
 * a control character, a name that Windows reserves, or more than 100 bytes. It has no ending yet; a name that is plain
 * stays as it is, as `anna-b`, and another one keeps what can be read of it: `mueller-bjoern~8d5e957f297893487bd98fa8`.
 */
export function safeFileName(text: string): string {
  if (plain.test(text) && !reserved.test(text) && text.length <= longest) return text;
  const digest = createHash("sha256").update(text, "utf16le").digest("hex").slice(0, digestLength);
  const readable = text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, longest - digestLength - 1)
    .replaceAll(/^-|-$/g, "");
  return `${readable || "learner"}~${digest}`;
}
