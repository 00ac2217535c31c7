/** The files that a lab looks at in what was handed in. */
export type Wanted = {
  /** The one that has to be there. */
  readonly required: string;
  readonly files: ReadonlySet<string>;
};
