/** The slim variant of an official image, where its tag is only a version. */
export function slimVariant(reference: string): string | undefined {
  return /^python:\d+(?:\.\d+)*$/.test(reference) ? `${reference}-slim` : undefined;
}
