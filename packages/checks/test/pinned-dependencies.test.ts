import { describe, expect, test } from "vitest";

import { pinnedDependencies } from "../src/pinned-dependencies.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, judge, lineOf, messageOf } from "./evidence.ts";

describe("pinned-dependencies", () => {
  test("names what is missing and what is another version, in order", () => {
    const finding = judge(pinnedDependencies, evidence({ runtime: { installed: { flask: "3.0.0" } } }));
    expect(messageOf(finding)).toBe(
      "The app runs with other packages than `requirements.txt` pins:\n\n" +
        "- `flask` is pinned to `3.1.2`, and `3.0.0` is installed\n" +
        "- `gunicorn` is pinned to `23.0.0`, and it is not installed with the app",
    );
    expect(lineOf(finding)).toBe(4);
  });

  test("blames the line that installs packages by name", () => {
    const finding = judge(
      pinnedDependencies,
      evidence({
        dockerfile: dockerfile(
          "FROM python:3.13-slim",
          "RUN pip install flask gunicorn",
          "RUN pip install -r more.txt",
        ),
        runtime: { installed: { flask: "3.2.0", gunicorn: "23.0.0" } },
      }),
    );
    expect(lineOf(finding)).toBe(2);
  });
});
