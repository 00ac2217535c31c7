import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { ShipshapeError } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { readRoster } from "../../src/intake/roster.ts";
import { findOnRoster } from "../../src/intake/who-is.ts";
import { folderOf } from "./class-folder.ts";

const read = async (content: string | Buffer) =>
  readRoster(join(await folderOf({ "roster.csv": content }), "roster.csv"));
const idsOf = async (content: string) => (await read(content)).map(({ learner }) => learner.id);

describe("a roster", () => {
  test.each([
    ["commas", "id,name\nada,Ada L.\nbob,Bob"],
    ["semicolons", 'id;name\r\nada;"Ada; L."\r\nbob;Bob\r\n'],
    ["tabs", "id\tname\nada\tAda\nbob\tBob\n"],
    ["a byte-order mark", "\uFEFFid,name\nada,Ada\nbob,Bob"],
    ["blank lines and spaces", "id,name\n\nada , Ada\n,\nbob,Bob\n\n"],
    ["one column", "username\nada\nbob\n"],
  ])("is read with %s", async (_, content) => {
    expect(await idsOf(content)).toEqual(["ada", "bob"]);
  });

  test.each([
    ["an id before a name", "Name,Email,Student ID\nAda,a@x,7", "7"],
    ["a user name before an address", "Email address,Username\na@x,ada", "ada"],
    ["what everyone has", "ID number,Email address\n,a@x\n7,b@x", "a@x"],
    ["a name, where there is nothing else", "First name,Full name\nAda,Ada L.", "Ada L."],
  ])("takes as the learner's id %s", async (_, content, id) => {
    expect((await idsOf(content))[0]).toBe(id);
  });

  test("that names nobody is no roster", async () => {
    await expect(read("id,name\n")).rejects.toThrow("names nobody");
  });

  test("that is no file is not waited for", async () => {
    const pipe = join(await folderOf({}), "pipe");
    execFileSync("mkfifo", [pipe]);
    await expect(readRoster(pipe)).rejects.toThrow("it is no file");
  });

  test("keeps every column, whatever it is called", async () => {
    const [row] = await read('id,__proto__,,"a ""b"""\nada,x,y,z');
    expect(JSON.stringify(row?.learner.columns)).toBe(
      '{"a \\"b\\"":"z","column 3":"y","__proto__":"x","id":"ada"}',
    );
  });

  test.each([
    ["is empty", "", "is empty"],
    [
      "has no usable column",
      "group,points\nA,1",
      "has no column that tells who is who. In line 1 there are: `group, points`",
    ],
    ["says nothing of a learner", "id,points\nada,1\n,2", "says nothing in the column `id` in line 3"],
    [
      "says an id twice",
      "id,points\nada,1\nbob,2\nada,3",
      "says `ada` twice in the column `id`: in the lines 2 and 4",
    ],
    ["has a line of another length", "id,points\nada,1\nbob", "in line 3"],
    ["has a quote that never ends", 'id,points\nada,1\n"bob,2', "no CSV file that can be read"],
    ["is of another kind and huge", Buffer.alloc(16_000_001, "a"), "is larger than 16 MB"],
    ["is not UTF-8", Buffer.from([0x69, 0x64, 0x0a, 0xe4]), "is no CSV file in UTF-8"],
    ["is UTF-16", Buffer.from("\uFEFFid\nada", "utf16le"), "is no CSV file in UTF-8"],
  ])("that %s is refused with the line and what to do", async (_, content, message) => {
    const reading = read(content);
    await expect(reading).rejects.toThrow(ShipshapeError);
    await expect(reading).rejects.toThrow(message);
  });

  test("that is not there is refused", async () => {
    await expect(readRoster("/nowhere/roster.csv")).rejects.toThrow("cannot be read");
  });
});

describe("a learner is found on the roster", () => {
  const roster =
    "id,username,email,name\n7,Ada,ada.l@x.org,Ada Löve\n8,bob,bob@x.org,Ann Lee\n9,cy,cy@x.org,Ann Lee\n";
  const find = async (...keys: string[]) => {
    const found = findOnRoster(await read(roster))(keys);
    return typeof found === "string" ? found : found.id;
  };

  test.each([
    ["by id", "7", "7"],
    ["by user name in another case", "ADA", "7"],
    ["by address", "Ada.L@x.org", "7"],
    ["by name without its spaces", "adalöve", "7"],
    ["by name with letters encoded otherwise", "Ada Lo\u0308ve", "7"],
    ["by what stands before the @", "ada.l", "7"],
  ])("%s", async (_, key, id) => {
    expect(await find(key)).toBe(id);
  });

  test("by the surest key that fits one", async () => {
    expect(await find("annlee", "9")).toBe("9");
  });

  test("only where it is one", async () => {
    expect(await find("Ann Lee")).toBe("several");
    expect(await find("Dan")).toBe("nobody");
    expect(await find("")).toBe("nobody");
  });

  test("by an id in its very case before another one's in another", async () => {
    const found = findOnRoster(await read("id\nada\nADA\n"));
    expect(found(["ADA"])).toMatchObject({ id: "ADA" });
    expect(found(["Ada"])).toBe("several");
  });
});
