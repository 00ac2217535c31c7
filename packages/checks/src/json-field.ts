/** A field of a JSON object, or undefined where the text is no object or has no such field. */
export function jsonField(text: string, name: string): unknown {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null)?.[name];
  } catch {
    return undefined;
  }
}
