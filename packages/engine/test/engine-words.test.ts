import { expect, test } from "vitest";

import { engineWords } from "../src/engine-words.ts";

test("what the client library adds is taken away", () => {
  expect(engineWords(new Error("(HTTP code 500) server error - no such host \n"))).toBe("no such host");
  expect(engineWords(new Error("connect ECONNREFUSED"))).toBe("connect ECONNREFUSED");
});
