import { gzipSync } from "node:zlib";

import { largestFile } from "@shipshape/checker";
import { describe, expect, test } from "vitest";

import {
  renamed,
  tarOf,
  tarOfFiles,
  tgzOf,
  withDirectoryAt,
  withFlag,
  zipOf,
  zipOfEmptyFiles,
} from "./archives.ts";
import { dockerfilesOf, folderOf, takeClass } from "./class-folder.ts";

const dockerfile = "FROM a:1\n";

/** What comes of an archive: the Dockerfile, its problem or why it is refused; and the note. */
async function takenOf(archive: Buffer, name = "anna.zip") {
  const taken = await takeClass(await folderOf({ [name]: archive, "ben/Dockerfile": "FROM ben" }));
  const { anna, ben } = dockerfilesOf(taken);
  expect(ben).toEqual(["FROM ben"]);
  const [attempt] = taken.attempts.get("anna") ?? [];
  return {
    dockerfile: anna?.[0],
    note: attempt?.note,
    entries: taken.kept.get(attempt?.submission ?? "")?.section.ignored,
  };
}

const tar = (archive: Buffer) => takenOf(archive, "anna.tar");

/** The names of this many files and of a Dockerfile. */
const manyNames = (count: number) => [
  ...Array.from({ length: count }, (_, index) => `lib/${index}/f`),
  "Dockerfile",
];

describe("of a zip file", () => {
  test.each(["../../x.txt", "/etc/passwd", "C:/windows.x", "a\0bcdefghij"])(
    "%j is not taken",
    async (name) => {
      const harmless = "q".repeat(name.length);
      const zip = renamed(await zipOf({ Dockerfile: dockerfile, [harmless]: "x" }), harmless, name);
      const { note, ...taken } = await takenOf(zip);
      expect(taken).toEqual({ dockerfile, entries: [] });
      expect(note).toContain("1 in all");
    },
  );

  test("a link is none of the files", async () => {
    const zip = await zipOf({ Dockerfile: "/etc/passwd" }, { modes: { Dockerfile: 0o120777 } });
    expect(await takenOf(zip)).toMatchObject({ dockerfile: "link" });
  });

  test("a device is none of the files", async () => {
    const zip = await zipOf({ Dockerfile: "x" }, { modes: { Dockerfile: 0o020666 } });
    expect(await takenOf(zip)).toMatchObject({ dockerfile: "not-a-file" });
  });

  test.each([2n ** 63n, 2n ** 53n, 2n ** 40n])(
    "a directory that it says lies at byte %d is not looked for",
    async (at) => {
      const zip = await zipOf({ Dockerfile: dockerfile });
      const { note } = await takenOf(withDirectoryAt(zip, at));
      expect(note).toContain("The archive ends in the middle");
    },
  );

  test("a bomb is not unpacked", async () => {
    const zip = await zipOf({ Dockerfile: Buffer.alloc(50_000_000) });
    expect(await takenOf(zip)).toMatchObject({ dockerfile: "too-large" });
  });

  test("a bomb that says it is small is not unpacked either", async () => {
    const zip = await zipOf({ Dockerfile: Buffer.alloc(5_000_000) });
    const size = zip.indexOf(Buffer.from([0x40, 0x4b, 0x4c, 0x00]));
    for (let at = size; at >= 0; at = zip.indexOf(Buffer.from([0x40, 0x4b, 0x4c, 0x00]), at + 1))
      zip.writeUInt32LE(10, at);
    expect((await takenOf(zip)).dockerfile).toContain("The archive is damaged");
  });

  test("files that share their bytes are read as they are", async () => {
    const zip = await zipOf({ Dockerfile: dockerfile, "x.txt": dockerfile });
    const second = zip.lastIndexOf("PK\u0001\u0002");
    zip.writeUInt32LE(0, second + 42);
    expect(await takenOf(zip)).toMatchObject({ dockerfile, entries: ["x.txt"] });
  });

  test("nothing is taken where it needs a password", async () => {
    const message = "It needs a password: ask for it again without one.";
    const zip = await zipOf({ Dockerfile: dockerfile.repeat(100) });
    expect((await takenOf(withFlag(zip, 0))).dockerfile).toBe(message);
    expect((await takenOf(withFlag(withFlag(zip, 0), 6))).dockerfile).toBe(message);
  });

  test("nothing is taken where a byte of a file is wrong", async () => {
    const zip = await zipOf({ Dockerfile: dockerfile });
    const at = zip.readUInt16LE(26) + zip.readUInt16LE(28) + 30;
    zip[at + 3] = (zip[at + 3] ?? 0) ^ 0xff;
    expect((await takenOf(zip)).dockerfile).toContain("ask for it again");
  });

  test("the end may be missing anywhere", async () => {
    const zip = await zipOf({ Dockerfile: dockerfile, "x.txt": "x" });
    for (let length = 4; length < zip.length; length += 7)
      expect((await takenOf(zip.subarray(0, length))).dockerfile).toBe(
        "The archive ends in the middle: ask for it again.",
      );
  });

  test("a name that is not UTF-8, or is too long for a file, does no harm", async () => {
    const zip = await zipOf({ Dockerfile: dockerfile, qqqq: "x", ["w".repeat(300)]: "x" });
    for (let at = zip.indexOf("qqqq"); at >= 0; at = zip.indexOf("qqqq", at)) zip[at + 2] = 0xff;
    expect(await takenOf(zip)).toMatchObject({ dockerfile, entries: [expect.stringContaining("qq")] });
  });

  test("a name that differs in case is another file", async () => {
    expect(await takenOf(await zipOf({ dockerfile }))).toMatchObject({ dockerfile: "missing" });
    expect(await takenOf(await zipOf({ dockerfile: "FROM b", Dockerfile: dockerfile }))).toMatchObject({
      dockerfile,
    });
  });

  test("100,000 files are gone through, and more are refused", { timeout: 60_000 }, async () => {
    expect(await takenOf(zipOfEmptyFiles(manyNames(99_999)))).toMatchObject({
      dockerfile: "",
      entries: ["lib"],
    });
    expect((await takenOf(zipOfEmptyFiles(manyNames(100_000)))).dockerfile).toContain(
      "more than 100000 files",
    );
  });
});

