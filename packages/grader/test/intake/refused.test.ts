import { openFolder } from "../../src/intake/folder.ts";
import { join } from "node:path";
import { expect, test } from "vitest";

import { folderOf } from "./class-folder.ts";

test("what goes away while a class is taken in is nobody's zero: the class ends there, and says so", async () => {
  const gone = join(await folderOf({}), "ada");
  await expect(openFolder(gone)).rejects.toThrow("went away while the class was taken in");
});
