import { listed, md, type DockerfileSection } from "@shipshape/core";

import type { Trouble } from "./environment-trouble.ts";
import { instructionsOf } from "./final-stage.ts";
import { addToInstall, packageOf } from "./native-libraries.ts";
import { otherPython, stageTrouble } from "./stage-trouble.ts";

/** What it comes from, the line to edit where the Dockerfile shows it, and what to try. */
type Reason = Pick<Trouble, "cause" | "fix"> & Partial<Pick<Trouble, "line">>;

type Cause = {
  readonly pattern: RegExp;
  readonly explain: (found: string, dockerfile: DockerfileSection | undefined, error: string) => Reason;
};

/** What the client `mysqlclient` and Python write when the database is not reached, and what it comes from. */
const causes: readonly Cause[] = [
  {
    pattern: /ImportError: (lib[\w.+-]+): cannot open shared object file/,
    explain: (library, dockerfile) => withoutLibrary(library, dockerfile),
  },
  {
    pattern: /version '?`?(GLIBC_[\d.]+)'? not found/,
    explain: (version) => ({
      cause: md`\`mysqlclient\` was compiled in a stage with a newer system than the final one has: it wants ${version}.`,
      fix: md`Start both stages from the same release of the base image.`,
    }),
  },
  {
    pattern: /(?:cannot import name '|No module named 'MySQLdb\.)(_mysql)'/,
    explain: (module, dockerfile) =>
      (dockerfile && otherPython(dockerfile)) ?? {
        cause: md`The Python part of \`mysqlclient\` is there, and its compiled part ${module} cannot be used: a compiled module fits one version of Python only.`,
        fix: md`Install \`mysqlclient\` with the same version of Python that serves the app.`,
      },
  },
  {
    pattern: /No module named '(MySQLdb)'/,
    explain: (module, dockerfile, error) =>
      (dockerfile && stageTrouble(dockerfile, error)) ?? {
        cause: md`The Python that serves does not find ${module}, the module that \`mysqlclient\` brings.`,
        fix: md`See that what was installed arrives where this Python looks, \`mysqlclient\` among it.`,
      },
  },
  {
    pattern: /KeyError: '(DATABASE_\w+)'/,
    explain: (name) => ({
      cause: md`The app does not see ${name}, which the container was given.`,
      fix: md`See that the command that starts the app passes its environment on.`,
    }),
  },
  {
    pattern: /OperationalError: \((?:2002|2003|2005), /,
    explain: (_, dockerfile) =>
      setByImage(dockerfile) ?? {
        cause: md`The app looked for the database in another place than the one that the container was told of. In a container, \`localhost\` is the container itself.`,
        fix: md`Nothing in the image may set \`DATABASE_HOST\` or \`DATABASE_PORT\`: the container is given both when it starts.`,
      },
  },
  {
    pattern: /OperationalError: \((?:1044|1045), /,
    explain: (_, dockerfile) =>
      setByImage(dockerfile) ?? {
        cause: md`The database answered, and refused the app's name, user or password.`,
        fix: md`Nothing in the image may set \`DATABASE_NAME\`, \`DATABASE_USER\` or \`DATABASE_PASSWORD\`: the container is given them when it starts.`,
      },
  },
];

function withoutLibrary(library: string, dockerfile: DockerfileSection | undefined): Reason {
  const several = (dockerfile?.stages.length ?? 0) > 1;
  const debian = packageOf(library);
  const cause = several
    ? md`The compiled part of \`mysqlclient\` is in the image, and the library ${library} that it was linked with is not: it stayed in the stage that compiled. The app needs it each time it runs.`
    : md`The compiled part of \`mysqlclient\` is in the image, and the library ${library} that it was linked with is not. The app needs it each time it runs.`;
  return dockerfile && debian !== undefined
    ? { cause, ...addToInstall(dockerfile, dockerfile.stages.length - 1, [debian]) }
    : {
        cause,
        fix: md`Install the package that has ${library}, not one that ends in \`-dev\`, in the final stage.`,
      };
}

/** A variable that the container is told when it starts, and the value that something gives it instead. */
const assignment = /\bDATABASE_\w+=["']?[^\s"',;&\]]+/g;

/** The last line of the final image that sets one anew. What ENV sets does no harm: the container's own goes before. */
export function setByImage(
  dockerfile: DockerfileSection | undefined,
): (Reason & { line: number }) | undefined {
  const step =
    dockerfile &&
    instructionsOf(dockerfile).findLast(
      ({ keyword, arguments: words }) =>
        /^(?:CMD|ENTRYPOINT|RUN)$/.test(keyword) && words.search(assignment) >= 0,
    );
  const found = step?.arguments.match(assignment) ?? [];
  if (!step) return undefined;
  const { line } = step;
  const names = listed(found);
  return {
    cause: found.some((it) => /localhost|127\./.test(it))
      ? md`Line ${line} sets ${names}, so the app does not see what the container was told when it started. In a container, \`localhost\` and \`127.0.0.1\` are the container itself.`
      : md`Line ${line} sets ${names}, so the app does not see what the container was told when it started.`,
    line,
    fix: md`Take that out of line ${line}: nothing in the image may set where the database is, or as whom to use it.`,
  };
}

/** What keeps the app from its database: the error's own words, and in plain ones what it comes from. */
export type NoDatabase = Reason & { readonly error: string };

/** Finds the last error in a container's log that tells why the app and the database do not come together. */
export function whyNoDatabase(
  log: string,
  dockerfile: DockerfileSection | undefined,
): NoDatabase | undefined {
  for (const line of log.split("\n").toReversed()) {
    // Python's guess at the reason, which is wrong for a compiled module.
    const error = line.replace(/ \(most likely due to a circular import\).*$/, "");
    for (const { pattern, explain } of causes) {
      const found = pattern.exec(error);
      if (found) return { error, ...explain(found[1] ?? "", dockerfile, error) };
    }
  }
  return undefined;
}
