import type { BuildStep, RebuildSection } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { layerCache } from "../src/layer-cache.ts";
import { dockerfile } from "./dockerfile.ts";
import { built, evidence, fixOf, judge, lineOf, messageOf, ran, rebuilt, stopped } from "./evidence.ts";

const pip = "RUN pip install --no-cache-dir -r requirements.txt";
const retrying =
  "Looking in indexes\nWARNING: Retrying (Retry(total=4)) after connection broken by 'ProxyError(0x7f01)'\n" +
  "WARNING: Retrying (Retry(total=3)) after connection broken by 'ProxyError(0x7f02)'\n";
const single = ["FROM python:3.13-slim", "WORKDIR /app", "COPY . .", pip];

type Edit = Pick<RebuildSection, "build"> & Partial<RebuildSection>;

const judged = (codeEdit: Edit, ...lines: string[]) =>
  judge(
    layerCache,
    evidence({
      codeEdit: rebuilt({ changed: ["app.py"], ...codeEdit }),
      dockerfile: dockerfile(...(lines.length > 0 ? lines : single)),
    }),
  );

const cached = (name: string, line: number): BuildStep => ({ name, line, cached: true, ms: 0 });

describe("layer-cache", () => {
  test("names the step that wanted the network, its line, and the line above it that takes the edit", () => {
    const finding = judged(stopped(`[4/4] ${pip}`, 4, retrying));
    expect(lineOf(finding)).toBe(3);
    expect(messageOf(finding)).toMatch(/^`COPY \. \.` on line 3 takes `app\.py`\./);
    expect(messageOf(finding)).toContain(`\`${pip}\` on line 4 ran again, wanted the network, and stopped.`);
    expect(fixOf(finding)).toBe(
      "Above line 4, copy nothing but what the install reads, `COPY requirements.txt ./`. Bring `app.py` in below line 4.",
    );
  });

  test("shows what a step wrote that stopped for another reason than the network", () => {
    const message = messageOf(judged(stopped(`[4/4] ${pip}`, 4, "ERROR: No space left on device\n")));
    expect(message).toContain("```text\nERROR: No space left on device");
  });

  test("needs the app in no stage but the one that runs it", () => {
    const step = "RUN pip install -r lists/requirements.dev.txt";
    const finding = judged(
      stopped(`[builder 3/3] ${step}`, 3, retrying),
      "FROM python:3.13-slim AS builder",
      "COPY . .",
      step,
      "FROM python:3.13-slim",
    );
    expect(fixOf(finding)).toBe(
      "In place of line 2, write `COPY requirements.dev.txt ./`: the install needs no more. Where something takes `app.py` from the stage `builder`, copy it there below line 3.",
    );
  });

  test.each([
    ["the app by its name", ["FROM python:3.13-slim", "COPY requirements.txt app.py ./", pip], 2],
    ["a pattern", ["FROM python:3.13-slim", "ADD *.* ./", pip], 2],
    ["a stage below", ["FROM python:3.13-slim AS base", "COPY . /app", "FROM base", pip], 2],
  ])("finds the line that takes %s", (_, lines, line) => {
    expect(lineOf(judged(stopped(`[3/3] ${pip}`, lines.length, retrying), ...lines))).toBe(line);
  });

  test("follows the edit through another stage", () => {
    const finding = judged(
      stopped(`[stage-1 3/3] ${pip}`, 5, retrying),
      "FROM python:3.13-slim AS files",
      "COPY . /src",
      "FROM python:3.13-slim",
      "COPY --from=files /src /app",
      pip,
    );
    expect(lineOf(finding)).toBe(2);
    expect(messageOf(finding)).toContain(
      "`COPY --from=files /src /app` on line 4 takes from the stage `files`, which has `app.py` through `COPY . /src` on line 2.",
    );
  });

  test("explains a mount that lends the whole context", () => {
    const step = "RUN --mount=type=bind,target=/src pip install -r /src/requirements.txt";
    const finding = judged(stopped(`[2/3] ${step}`, 2, retrying), "FROM python:3.13-slim", step, "COPY . .");
    expect(lineOf(finding)).toBe(2);
    expect(messageOf(finding)).toContain("The bind mount on line 2 has no `source=`");
    expect(fixOf(finding)).toContain(
      "`--mount=type=bind,source=requirements.txt,target=/src/requirements.txt`",
    );
  });

  test("does not blame a line that came from the cache", () => {
    const { build, ran: steps } = stopped(`[4/4] ${pip}`, 4, retrying);
    const finding = judged(
      {
        ran: steps,
        build: { ...build, steps: [cached("[2/4] COPY requirements*.txt ./", 2)] } as RebuildSection["build"],
      },
      "FROM python:3.13-slim",
      "COPY requirements*.txt ./",
      "COPY . .",
      pip,
    );
    expect(lineOf(finding)).toBe(3);
  });

  test("does not hold for an install that needed no network", () => {
    const output = "Installing collected packages: flask\nSuccessfully installed Flask-3.1.2\n";
    const finding = judged({
      build: built(),
      ran: [ran("[3/4] COPY . .", 3), ran(`[4/4] ${pip}`, 4, output)],
    });
    expect(lineOf(finding)).toBe(3);
    expect(messageOf(finding)).toContain("ran again and installed packages");
    expect(messageOf(finding)).not.toContain("cache mount");
  });

  test("says that a cache mount makes an install faster and not unnecessary", () => {
    const step = "RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt";
    for (const edit of [
      stopped(`[4/4] ${step}`, 4, retrying),
      { build: built(), ran: [ran(`[4/4] ${step}`, 4, "Successfully installed Flask-3.1.2")] },
    ])
      expect(messageOf(judged(edit, ...single.slice(0, 3), step))).toContain(
        "The step's cache mount may stay",
      );
  });

  test("does not hold for a silent install from wheels that an ENV names", () => {
    const step = "RUN pip install --quiet -r requirements.txt";
    const lines = ["FROM python:3.13-slim", "ENV PIP_FIND_LINKS=/wheels PIP_NO_INDEX=1", "COPY . .", step];
    const finding = judged({ build: built(), ran: [ran(`[3/3] ${step}`, 4)] }, ...lines);
    expect(lineOf(finding)).toBe(3);
    expect(messageOf(finding)).toContain("does not say what it did");
  });

  test("holds for a second install that finds all satisfied, and for other steps that run again", () => {
    const finding = judged({
      build: built(),
      ran: [
        ran("[3/5] COPY . .", 3),
        ran(`[4/5] ${pip}`, 4, "Requirement already satisfied: Flask==3.1.2 in /usr/local"),
        ran("[5/5] RUN python -m compileall .", 5, "Compiling './app.py'..."),
      ],
    });
    expect(finding).toEqual({ holds: true });
  });

  test("does not hold where no step takes the edit: the app in the image is another one", () => {
    expect(messageOf(judged({ build: built(), ran: [] }))).toContain("no step took the edit");
  });

  test("says of a build that went beyond a limit where it stopped", () => {
    const { build, ran: steps } = stopped(`[4/4] ${pip}`, 4, "Collecting flask\n");
    const timedOut = { ...build, outcome: "timed-out", limitSeconds: 300 } as RebuildSection["build"];
    expect(messageOf(judged({ build: timedOut, ran: steps }))).toContain("the build stopped there");
  });

  test("shows BuildKit's own words where no step is to blame", () => {
    const build: RebuildSection["build"] = {
      outcome: "failed",
      steps: [],
      error: "no such stage",
      log: "",
      ms: 1,
    };
    expect(messageOf(judged({ build }))).toContain("no such stage");
  });

  test("is done soon with stages that copy from one another again and again", () => {
    const stages = Array.from({ length: 60 }, (_, index) => [
      `FROM scratch AS s${index}`,
      ...(index === 0
        ? ["COPY requirements.txt /"]
        : [`COPY --from=s${index - 1} /a /a`, `COPY --from=s${index - 1} /b /b`]),
    ]).flat();
    const lines = [...stages, "FROM python:3.13-slim", "COPY --from=s59 /a /a", pip];
    expect(lineOf(judged(stopped(`[3/3] ${pip}`, lines.length, retrying), ...lines))).toBe(lines.length);
  });
});
