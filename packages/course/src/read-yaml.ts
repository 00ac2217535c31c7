import { Markdown, ShipshapeError, visible } from "@shipshape/core";
import { isNode, LineCounter, parseDocument } from "yaml";

import type { Mistake } from "./schema-mistakes.ts";

type Yaml = {
  readonly value: unknown;
  /** @throws ShipshapeError that names the file, the line where the mistake stands, and what was expected */
  readonly refuse: (mistake: Mistake) => never;
};

/**
 * Reads YAML that a course's author wrote.
 * @param kind what it is, as its author calls it: `manifest`
 * @param remedy what the author of a mistake may look at
 * @throws ShipshapeError where it is no YAML, or empty
 */
export function readYaml(file: string, text: string, kind: string, remedy: string): Yaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const refuseAt = (offset: number, message: string): never => {
    throw new ShipshapeError(
      // What is wrong with such a file is for its author, and in English.
      new Markdown(visible(`${file}:${lines.linePos(offset).line}: ${message}`)),
      remedy,
    );
  };
  const [syntax] = document.errors;
  if (syntax) refuseAt(syntax.pos[0], syntax.message.replace(/ at line \d+, column \d+:[^]*$/, ""));
  if (document.contents === null) refuseAt(0, `the ${kind} is empty`);
  return {
    value: valueOf(document, refuseAt),
    refuse: ({ path, message }) =>
      refuseAt(offsetOf(path, document), `${path.join(".") || `the ${kind}`}: ${message}`),
  };
}

/** Aliases that multiply one another are no manifest. */
function valueOf(
  document: ReturnType<typeof parseDocument>,
  refuse: (offset: number, message: string) => never,
): unknown {
  try {
    return document.toJS();
  } catch (error) {
    return refuse(0, String(error));
  }
}

/** Where a value stands in the text; for a value that is missing, where its surroundings do. */
function offsetOf(path: readonly PropertyKey[], document: ReturnType<typeof parseDocument>): number {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
