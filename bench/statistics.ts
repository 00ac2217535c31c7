import { median } from "@shipshape/report";

/** The quarter and the three-quarter point: half of all measurements lie between them. */
export function quartiles(numbers: readonly number[]): readonly [number, number] {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return [median(sorted.slice(0, half)), median(sorted.slice(-half))];
}
