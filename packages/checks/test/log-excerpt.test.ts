import { describe, expect, test } from "vitest";

import { crashInLog, endOfLog } from "../src/log-excerpt.ts";

test("a log's rules and gaps, drawn for 80 columns, are made short", () => {
  const log = `${"=".repeat(30)} FAILURES ${"=".repeat(30)}\ntests/test_app.py F..${" ".repeat(50)}[100%]\n        indented`;
  expect(endOfLog(log).source).toBe(
    "```text\n==== FAILURES ====\ntests/test_app.py F..  [100%]\n        indented\n```",
  );
});

test("the end of a log leaves out what pip says of itself", () => {
  const log =
    "error: no gcc\n      [end of output]\n  note: This error originates from a subprocess, and is likely not a problem with pip.\n[notice] A new release";
  expect(endOfLog(log).source).toBe("```text\nerror: no gcc\n```");
});

test("the end of a log leaves out the frames of packages", () => {
  const log =
    'error:\n    File "/opt/venv/lib/python3.13/site-packages/setuptools/build_meta.py", line 317\n      exec(code)\n      ~~~~^^^^^^\n    File "<string>", line 28\n  Exception: no headers';
  expect(endOfLog(log).source).toBe(
    '```text\nerror:\n    File "<string>", line 28\n  Exception: no headers\n```',
  );
});

const traceback = (...lines: readonly string[]) =>
  ["noise", "Traceback (most recent call last):", ...lines, "after"].join("\n");

describe("a crash in a log", () => {
  test("is shown by the app's own frames and the last one, each with its first line of code", () => {
    const log = traceback(
      '  File "/opt/venv/lib/python3.13/site-packages/flask/app.py", line 1511, in wsgi_app',
      "    response = self.full_dispatch_request()",
      '  File "/opt/venv/lib/python3.13/site-packages/flask/app.py", line 902, in dispatch_request',
      "    return self.ensure_sync()",
      "           ~~~~~~~~~~~~~~~~^^",
      '  File "/app/app.py", line 17, in connect',
      "    return MySQLdb.connect(",
      "           ~~~~~~~~~~~~~~~^",
      '        host=os.environ["DATABASE_HOST"],',
      '  File "/opt/venv/lib/python3.13/site-packages/MySQLdb/__init__.py", line 121, in Connect',
      "    return Connection(*args, **kwargs)",
      '  File "/opt/venv/lib/python3.13/site-packages/MySQLdb/connections.py", line 200, in __init__',
      "    super().__init__(*args, **kwargs2)",
      "    ~~~~~~~~~~~~~~~~^^^^^^^^^^^^^^^^^^",
      "MySQLdb.OperationalError: (2002)",
    );
    expect(crashInLog(log).source).toMatchInlineSnapshot(`
      "\`\`\`text
      Traceback (most recent call last):
        …
        File "/app/app.py", line 17, in connect
          return MySQLdb.connect(
        …
        File "/opt/venv/lib/python3.13/site-packages/MySQLdb/connections.py", line 200, in __init__
          super().__init__(*args, **kwargs2)
      MySQLdb.OperationalError: (2002)
      \`\`\`"
    `);
  });

  test("is shown by what there is where the log was cut off", () => {
    const cut =
      'Traceback (most recent call last):\n  File "/app/app.py", line 1, in <module>\n    import flask';
    expect(crashInLog(cut).source).toContain("import flask");
  });
});
