import { expect, test } from "vitest";

import { parseDockerfile } from "../src/dockerfile.ts";
import { nameLayers } from "../src/image-layers.ts";

test("each layer is named after the line that made it, through the stages that the final one starts from", () => {
  const dockerfile = parseDockerfile(
    "FROM a:1 AS base\nRUN one\nFROM b:1 AS other\nRUN no\nFROM base\nENV A=1\nCOPY app.py .\n",
  );
  const history = [
    { createdBy: "RUN /bin/sh -c one # buildkit", bytes: 10 },
    { createdBy: "ENV A=1", bytes: 0 },
    { createdBy: "COPY app.py . # buildkit", bytes: 5 },
  ];
  expect(nameLayers(history, dockerfile)).toEqual([
    { instruction: "RUN one", line: 2, bytes: 10 },
    { instruction: "COPY app.py .", line: 7, bytes: 5 },
  ]);
});

test("a history that does not agree with the Dockerfile gives no lines", () => {
  const layers = nameLayers(
    [{ createdBy: "COPY x # buildkit", bytes: 1 }],
    parseDockerfile("FROM a:1\nRUN one\n"),
  );
  expect(layers).toEqual([{ instruction: "COPY x", bytes: 1 }]);
});
