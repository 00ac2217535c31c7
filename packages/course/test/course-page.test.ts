import { type Lab, manifestSchema } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { coursePage } from "../src/course-page.ts";

const lab = (id: string, fields: object = {}): Lab => ({
  ...manifestSchema.parse({
    title: "Set sail",
    summary: "Leave the harbour.",
    minutes: 20,
    objectives: ["Tell port from starboard.", "Tie a bowline."],
    submit: ["Dockerfile", ".dockerignore"],
    checks: [{ id: "image-builds", points: 2 }, { id: "home-page" }],
    broken: {},
    ...fields,
  }),
  id,
  folder: `/labs/${id}`,
  appFolder: "/app",
});

describe("the page of the course", () => {
  const page = coursePage([lab("01-set-sail"), lab("02-go-on", { title: "Go on", after: ["01-set-sail"] })]);

  test("has a row for each lab, with all of its points", () => {
    expect(page).toContain("| [01: Set sail](01-set-sail/README.md) | Leave the harbour. | 20 | 3 |\n");
    expect(page).toContain("| [02: Go on](02-go-on/README.md) |");
  });

  test("names each lab's objectives, files and predecessors", () => {
    expect(page).toContain("- Tell port from starboard.\n- Tie a bowline.\n");
    expect(page).toContain(
      "You hand in `Dockerfile`, `.dockerignore`. It builds on [01](01-set-sail/README.md).",
    );
  });

  test("leads from each check to its own page", () => {
    expect(page).toContain("| [`image-builds`](../docs/checks/image-builds.md) | The image builds | 2 |\n");
  });

  test("keeps a bar in a title inside its cell", () => {
    expect(coursePage([lab("01-set-sail", { title: "Port | starboard" })])).toContain(
      "[01: Port \\| starboard]",
    );
  });
});
