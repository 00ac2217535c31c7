/** A copy of a piece of a text: as long as the piece itself is held, V8 holds all that it was cut from. */
export const onItsOwn = (piece: string): string => Buffer.from(piece).toString();
