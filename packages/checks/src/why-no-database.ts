import { md, type Markdown } from "@shipshape/core";

type Cause = { readonly pattern: RegExp; readonly explain: (found: string) => Markdown };

/** What the client `mysqlclient` and Python write when the database is not reached, and what it comes from. */
const causes: readonly Cause[] = [
  {
    pattern: /ImportError: (lib[\w.+-]+): cannot open shared object file/,
    explain: (library) =>
      md`The compiled part of \`mysqlclient\` is in the image, and the library ${library} that it was linked with is not. Headers are for compiling; the library itself is needed each time the app runs. Install the package that has it in the final stage, and leave compiler and headers where they are.`,
  },
  {
    pattern: /version '?`?(GLIBC_[\d.]+)'? not found/,
    explain: (version) =>
      md`\`mysqlclient\` was compiled in a stage with a newer system than the final one has: it wants ${version}. Start both stages from the same release of the base image.`,
  },
  {
    pattern: /(?:cannot import name '|No module named 'MySQLdb\.)(_mysql)'/,
    explain: (module) =>
      md`The Python part of \`mysqlclient\` is there, and its compiled part ${module} cannot be used: a compiled module fits one version of Python only. Install it and serve with the same version.`,
  },
  {
    pattern: /No module named '(MySQLdb)'/,
    explain: (module) =>
      md`The Python that serves does not find ${module}, the module that \`mysqlclient\` brings. See that what the builder installed arrives where this Python looks.`,
  },
  {
    pattern: /KeyError: '(DATABASE_\w+)'/,
    explain: (name) =>
      md`The app does not see ${name}, which the container was given. See that the command that starts the app passes its environment on.`,
  },
  {
    pattern: /OperationalError: \((?:2002|2003|2005), /,
    explain: () =>
      md`The app looked for the database in another place. Where it is stands in \`DATABASE_HOST\` and \`DATABASE_PORT\`, which the container is given when it starts; nothing in the image may set them. In a container, \`localhost\` is the container itself.`,
  },
  {
    pattern: /OperationalError: \((?:1044|1045), /,
    explain: () =>
      md`The database answered, and did not let the app in. Name, user and password stand in \`DATABASE_NAME\`, \`DATABASE_USER\` and \`DATABASE_PASSWORD\`, which the container is given when it starts; nothing in the image may set them.`,
  },
];

/** What keeps the app from its database: the error's own words, and in plain ones what it comes from. */
export type NoDatabase = { readonly error: string; readonly cause: Markdown };

/** Finds the last error in a container's log that tells why the app and the database do not come together. */
export function whyNoDatabase(log: string): NoDatabase | undefined {
  for (const line of log.split("\n").toReversed()) {
    for (const { pattern, explain } of causes) {
      const found = pattern.exec(line);
      if (found) return { error: line, cause: explain(found[1] ?? "") };
    }
  }
  return undefined;
}
