import { styleText } from "node:util";

import { english, type Language, visible } from "@shipshape/core";

/** What whoever will read a text can be shown: what their terminal can do, and which language they read. */
export type Look = {
  /** How wide it is, in characters. */
  readonly columns: number;
  readonly colour: boolean;
  /** Without it, nothing but ASCII is written. */
  readonly unicode: boolean;
  readonly language: Language;
  /** What they type to call Shipshape: `./shipshape`, or the way there from the folder that they are in. */
  readonly command?: string;
  /** Where the submission lies in the reader's repository, with `/` between folders; for what points into files. */
  readonly folder?: string;
};

/** A pipe or a file: what is right where nothing is known of the reader. */
export const plainLook: Look = { columns: 80, colour: false, unicode: true, language: english };

/** Colours text where the look has colour. Nothing may be said by colour alone. */
export function paint(style: Parameters<typeof styleText>[0], text: string, { colour }: Look): string {
  return colour && text !== "" ? styleText(style, text, { validateStream: false }) : text;
}

/** Text of any origin as this terminal can show it: without control codes, and in ASCII if it has to be. */
export function legible(text: string, { unicode }: Pick<Look, "unicode">): string {
  const shown = visible(text).replaceAll("\t", "    ");
  return unicode ? shown : ascii(shown);
}

/** The same on one line. */
export function legibleLine(text: string, look: Pick<Look, "unicode">): string {
  return legible(text, look).replaceAll(/\s+/g, " ").trim();
}

const spelling = new Map(
  Object.entries({
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "„": '"',
    "”": '"',
    "→": "->",
    ß: "ss",
  }),
);

function ascii(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\n\u0020-\u007E]/gu, (character) => spelling.get(character) ?? "?");
}

/** What is typed to call Shipshape; from the root of a clone where nothing is known of the reader. */
export const commandOf = ({ command = "./shipshape" }: Look): string => command;
