import { extract, pack } from "tar-stream";
import { expect, test } from "vitest";

import { readHiddenPaths } from "../src/hidden-paths.ts";

test("of a layer, only what hides one of the paths is kept", async () => {
  const layer = pack();
  for (const name of ["app/.wh.secret", "app/other", "other/.wh.secret", "other/.wh..wh..opq", "etc/passwd"])
    layer.entry({ name }, "");
  layer.finalize();
  expect(await readHiddenPaths(layer.pipe(extract()), ["/app/secret/key"])).toEqual({
    hides: new Set(["/app/secret"]),
    empties: new Set(),
  });
});
