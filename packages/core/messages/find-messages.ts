import {
  parseSync,
  Visitor,
  type Argument,
  type Expression,
  type ObjectExpression,
  type TemplateLiteral,
} from "oxc-parser";

import { keyOf } from "../src/template.ts";

export type FoundMessages = {
  readonly file: string;
  /** In English; where values are filled in, `{0}`, `{1}` … stand for them. */
  readonly messages: readonly string[];
  /** What cannot be translated, because it is put together outside of a template. */
  readonly mistakes: readonly string[];
};

/** Finds the messages that a TypeScript source says. */
export function findMessages(file: string, source: string): FoundMessages {
  const messages: string[] = [];
  const mistakes: string[] = [];
  const take = (words: Expression) => {
    if (words.type === "Literal" && typeof words.value === "string") messages.push(words.value);
    if (words.type === "ConditionalExpression") [words.consequent, words.alternate].forEach(take);
    if (words.type !== "TemplateLiteral") return;
    if (words.expressions.length === 0) messages.push(templateOf(words));
    else mistakes.push(`${file}: write ${source.slice(words.start, words.end)} with md.`);
  };
  const takeArgument = (given: Argument | undefined) => {
    if (given && given.type !== "SpreadElement") take(given);
  };
  const takeFields = (object: ObjectExpression, names: readonly string[]) => {
    for (const field of object.properties)
      if (field.type === "Property" && field.key.type === "Identifier" && names.includes(field.key.name))
        take(field.value);
  };
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (isOurTag(tag)) messages.push(templateOf(quasi));
    },
    NewExpression({ callee, arguments: given }) {
      if (isNamed(callee, "ShipshapeError")) given.slice(0, 2).forEach(takeArgument);
      if (["Option", "Argument"].some((name) => isNamed(callee, name)) && isCommandLine(file))
        takeArgument(given[1]);
    },
    CallExpression({ callee, arguments: given }) {
      const [first] = given;
      if (callee.type === "MemberExpression" && isCommandLine(file))
        for (const [method, at] of describing) if (isNamed(callee.property, method)) takeArgument(given[at]);
      if (first?.type !== "ObjectExpression") return;
      if (callee.type === "Identifier" && callee.name === "defineCheck")
        takeFields(first, ["title", "why", "fix"]);
      // What a check says of its options.
      if (callee.type === "MemberExpression" && isNamed(callee.property, "meta") && isCheck(file))
        takeFields(first, ["description"]);
    },
  }).visit(parseSync(file, source).program);
  return { file, messages: messages.filter(hasWords), mistakes };
}

const isCheck = (file: string) => file.startsWith("packages/checks/");

const isCommandLine = (file: string) => file === "packages/cli/src/main.ts";

/** The methods that describe a part of the command line, and at which place they take the words. */
const describing = [
  ["description", 0],
  ["argument", 1],
  ["option", 1],
  ["requiredOption", 1],
] as const;

const isNamed = (node: { type: string; name?: unknown }, name: string) =>
  node.type === "Identifier" && node.name === name;

/** md`…`, say`…`, say()`…`, or sayIn(language)`…` */
function isOurTag(tag: Expression): boolean {
  const named = tag.type === "CallExpression" ? tag.callee : tag;
  return ["md", "say", "sayIn"].some((name) => isNamed(named, name));
}

const templateOf = ({ quasis }: TemplateLiteral): string =>
  keyOf(quasis.map(({ value }) => value.cooked ?? value.raw));

/** A template of places and marks alone is the same in every language. */
const hasWords = (message: string) => /\p{L}/u.test(message.replaceAll(/\{\d+\}/g, ""));
