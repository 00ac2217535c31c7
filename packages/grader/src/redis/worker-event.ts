/** What a worker does for one lab. */
export type LabEvent =
  /** Known answers are graded first, to see that this machine judges rightly. */
  | { readonly kind: "proving" }
  | { readonly kind: "ready" }
  /** They did not come out as they must: it takes nothing, and tries again later. */
  | {
      readonly kind: "unfit";
      /** What was thrown. */
      readonly reason: unknown;
      readonly againMs: number;
    }
  /** Somebody grades another version of it than the one that is here. */
  | { readonly kind: "other-version" }
  | { readonly kind: "began"; readonly submission: string }
  | {
      readonly kind: "graded";
      readonly submission: string;
      /** How long it took, in ms. */
      readonly ms: number;
    }
  /** It goes back to the queue, and this machine has to prove itself again. */
  | { readonly kind: "failed"; readonly submission: string; readonly reason: string }
  | { readonly kind: "given-back"; readonly submission: string }
  /** Nobody waits for it any more. */
  | { readonly kind: "dropped"; readonly submission: string };

/** What a worker does, for whoever watches it. */
export type WorkerEvent =
  | { readonly kind: "connected"; /** How many it has. */ readonly labs: number }
  | { readonly kind: "lost" }
  | { readonly kind: "back" }
  | { readonly kind: "draining"; /** What is still graded. */ readonly left: number }
  | { readonly kind: "lab"; readonly lab: string; readonly event: LabEvent };

export type TellWorker = (event: WorkerEvent) => void;
