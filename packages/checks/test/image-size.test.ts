import { describe, expect, test } from "vitest";

import { imageSize } from "../src/image-size.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const layer = (line: number, bytes: number) => ({ instruction: `RUN step-${line}`, line, bytes });
const base = { reference: "python:3.13-slim", bytes: 120e6, standIn: false };

const fetching = (line: string) =>
  judge(
    imageSize,
    evidence({
      dockerfile: dockerfile("FROM python:3.13-slim", line),
      image: { layers: [layer(2, 41e6)] },
    }),
  );

describe("image-size", () => {
  test("names the largest layers by line, the largest first", () => {
    const layers = [layer(3, 30e6), layer(4, 180e6), layer(5, 1e6), layer(6, 2e6), layer(7, 0)];
    const finding = judge(imageSize, evidence({ image: { layers } }));
    expect(messageOf(finding)).toMatchInlineSnapshot(`
      "The image adds 213 MB to its base; this lab allows 40.0 MB.

      The largest layers:

      - 180 MB: line 4, \`RUN step-4\`
      - 30.0 MB: line 3, \`RUN step-3\`
      - 2.00 MB: line 6, \`RUN step-6\`"
    `);
    expect(lineOf(finding)).toBe(4);
  });

  test("counts exactly the limit as within it", () => {
    const sections = evidence({ image: { layers: [layer(3, 50e6)] } });
    expect(judge(imageSize, sections, { added: "50 MB" })).toEqual({ holds: true });
    expect(judge(imageSize, sections, { added: "49.9 MB" }).holds).toBe(false);
  });

  test("blames the FROM whose base is too large", () => {
    const image = { base: { reference: "python:3.13", bytes: 1.02e9, standIn: false } };
    const finding = judge(imageSize, evidence({ image }));
    expect(messageOf(finding)).toBe("The base `python:3.13` has 1.02 GB; this lab allows 200 MB.");
    expect(lineOf(finding)).toBe(5);
    expect(fixOf(finding)).toBe("On line 5, start from `python:3.13-slim`.");
  });

  test("blames a final stage that starts from the builder for the base that comes with it", () => {
    const image = { base: { reference: "python:3.13", bytes: 1.02e9, standIn: false } };
    const lines = dockerfile("FROM python:3.13 AS builder", "RUN pip install flask", "FROM builder");
    const finding = judge(imageSize, evidence({ image, dockerfile: lines }));
    expect(messageOf(finding)).toContain("begins with `FROM builder` on line 3");
    expect(lineOf(finding)).toBe(3);
    expect(fixOf(finding)).toContain("FROM python:3.13-slim\nCOPY --from=builder");
  });

  test("blames the base of a common stage that runs nothing", () => {
    const image = { base: { reference: "python:3.13", bytes: 1.02e9, standIn: false } };
    const lines = dockerfile("FROM python:3.13 AS base", "ENV A=1", "FROM base", "RUN pip install flask");
    expect(lineOf(judge(imageSize, evidence({ image, dockerfile: lines })))).toBe(1);
  });

  test.each([
    [["RUN apt-get purge -y gcc"], "take both out, the installing on line 4 and the removing on line 5"],
    [["RUN pip install a", "RUN apt-get purge -y gcc"], "Move what line 4 installs, and what line 5 builds"],
  ])("says of tools that %j follows why they still count", (after, fix) => {
    const lines = [
      "FROM python:3.13 AS b",
      "RUN pip install a",
      "FROM python:3.13-slim",
      "RUN apt-get install gcc",
    ];
    const image = { layers: [layer(4, 180e6)] };
    const finding = judge(imageSize, evidence({ image, dockerfile: dockerfile(...lines, ...after) }));
    expect(messageOf(finding)).toContain("a later one can only hide");
    expect(fixOf(finding)).toContain(fix);
  });

  test("says what to copy in place of a whole directory of the system", () => {
    const lines = [
      "FROM python:3.13 AS b",
      "RUN pip install a",
      "FROM python:3.13-slim",
      "COPY --from=b /usr/local /usr/local",
    ];
    const image = { layers: [layer(4, 50e6)] };
    const finding = judge(imageSize, evidence({ image, dockerfile: dockerfile(...lines) }));
    expect(fixOf(finding)).toMatchInlineSnapshot(`
      "In place of line 4, copy only what line 2 installed:

      \`\`\`dockerfile
      COPY --from=b \\
          /usr/local/lib/python3.13/site-packages \\
          /usr/local/lib/python3.13/site-packages
      COPY --from=b /usr/local/bin /usr/local/bin
      \`\`\`"
    `);
  });

  test("asks for a slim base where it does not know its name", () => {
    const image = { base: { reference: "python:3.13-trixie", bytes: 1.02e9, standIn: false } };
    expect(fixOf(judge(imageSize, evidence({ image })))).toBe(
      "Start from the `-slim` variant of that image.",
    );
  });

  const full = { base: { reference: "python:3.13", bytes: 1.02e9, standIn: false } };
  const client = { installed: { mysqlclient: "2.2.7" } };
  test.each([
    [
      "a later stage has to bring",
      ["FROM python:3.13 AS builder", "RUN pip install mysqlclient", "FROM python:3.13"],
      "On line 3, start from `python:3.13-slim`. A slim base lacks `libmariadb.so.3`, which `mysqlclient` loads each time it runs. Below line 3, add:",
    ],
    [
      "was compiled in the only stage",
      ["FROM python:3.13", "RUN pip install mysqlclient"],
      "Name the one that installs: `FROM python:3.13 AS builder` on line 1. Below line 2, begin the one that runs",
    ],
    [
      "the final stage installs already",
      ["FROM python:3.13 AS b", "FROM python:3.13", "RUN apt-get install -y libmariadb3"],
      "On line 2, start from `python:3.13-slim`.",
    ],
  ])("says what a slim base lacks where a package needs a library that %s", (_, lines, fix) => {
    const sections = evidence({ image: full, runtime: client, dockerfile: dockerfile(...lines) });
    expect(fixOf(judge(imageSize, sections))).toContain(fix);
  });

  test("says that package lists were left", () => {
    const update = "RUN apt-get update && apt-get install -y libmariadb3";
    expect(messageOf(fetching(update))).toContain("lists of all of Debian's packages");
    expect(fixOf(fetching(update))).toContain("End line 2 with `&& rm -rf /var/lib/apt/lists/*`.");
    expect(fixOf(fetching(`${update} && rm -rf /var/lib/apt/lists/*`))).toBeUndefined();
  });

  test("does not list what is tiny beside the largest", () => {
    const image = { layers: [layer(3, 50e6), layer(4, 4_300)] };
    expect(messageOf(judge(imageSize, evidence({ image })))).not.toContain("line 4");
  });

  const builder = [
    "FROM python:3.13-slim AS builder",
    "RUN python -m venv /opt/venv",
    "FROM python:3.13-slim",
  ];
  const environment = "COPY --from=builder /opt/venv /opt/venv";
  const system = "COPY --from=builder /usr/local /usr/local";
  test.each([
    ["RUN chown -R app /opt/venv", [environment], "a second time", "Leave line 5 out: to run"],
    ["RUN chmod -R a+rX /opt/venv && chown app /app", [environment], "a second time", "Leave line 5 out"],
    [system, [environment], "all of `/usr/local`", "comes with the environment, on line 4."],
    [system, ["WORKDIR /app"], "all of `/usr/local`", "copy only what the stage `builder` made"],
  ])("says of %s that it stores what is there already", (line, above, words, fix) => {
    const sections = evidence({
      dockerfile: dockerfile(...builder, ...above, line),
      image: { layers: [layer(5, 28e6), layer(4, 28.1e6)] },
    });
    const finding = judge(imageSize, sections);
    expect(messageOf(finding)).toContain(words);
    expect(fixOf(finding)).toContain(fix);
    expect(lineOf(finding)).toBe(5);
  });

  test.each([
    ["RUN pip install flask && chown -R app /opt/venv", 28e6],
    ["RUN chown -R app /opt/venv", 5e6],
    ["COPY --from=builder /usr/local/lib/python3.13 /usr/local/lib/python3.13", 28e6],
    ["COPY --from=busybox:1.37 /usr /usr", 28e6],
  ])("does not say so of %s with %i bytes", (line, bytes) => {
    const sections = evidence({
      dockerfile: dockerfile(...builder, environment, line),
      image: { layers: [layer(4, 56e6 - bytes), layer(5, bytes)] },
    });
    expect(fixOf(judge(imageSize, sections))).toBeUndefined();
  });

  test("allows on an empty base what a base may have", () => {
    const image = { base: { ...base, reference: "scratch", bytes: 0 }, layers: [layer(3, 230e6)] };
    expect(judge(imageSize, evidence({ image }))).toEqual({ holds: true });
  });

  test("takes a limit for the whole image where a lab sets one", () => {
    const finding = judge(imageSize, evidence(), { total: "140 MB" });
    expect(messageOf(finding)).toContain("has 145 MB in all; this lab allows 140 MB");
  });
});
