import { expect, test } from "vitest";

import { median } from "../src/index.ts";

test.each([
  [[], 0],
  [[5], 5],
  [[1, 2], 1.5],
  [[30, 1, 2], 2],
  [[4, 3, 2, 1], 2.5],
])("the median of %j is %d", (numbers, middle) => {
  expect(median(numbers)).toBe(middle);
});
