import { expect, test } from "vitest";

import { buildLines } from "../src/dockerfile-lines.ts";

const dockerfile = `# A first line
FROM python:3.13-slim AS builder
LABEL stage=builder
RUN echo one

FROM python:3.13-slim
COPY --from=builder /a /a
EXPOSE 5000
CMD ["flask", "run"]
`;

const same = (one: string, other: string, withSettings = false) =>
  JSON.stringify(buildLines(one, { withSettings })) === JSON.stringify(buildLines(other, { withSettings }));
const edited = (find: string, replace: string) => dockerfile.replace(find, replace);

test.each([
  ["another command", edited('"run"', '"run", "--debug"')],
  ["another port", edited("5000", "8000")],
  ["a health check more, below", `${dockerfile}HEALTHCHECK CMD true\n`],
  ["no command", edited('CMD ["flask", "run"]\n', "")],
  ["a comment where an empty line was", edited("\n\nFROM", "\n# and then\nFROM")],
  ["a comment at the end", `${dockerfile}# that was it\n`],
])("a build is the same with %s", (_, text) => {
  expect(same(dockerfile, text)).toBe(true);
});

test.each([
  ["another RUN", edited("echo one", "echo two")],
  ["another base", edited("3.13-slim AS", "3.14-slim AS")],
  ["one more line above", `\n${dockerfile}`],
  ["a line more between instructions, since steps are named by lines", edited("\n\nFROM", "\n\n\nFROM")],
  ["another first line, which may be a directive", edited("# A first line", "# check=error=true")],
  ["a label of a stage before the last, which is another's base perhaps", edited("stage=builder", "stage=b")],
  ["a variable", edited("EXPOSE 5000", "ENV A=5000")],
  ["another user", edited("EXPOSE 5000", "USER app")],
])("a build is another one with %s", (_, text) => {
  expect(same(dockerfile, text)).toBe(false);
});

test("what a container does is another thing with another command, and the same with another comment", () => {
  expect(same(dockerfile, edited('"run"', '"serve"'), true)).toBe(false);
  expect(same(dockerfile, `${dockerfile}# that was it\n`, true)).toBe(true);
});

test.each([
  [
    "what looks like an instruction in a continued RUN",
    "FROM a\nRUN echo \\\n  one; \\\nCMD two\n",
    "two",
    "three",
  ],
  ["what follows an instruction that goes on", "FROM a\nCMD one \\\n\nRUN two\n", "two", "three"],
  ["an instruction that goes on", "FROM a\nCMD one \\\n  two\n", "one", "three"],
  ["what looks like a comment in a heredoc", "FROM a\nRUN <<EOF\n# one\nEOF\n", "# one", "# two"],
  [
    "what looks like a command in a heredoc",
    "FROM a\nCOPY <<EOF /file\nCMD one\nEOF\n",
    "CMD one",
    "CMD two",
  ],
  ["a comment where a backslash is not what it was", "# escape=`\nFROM a\n# one\n", "# one", "# two"],
])("all of a file counts where it is not certain: %s", (_, text, find, replace) => {
  expect(same(text, text.replace(find, replace))).toBe(false);
});
