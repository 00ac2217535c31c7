import { visible } from "@shipshape/core";
import XmlBuilder from "fast-xml-builder";

import { cutTo } from "./plain-text.ts";

/** Readers cut what is longer; so each text is cut here, where it can be seen. */
const longest = 20_000;
const longestLine = 500;

const builder = new XmlBuilder({
  attributeNamePrefix: "@",
  ignoreAttributes: false,
  format: true,
  suppressEmptyNode: true,
  // Else a submission whose name is `true` makes an attribute without a value.
  suppressBooleanAttributes: false,
});

/** A document of JUnit XML. An attribute's name begins with `@`; every text in it is one of {@link xmlText} or {@link xmlLine}. */
export function junitDocument(testsuites: object): string {
  return builder.build({ "?xml": { "@version": "1.0", "@encoding": "UTF-8" }, testsuites });
}

/** An attribute's value: a new line in it would be read as a space anyway. */
export function xmlLine(value: string): string {
  return cutTo(xmlText(value).replaceAll(/\s+/g, " ").trim(), longestLine);
}

/** Text without the characters that XML forbids even where they are escaped. */
export function xmlText(value: string): string {
  return cutTo(visible(value).replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD"), longest);
}

/** Properties of a test suite; those that are not known are left out. */
export function junitProperties(values: Readonly<Record<string, string | number | undefined>>) {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ "@name": name, "@value": xmlLine(String(value)) }));
}
