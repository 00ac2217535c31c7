import { expect, test } from "vitest";

import { renderTable } from "../src/index.ts";

const columns = [{ heading: "Lab" }, { heading: "Passed", align: "right" }, { heading: "What" }] as const;

test("columns are as wide as their widest cell, and numbers stand at the right", () => {
  const rows = [
    ["01-first-image", "7", "all"],
    ["05", "12", "nearly all"],
  ];
  expect(renderTable(columns, rows, 80)).toBe(
    [
      "Lab             Passed  What",
      "01-first-image       7  all",
      "05                  12  nearly all",
    ].join("\n"),
  );
});

test("the last column is wrapped to the width", () => {
  expect(renderTable(columns, [["01", "7", "the quick brown fox jumps"]], 32)).toBe(
    ["Lab  Passed  What", "01        7  the quick brown fox", "             jumps"].join("\n"),
  );
});

test("where the last column would be too narrow to read, each row is a list", () => {
  expect(
    renderTable(
      columns,
      [
        ["01", "7", "the quick brown fox"],
        ["02", "8", "yes"],
      ],
      20,
    ),
  ).toBe(
    ["Lab: 01", "Passed: 7", "What: the quick", "brown fox", "", "Lab: 02", "Passed: 8", "What: yes"].join(
      "\n",
    ),
  );
});

test("wide characters count twice and colour codes not at all", () => {
  const rows = [
    ["日本", "1", "x"],
    ["\u001B[31mred\u001B[39m", "2", "y"],
  ];
  expect(renderTable(columns, rows, 80)).toBe(
    ["Lab   Passed  What", "日本       1  x", "\u001B[31mred\u001B[39m        2  y"].join("\n"),
  );
});

test("a table without rows is its headings", () => {
  expect(renderTable(columns, [], 80)).toBe("Lab  Passed  What");
});
