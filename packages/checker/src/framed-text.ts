/** Without a terminal an engine sends text in frames: a kind, three zeros, the length in four bytes, the text. */
export function readFrames(frames: Buffer): string {
  const texts: Buffer[] = [];
  for (let at = 0; at + 8 <= frames.length;) {
    const end = at + 8 + frames.readUInt32BE(at + 4);
    texts.push(frames.subarray(at + 8, end));
    at = end;
  }
  return Buffer.concat(texts).toString();
}
