import { describe, expect, test } from "vitest";

import { findMessages } from "../messages/find-messages.ts";
import { translationMistakes } from "../messages/translation-mistakes.ts";

const messagesIn = (source: string, file = "packages/cli/src/a.ts") => findMessages(file, source).messages;

describe("the messages of a source", () => {
  test.each([
    ["a template of Markdown", "md`Port ${port} of ${app} is closed.`", ["Port {0} of {1} is closed."]],
    ["a template with code in it", "md`See \\`USER\\`.`", ["See `USER`."]],
    ["one inside another", "md`It says ${md`no`}.`", ["It says {0}.", "no"]],
    ["plain text, whatever brought the tag", "say`a`, say()`b`, sayIn(language)`c`", ["a", "b", "c"]],
    ["an error's two sentences", 'new ShipshapeError("It broke.", `Mend it.`)', ["It broke.", "Mend it."]],
    [
      "a remedy that depends",
      'new ShipshapeError(md`It broke.`, own ? "Mend it." : "Buy one.")',
      ["It broke.", "Mend it.", "Buy one."],
    ],
    [
      "a check's words",
      'defineCheck({ id: "a", title: "A", why: "B", fix: "C", docs: "D" })',
      ["A", "B", "C"],
    ],
    ["no places without words", "md`${a}: ${b}, ${c}`", []],
    ["no text under another tag", "css`color: red`", []],
  ])("are %s", (_, source, messages) => {
    expect(messagesIn(source).toSorted()).toEqual(messages.toSorted());
  });

  test("are what a check says of its options, and not what other schemas say", () => {
    const source = 'z.int().meta({ description: "The most." })';
    expect(messagesIn(source, "packages/checks/src/a.ts")).toEqual(["The most."]);
    expect(messagesIn(source, "packages/core/src/lab.ts")).toEqual([]);
  });

  test("are the descriptions of the command line", () => {
    const source =
      'program.description("A").argument("<a>", "B").option("--c", "C").requiredOption("--d", "D").addOption(new Option("--e", "E"))';
    expect(messagesIn(source, "packages/cli/src/main.ts").toSorted()).toEqual(["A", "B", "C", "D", "E"]);
    expect(messagesIn(source)).toEqual([]);
  });

  test("cannot be put together outside of a template", () => {
    expect(findMessages("a.ts", 'new ShipshapeError(`No ${name}.`, "Name another.")').mistakes).toEqual([
      "a.ts: write `No ${name}.` with md.",
    ]);
  });
});

const mistakes = (message: string, translated: string) =>
  translationMistakes("de.json", [message], { [message]: translated });

describe("a translation", () => {
  test("may put its places and its code in another order", () => {
    expect(mistakes("`a` of {0} is in {1}, `b`.", "{1} hat von {0} `b` und `a`.")).toEqual([]);
  });

  test("names what it lacks and what is no message", () => {
    expect(
      translationMistakes("de.json", ["Yes.", "No."], { "Yes.": "Ja.", "Perhaps.": "Vielleicht." }),
    ).toEqual(['de.json lacks: "No."', 'de.json has what is no message: "Perhaps."']);
  });

  test.each([
    ["lacks a place", "{0} of {1}", "{0}", "places"],
    ["has a place too many", "{0} is there", "{0} ist in {1}", "places"],
    ["puts a place into code", "It is {0}", "Es ist `{0}`", "code"],
    ["changes code", "Run `docker ps`.", "Starte `docker rm`.", "code"],
    ["does not close code", "Run `docker ps`.", "Starte `docker ps.", "code"],
    ["has another address", "See https://a.example/.", "Siehe https://b.example/.", "addresses"],
    ["makes a link of its own", "See this.", "Siehe [das](javascript:0).", "links"],
    ["brings a tag", "See this.", "Siehe <img src=x>.", "angle brackets"],
    ["brings a heading", "See this.\nAnd that.", "Siehe das.\n# Und dies.", "list marks"],
    ["goes on in a new line", "See this.", "Siehe\ndas.", "new lines"],
    ["is not as bold", "**Cause.** {0}", "Grund. {0}", "bold words"],
    ["has a space too many", "Yes.", " Ja.", "spaces at either end"],
  ])("that %s is refused", (_, message, translated, what) => {
    expect(mistakes(message, translated)).toContainEqual(
      expect.stringMatching(new RegExp(`^de.json: its ${what} are not those of `)),
    );
  });

  test.each([
    ["controls a terminal", "\u001B[2JJa.", "it has characters that do not show"],
    ["turns the direction of writing", "Ja\u202E.", "it has characters that do not show"],
    ["says nothing", " ", "it is empty"],
  ])("that %s is refused", (_, translated, mistake) => {
    expect(mistakes("Yes.", translated)).toEqual([`de.json: ${mistake}: ${JSON.stringify(translated)}`]);
  });

  test.each([[["Yes."]], [{ "Yes.": 1 }], ["Yes."], [null]])("%j is refused as a whole", (translation) => {
    expect(translationMistakes("de.json", ["Yes."], translation)).toEqual([
      expect.stringMatching(/^de\.json: /),
    ]);
  });
});