describe("of a tar file", () => {
  test.each(["symlink", "link", "fifo", "block-device"] as const)(
    "a %s is none of the files",
    async (type) => {
      const archive = await tarOf([{ name: "Dockerfile", type, linkname: "/etc/passwd" }]);
      expect((await tar(archive)).dockerfile).toBe(type.endsWith("link") ? "link" : "not-a-file");
    },
  );

  test("a file that is too large is not kept", async () => {
    const size = largestFile + 1;
    expect((await tar(await tarOfFiles({ Dockerfile: "#".repeat(size) }))).dockerfile).toBe("too-large");
  });

  test("the last of two files of one name counts, as when it is unpacked", async () => {
    const archive = await tarOf([
      { name: "Dockerfile", content: "FROM old" },
      { name: "./Dockerfile", content: dockerfile },
    ]);
    expect((await tar(archive)).dockerfile).toBe(dockerfile);
  });

  test("a path that is longer than any system takes is not taken", async () => {
    const archive = await tarOf([
      { name: "Dockerfile", content: dockerfile },
      { name: `lib/${"a/".repeat(2_500)}`, type: "directory" },
    ]);
    const { note, ...taken } = await tar(archive);
    expect(taken).toEqual({ dockerfile, entries: [] });
    expect(note).toContain("1 in all");
  });

  test("a bomb is given up", { timeout: 60_000 }, async () => {
    const size = 4_000_000_000;
    const [header] = [(await tarOf([{ name: "x", size: 0 }])).subarray(0, 512)];
    header.write(`${size.toString(8).padStart(11, "0")} `, 124, "latin1");
    header.fill(" ", 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
    // Members of gzip follow one another: a few of them unpack to more than is allowed.
    const megabytes = gzipSync(Buffer.alloc(100_000_000));
    const bomb = Buffer.concat([gzipSync(header), ...Array.from({ length: 6 }, () => megabytes)]);
    expect((await tar(bomb)).dockerfile).toContain("It unpacks to more than 500 MB");
  });

  test("the end may be missing", async () => {
    const archive = await tarOfFiles({ Dockerfile: "#".repeat(5000) });
    expect((await tar(archive.subarray(0, 3000))).dockerfile).toBe(
      "The archive ends in the middle: ask for it again.",
    );
    const packed = await tgzOf({ Dockerfile: dockerfile });
    expect((await tar(packed.subarray(0, -10))).dockerfile).toBe(
      "The archive ends in the middle: ask for it again.",
    );
  });

  test("something else that was packed by gzip is none", async () => {
    expect((await tar(gzipSync("#".repeat(2000)))).dockerfile).toContain("It is no tar archive");
    expect((await tar(gzipSync(dockerfile))).dockerfile).toContain("The archive ends in the middle");
  });

  test("100,000 files are gone through, and more are refused", { timeout: 60_000 }, async () => {
    const block = (await tarOfFiles({ "lib/f": "" })).subarray(0, 512);
    const end = await tarOfFiles({ Dockerfile: dockerfile });
    const many = (count: number) => Buffer.concat([...Array.from({ length: count }, () => block), end]);
    expect((await tar(gzipSync(many(99_999)))).dockerfile).toBe(dockerfile);
    expect((await tar(gzipSync(many(100_000)))).dockerfile).toContain("more than 100000 files");
  });
});
