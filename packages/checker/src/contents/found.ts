import type { ContentsSection } from "@shipshape/core";

/** Something in an image that is looked for. */
export type Found = ContentsSection["paths"][number];
