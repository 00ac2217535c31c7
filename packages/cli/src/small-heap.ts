import { setFlagsFromString } from "node:v8";

/**
 * For a process that goes on for long: V8 would let its young generation grow by 60 MB over many small works, let the
 * old one grow with what it then finds there, and give nothing of it back.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
