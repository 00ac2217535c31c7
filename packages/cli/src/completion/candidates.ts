import type { Argument, Command, Option } from "commander";

import { currentLanguage } from "../language.ts";
import type { Wanted } from "./wanted.ts";

export type Candidate = { readonly value: string; readonly description?: string };

/** What the shell is to offer: these, or paths, which it knows best how to quote. */
export type Offer = { readonly paths: "files" | "folders" } | { readonly candidates: readonly Candidate[] };

/** What may stand where the cursor is. */
export async function offer(program: Command, wanted: Wanted): Promise<Offer> {
  const all = await candidates(program, wanted);
  if ("paths" in all) return all;
  return { candidates: all.candidates.filter(({ value }) => value.startsWith(wanted.typed)) };
}

async function candidates(program: Command, wanted: Wanted): Promise<Offer> {
  const help = program.createHelp();
  switch (wanted.want) {
    case "command":
      return {
        candidates: help
          .visibleCommands(program)
          .map((command) => ({ value: command.name(), description: help.subcommandDescription(command) })),
      };
    case "option":
      return {
        candidates: help.visibleOptions(wanted.of).map((option) => ({
          value: option.long ?? option.short ?? "",
          description: help.optionDescription(option),
        })),
      };
    case "value":
      if (wanted.of.argChoices) return { candidates: wanted.of.argChoices.map((value) => ({ value })) };
      return (await placeholders[placeholderOf(wanted.of)]?.(wanted.typed)) ?? { candidates: [] };
  }
}

/** What stands in a definition's angle brackets says what it takes: `<file>`, `[folder]`, `<lab>`. */
const placeholders: Readonly<Record<string, (typed: string) => Offer | Promise<Offer>>> = {
  file: () => ({ paths: "files" }),
  folder: () => ({ paths: "folders" }),
  lab: labNames,
  check: checkNames,
};

function placeholderOf(definition: Argument | Option): string {
  return "flags" in definition ? (/[<[]([\w-]+)/.exec(definition.flags)?.[1] ?? "") : definition.name();
}

/** A lab's id, its name without the number, its number, or the path of a folder: whichever was begun. */
async function labNames(typed: string): Promise<Offer> {
  if (/^[.~]|[/\\]/.test(typed)) return { paths: "folders" };
  const { labIds } = await import("@shipshape/course");
  const ids = await labIds();
  const begun = (names: readonly string[]) => names.filter((name) => name.startsWith(typed));
  const names =
    [ids, ids.map((id) => id.replace(/^\d+-/, "")), ids.map((id) => String(Number.parseInt(id, 10)))]
      .map(begun)
      .find((it) => it.length > 0) ?? [];
  return { candidates: names.map((value) => ({ value })) };
}

async function checkNames(): Promise<Offer> {
  const { checks } = await import("@shipshape/checks");
  const { translate } = currentLanguage();
  return { candidates: checks.map(({ id, title }) => ({ value: id, description: translate(title) })) };
}
