import { expect, test } from "vitest";

import { selectFiles } from "../../src/session/file-sync.ts";

const folder = new Map(
  ["Dockerfile", "app.py", "docs/a.md", "docs/b/c.md", "tests/test_app.py", "requirements.txt"].map(
    (path) => [path, Buffer.from("")],
  ),
);

test.each([
  ["all, where nothing is named", [], [], [...folder.keys()]],
  ["all, where the folder itself is named", ["."], [], [...folder.keys()]],
  ["the files that are named", ["app.py", "nowhere.txt"], [], ["app.py"]],
  ["what is in a folder that is named", ["docs"], [], ["docs/a.md", "docs/b/c.md"]],
  [
    "what a pattern matches, and not what is below",
    ["*.txt", "docs/*.md"],
    [],
    ["docs/a.md", "requirements.txt"],
  ],
  ["none that is excluded, though it is named", ["docs", "app.py"], ["**/*.md"], ["app.py"]],
  ["exceptions to what is excluded", [], ["*", "!docs", "docs/b"], ["docs/a.md"]],
])("a request is for %s", (_, wanted, excluded, files) => {
  expect([...selectFiles(folder, { wanted, excluded }).keys()]).toEqual(files);
});
