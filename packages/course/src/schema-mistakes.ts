import { z } from "zod";

/** A mistake in a document: where in it, and what was expected there. */
export type Mistake = { readonly path: readonly PropertyKey[]; readonly message: string };

/** A key that nobody knows comes first: most often it is the mistyped name of one that seems to be missing. */
export function mistakesFrom(error: z.ZodError, schema: z.ZodType): Mistake[] {
  const unknown = error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          path: [...issue.path, key],
          message: `there is no such key; there are ${allowedKeys(schema, issue.path).join(", ") || "none"}`,
        }))
      : [],
  );
  const others = error.issues.map((issue) => ({ path: issue.path, message: messageOf(issue) }));
  return [...unknown, ...others];
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  return issue.message.replace(
    /^Invalid input: expected (\w+), received undefined$/,
    "it is missing; it has to be a $1",
  );
}

type Node = { properties?: Record<string, Node>; items?: Node; additionalProperties?: Node };

function allowedKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let node: Node | undefined = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;
  for (const key of path) node = node?.properties?.[String(key)] ?? node?.items ?? node?.additionalProperties;
  return Object.keys(node?.properties ?? {});
}
