import { expect, test } from "vitest";

import { languageFrom, sayIn } from "../src/language.ts";
import { codeBlock, joinMarkdown, md } from "../src/markdown.ts";

const german = languageFrom("de", {
  "Port {0} of {1} is closed.": "Bei {1} ist der Port {0} geschlossen.",
  "It waits.": "Es wartet.",
});

test("a message is written in a language with its values in that language's order", () => {
  expect(md`Port ${5000} of ${"app"} is closed.`.in(german)).toBe("Bei `app` ist der Port 5000 geschlossen.");
});

test("a message inside another, and messages that are joined, are each translated", () => {
  const waits = md`It waits.`;
  expect(md`Port ${1} of ${waits} is closed.`.in(german)).toBe("Bei Es wartet. ist der Port 1 geschlossen.");
  expect(joinMarkdown([waits, waits], " ").in(german)).toBe("Es wartet. Es wartet.");
});

test("what has no translation stays English", () => {
  expect(md`Port ${5000} is open.`.in(german)).toBe("Port 5000 is open.");
  expect(sayIn(german)`toString`).toBe("toString");
});

test("what a learner wrote is filled in and never taken for a place", () => {
  expect(md`Port ${"{1}"} of ${"app"} is closed.`.in(german)).toBe(
    "Bei `app` ist der Port `{1}` geschlossen.",
  );
});

test("what was filled in before is found again, by the template that says most", () => {
  const spoken = languageFrom("de", {
    "It failed: {0}": "Es ist gescheitert: {0}",
    "It failed: {0} of {1}.": "Es ist bei {1} gescheitert: {0}.",
    "{0} Of these it did not: {1}": "{0} Bei diesen nicht: {1}",
  });
  expect(spoken.translateFilled("It failed: `a` of `b`.")).toBe("Es ist bei `b` gescheitert: `a`.");
  expect(spoken.translateFilled("It failed: `{0}`")).toBe("Es ist gescheitert: `{0}`");
  expect(spoken.translateFilled("It failed: `a` of `b`. Of these it did not: `c`")).toBe(
    "Es ist bei `b` gescheitert: `a`. Bei diesen nicht: `c`",
  );
  expect(spoken.translateFilled("It stopped.")).toBe("It stopped.");
});

test("messages that were joined are each found again", () => {
  const joined = joinMarkdown([
    md`Port ${1} of ${"a\n\nb"} is closed.`,
    md`It waits.`,
    md`Port ${2} of ${"c"} is closed.`,
  ]);
  expect(german.translateFilled(joined.source)).toBe(joined.in(german));
  const withBlock = joinMarkdown([md`It waits.`, codeBlock("It waits.\n\nIt waits."), md`It waits.`]);
  expect(german.translateFilled(withBlock.source)).toBe(withBlock.in(german));
});

test("what others wrote is not taken for a message of few words", () => {
  const terse = languageFrom("de", {
    "{0} of {1}": "{0} von {1}",
    "{0} failed": "{0} nicht bestanden",
    "at the step {0}": "beim Schritt {0}",
  });
  for (const foreign of ["`spawn: out of memory`", "spawn: out of memory", "step 3 failed"])
    expect(terse.translateFilled(foreign)).toBe(foreign);
  expect(terse.translateFilled("3 failed")).toBe("3 nicht bestanden");
  expect(terse.translateFilled("`a of b` of 1.5 MB")).toBe("`a of b` von 1.5 MB");
  expect(terse.translateFilled("at the step `RUN make` failed")).toBe(
    "beim Schritt `RUN make` nicht bestanden",
  );
});

test("a message of many words may hold what others wrote", () => {
  const wordy = languageFrom("de", {
    "The worker that had this one says: {0}": "Der Worker, der das hatte, sagt: {0}",
    "{0} of {1}": "{0} von {1}",
  });
  expect(wordy.translateFilled("The worker that had this one says: out of memory")).toBe(
    "Der Worker, der das hatte, sagt: out of memory",
  );
});

test("plain text is translated in the same way", () => {
  expect(sayIn(german)`Port ${5000} of ${"app"} is closed.`).toBe("Bei app ist der Port 5000 geschlossen.");
});
