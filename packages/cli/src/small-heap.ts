import { setFlagsFromString } from "node:v8";

/**
 * For a process that goes on for long: over many small works V8 would let its young generation grow by 60 MB, and the
 * old one by more, and give nothing of it back.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--optimize-for-size");
}
