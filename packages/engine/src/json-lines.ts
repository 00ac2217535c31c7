/** A message in one of the engine's streams. */
export type EngineMessage = {
  readonly id?: string;
  readonly aux?: unknown;
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
  readonly stream?: string;
};

/** The messages of a stream that builds or pulls: a line of JSON each. */
export async function* jsonLines(stream: NodeJS.ReadableStream): AsyncGenerator<EngineMessage> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk.toString()).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim() !== "") yield JSON.parse(line);
  }
  if (rest.trim() !== "") yield JSON.parse(rest);
}
