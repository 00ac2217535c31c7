import { formatSize, type Report } from "@shipshape/core";

import { largestLayers } from "./layers.ts";
import { legibleLine, type Look } from "./look.ts";
import { renderTable } from "./table.ts";
import { cut, widthOf, wrap } from "./wrap.ts";

type Image = NonNullable<Report["image"]>;

/** What the image is made of: its size, its base, and what each line of the Dockerfile added. */
export function renderImage(image: Image, look: Look): string {
  const { bytes, addedBytes, base } = image;
  const sum = `The image: ${formatSize(bytes)}, of which ${formatSize(base.bytes)} are the base ${legibleLine(base.reference, look)} and ${formatSize(addedBytes)} were added to it.`;
  return [wrap(sum, look.columns), layers(image, look)].filter(Boolean).join("\n\n");
}

function layers(image: Image, look: Look): string {
  const { shown, others } = largestLayers(image);
  if (shown.length === 0) return "";
  const sizes = shown.map(({ bytes }) => formatSize(bytes));
  const room = look.columns - "Line".length - Math.max("Added".length, ...sizes.map(widthOf)) - 4;
  const rows = shown.map(({ line, instruction }, at) => [
    String(line ?? "?"),
    sizes[at] ?? "",
    // One line a layer, unless so little is left that the table becomes a list.
    cut(legibleLine(instruction, look), room < 16 ? look.columns : room, look),
  ]);
  const columns = [
    { heading: "Line", align: "right" },
    { heading: "Added", align: "right" },
    { heading: "Instruction" },
  ] as const;
  const rest = `${others.count} smaller layers add ${formatSize(others.bytes)}.`;
  return [
    renderTable(columns, rows, look.columns),
    ...(others.count > 0 ? [wrap(rest, look.columns)] : []),
  ].join("\n");
}
