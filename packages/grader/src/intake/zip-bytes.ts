import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { callbackify } from "node:util";

import { RandomAccessReader } from "yauzl";

/** In bytes. */
const chunkSize = 65_536;

/**
 * The bytes of a zip file, for yauzl. Its own reader throws for an offset beyond what any file can have, where nobody
 * can catch it: one zip that lies would end the whole class.
 */
export class ZipBytes extends RandomAccessReader {
  readonly size: number;
  readonly #file: FileHandle;

  private constructor(file: FileHandle, size: number) {
    super();
    this.#file = file;
    this.size = size;
  }

  static async open(path: string): Promise<ZipBytes> {
    const file = await open(path, "r");
    try {
      return new ZipBytes(file, (await file.stat()).size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#chunks(start, end), { objectMode: false });
  }

  // A stream of the file's own would close it, and others are read from it after this one.
  async *#chunks(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end;) {
      const wanted = Math.min(chunkSize, end - at);
      const { bytesRead, buffer } = await this.#file.read(Buffer.alloc(wanted), 0, wanted, at);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    callbackify(() => this.#fill(buffer, offset, length, position))(callback);
  }

  override close(callback: (error: Error | null) => void): void {
    callbackify(() => this.#file.close())(callback);
  }

  async #fill(buffer: Buffer, offset: number, length: number, position: number): Promise<void> {
    const isThere = position >= 0 && position + length <= this.size;
    const read = isThere && (await this.#file.read(buffer, offset, length, position)).bytesRead === length;
    if (!read) throw new Error("unexpected EOF");
  }
}
