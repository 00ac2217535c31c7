/** What the engine itself said in refusing a request, without what the client library puts around it. */
export function engineWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^\(HTTP code \d+\) [a-z ]+ - /, "").trim();
}
