import { htmlText } from "../html-markdown.ts";
import { rounded } from "./class-of.ts";

/** One dot: where it stands, whom it belongs to, and the row that it leads to. */
export type Dot = { readonly value: number; readonly label: string; readonly anchor: string };

type Plot = {
  readonly dots: readonly Dot[];
  /** Lines across it, such as a limit. */
  readonly marks?: readonly { readonly value: number; readonly label: string }[];
  /** What whole steps of the scale are multiples of: a second, a byte. */
  readonly unit: number;
  readonly write: (value: number) => string;
  /** What is seen, in a sentence. */
  readonly inWords: string;
};

/** In pixels. */
const radius = 4;
const tallest = 150;
/** So that the dots at both ends are whole, and so that the numbers of the scale have room: in percent of the width. */
const margin = 2;
/** Dots within so many percent of the width stand upon one another: little enough to tell sizes apart by. */
const bin = 0.9;

/**
 * Dots on a line, those of about the same value upon one another. It is as wide as the page lets it be, and its words stay
 * as large as all others. Who does not see it has the numbers in tables, so the dots are for the mouse alone.
 */
export function stripPlot({ dots, marks = [], unit, write, inWords }: Plot): string {
  const most = Math.max(unit, ...dots.map(({ value }) => value), ...marks.map(({ value }) => value));
  const step = niceStep(most, unit);
  const end = Math.ceil((most / step) * 1.02) * step;
  const across = (value: number) => rounded(margin + (value / end) * (100 - 2 * margin));
  const stacks = Map.groupBy(
    dots.toSorted((a, b) => a.value - b.value),
    ({ value }) => Math.round(across(value) / bin),
  );
  const highest = Math.max(1, ...stacks.values().map((stack) => stack.length));
  const rise = Math.min(2 * radius + 1, (tallest - 2 * radius) / highest);
  const top = marks.length > 0 ? 20 : 2;
  const floor = Math.ceil(top + highest * rise + radius);
  const drawn = stacks.entries().flatMap(([place, stack]) =>
    stack.map(({ value, label, anchor }, level) => {
      const height = rounded(floor - radius - 1 - level * rise);
      return `<a href="#${anchor}" tabindex="-1"><circle cx="${rounded(place * bin)}%" cy="${height}" r="${radius}"><title>${htmlText(`${label}: ${write(value)}`)}</title></circle></a>`;
    }),
  );
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, at) => at * step).map(
    (value, at) =>
      `<line class="tick" x1="${across(value)}%" x2="${across(value)}%" y1="${floor}" y2="${floor + 5}"/><text${at % 2 === 1 ? ' class="between"' : ""} x="${across(value)}%" y="${floor + 20}" text-anchor="${value === 0 ? "start" : value === end ? "end" : "middle"}">${htmlText(write(value))}</text>`,
  );
  const lines = marks.map(({ value, label }) => {
    const right = value / end > 0.6;
    return `<line class="mark" x1="${across(value)}%" x2="${across(value)}%" y1="4" y2="${floor}"/><text class="mark" x="${across(value)}%" dx="${right ? -6 : 6}" y="14" text-anchor="${right ? "end" : "start"}">${htmlText(label)}</text>`;
  });
  return `<p class="unseen">${htmlText(inWords)}</p>
<svg class="strip${rise < radius * 2 ? " dense" : ""}" width="100%" height="${floor + 26}" aria-hidden="true">
<line class="axis" x1="${margin}%" x2="${100 - margin}%" y1="${floor}" y2="${floor}"/>
${ticks.join("")}
${lines.join("")}
${[...drawn].join("\n")}
</svg>
`;
}

/** 1, 2 or 5 times a power of ten of the unit, so that four to five steps hold everything. */
function niceStep(most: number, unit: number): number {
  const rough = most / unit / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((each) => each * power >= rough) ?? 10;
  return factor * power * unit;
}
