import { join } from "node:path";

import { expect, test } from "vitest";

import { folderTrouble } from "../src/folder-trouble.ts";

const told = (folder: string, path: string) => {
  const error = Object.assign(new Error(`EACCES: ${path}`), { code: "EACCES", syscall: "open", path });
  return () => folderTrouble(folder)(error);
};

test.each(["results", "./results", "results/", "../here/../results"])(
  "what is wrong with a file of %s is told as a trouble with that folder",
  (folder) => {
    expect(told(folder, join(folder, "class.json"))).toThrow("could not be read or written");
  },
);

test("what is wrong with a file beside a folder is no trouble with the folder", () => {
  expect(told("results", "results.csv")).toThrow("EACCES: results.csv");
});
