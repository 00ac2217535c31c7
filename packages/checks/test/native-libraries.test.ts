import { expect, test } from "vitest";

import { packageOf } from "../src/native-libraries.ts";

test.each([
  ["libmariadb.so.3", "libmariadb3"],
  ["libpq.so.5", "libpq5"],
  ["libxslt1.so.2", "libxslt1-2"],
  ["libmagic.so.1.0.0", "libmagic1"],
  ["_mysql.so", undefined],
])("Debian's pattern of names makes of %s the package %s", (library, name) => {
  expect(packageOf(library)).toBe(name);
});
