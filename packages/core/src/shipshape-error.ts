/**
 * Something on our side or in how the command was used went wrong; never a learner's failure.
 * The message says what and where; the remedy says what to do.
 */
export class ShipshapeError extends Error {
  override readonly name = "ShipshapeError";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}
