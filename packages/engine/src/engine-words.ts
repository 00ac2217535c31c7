/** What the engine itself said in refusing a request, without what the client library puts around it. */
export function engineWords(error: unknown): string {
  const { json, message } = error as { json?: { message?: unknown } | null; message?: unknown };
  return String(json?.message ?? message ?? error).trim();
}
