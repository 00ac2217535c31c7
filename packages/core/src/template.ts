/** The key of a template's translation: `Port {0} is closed.` */
export function keyOf(pieces: readonly string[]): string {
  return pieces.reduce((key, piece, at) => (at === 0 ? piece : `${key}{${at - 1}}${piece}`), "");
}

/** Puts values in the places of a translated template; a translation may change their order. */
export function fillIn(template: string, values: readonly string[]): string {
  if (values.length === 0) return template;
  return piecesOf(template)
    .map((piece, at) => (at % 2 === 0 ? piece : (values[Number(piece)] ?? `{${piece}}`)))
    .join("");
}

const knownPieces = new Map<string, readonly string[]>();

/** A template's words and the numbers of its places, in turns. There are as many templates as we wrote. */
function piecesOf(template: string): readonly string[] {
  const known = knownPieces.get(template);
  if (known) return known;
  const pieces = template.split(/\{(\d+)\}/);
  knownPieces.set(template, pieces);
  return pieces;
}
