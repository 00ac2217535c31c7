import type { Sections } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { databaseRoundTrip } from "../src/database-round-trip.ts";
import { dockerfile } from "./dockerfile.ts";
import { answered, evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

type Database = Sections["database"];
type Seen = Omit<Partial<Database>, "health"> & {
  health?: Partial<Database["health"]>;
  log?: string;
  lines?: readonly string[];
};

const page500 = answered("<h1>Internal Server Error</h1>", { status: 500 });
const stopped = { outcome: "stopped" } as const;
const silent = { outcome: "silent", limitSeconds: 15 } as const;
const endless = { outcome: "endless", limitSeconds: 15, limitBytes: 1e6 } as const;
const ok = answered('{"status":"ok"}');

const counted = (...numbers: readonly unknown[]) =>
  numbers.map((visits) => answered(JSON.stringify({ visits })));

function found({ health, log, lines, ...database }: Seen) {
  const right = evidence();
  return judge(
    databaseRoundTrip,
    evidence({
      database: { ...database, health: { ...right.database.health, ...health } },
      ...(log !== undefined && { container: { log } }),
      ...(lines && { dockerfile: dockerfile(...lines) }),
    }),
  );
}

const messageFor = (seen: Seen) => messageOf(found(seen));

/** A log in which the page failed with this error. */
const crash = (error: string) =>
  `[2026-01-01 10:00:00,000] ERROR in app: Exception on /visits [GET]\nTraceback (most recent call last):\n  File "/app/app.py", line 16, in connect\n    import MySQLdb\n${error}\n`;

const slim = "FROM python:3.13-slim";
const builder = (version: string) => [
  `FROM python:${version}-slim AS builder`,
  "RUN apt-get update && apt-get install -y gcc default-libmysqlclient-dev",
  "RUN pip install -r requirements.txt",
  slim,
];
const packages = (from: string) =>
  `COPY --from=builder /usr/local/lib/python${from} /usr/local/lib/python3.13`;

describe("database-round-trip", () => {
  test("counts on from whatever was there before", () => {
    expect(found({ visits: counted(7, 8), rows: 8 })).toEqual({ holds: true });
  });

  test("takes any answer but a healthy one once the database refuses", () => {
    expect(found({ health: { refused: answered("", { status: 500 }) } })).toEqual({ holds: true });
    expect(found({ health: { refused: answered('{"status":"sinking"}') } })).toEqual({ holds: true });
  });

  test.each<[string, Seen, string]>([
    ["the container had stopped", { visits: [stopped, stopped] }, "Mend `container-runs` first"],
    ["nobody answers the visit", { visits: [silent, silent] }, "not answered within 15 seconds"],
    ["the answer has no end", { visits: [endless, endless] }, "did not come to an end"],
    ["there is no such page", { visits: [answered("", { status: 404 })] }, "not the app of this lab"],
    ["the page sends elsewhere", { visits: [answered("", { status: 302 })] }, "status 302"],
    ["the page fails", { visits: [page500, page500] }, "status 500"],
    ["only the second visit fails", { visits: [...counted(1), page500] }, "status 500"],
    ["the answer is no number", { visits: [answered("Ahoy"), answered("Ahoy")] }, "answered `Ahoy`"],
    ["the number is a text", { visits: counted("1", "2") }, "a whole number was expected"],
    ["the answer is JSON without an object", { visits: [answered("null")] }, "answered `null`"],
    ["the second visit is not counted", { visits: counted(1, 1), rows: 2 }, "the second was not counted"],
    ["the numbers jump", { visits: counted(1, 5), rows: 5 }, "with 1 and 5"],
    ["the database has other rows", { rows: 0 }, "the database itself has 0 rows"],
    [
      "`/health` fails with the database at hand",
      { health: { allowed: answered('{"status":"unavailable"}', { status: 503 }) } },
      'answered `{"status":"unavailable"}` with status 503',
    ],
    [
      "`/health` is silent",
      { health: { allowed: silent } },
      "`GET /health` was not answered within 15 seconds",
    ],
    ["`/health` is well without its database", { health: { refused: ok } }, "still answered"],
    ["`/health` waits for its database", { health: { refused: silent } }, "say soon that it cannot serve"],
    ["the app ends with its database", { health: { refused: stopped } }, "found the container stopped"],
  ])("does not hold where %s", (_, seen, words) => {
    expect(messageFor(seen)).toContain(words);
  });

  test("does not hold where the visits never reach the database", () => {
    const { rows: _, ...withoutTable } = evidence().database;
    const message = messageOf(judge(databaseRoundTrip, { ...evidence(), database: withoutTable }));
    expect(message).toContain("answered with 1 and 2, and the database itself has no table `visits`");
    expect(message).toContain("counted elsewhere");
  });

  test.each([
    [
      "ImportError: libmariadb.so.3: cannot open shared object file: No such file or directory",
      "the library `libmariadb.so.3` that it was linked with is not",
    ],
    [
      "ImportError: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.38' not found (required by _mysql.so)",
      "it wants `GLIBC_2.38`",
    ],
    [
      "ImportError: cannot import name '_mysql' from partially initialized module 'MySQLdb'",
      "fits one version of Python only",
    ],
    ["ModuleNotFoundError: No module named 'MySQLdb'", "does not find `MySQLdb`"],
    ["KeyError: 'DATABASE_HOST'", "does not see `DATABASE_HOST`"],
    [
      "MySQLdb.OperationalError: (2002, \"Can't connect to server on '127.0.0.1' (115)\")",
      "looked for the database in another place",
    ],
    [
      "MySQLdb.OperationalError: (2005, \"Unknown server host 'db' (-2)\")",
      "than the one that the container was told of",
    ],
    [
      "MySQLdb.OperationalError: (1045, \"Access denied for user 'app'@'172.18.0.3' (using password: YES)\")",
      "refused the app's name, user or password",
    ],
  ])("explains %s", (error, words) => {
    const message = messageFor({ visits: [page500, page500], log: crash(error) });
    expect(message).toContain(error);
    expect(message).toContain("**Likely cause.**");
    expect(message).toContain(words);
  });

  test("takes the last error of the log for the reason", () => {
    const earlier = crash('MySQLdb.OperationalError: (2002, "Can\'t connect")');
    const log = `${earlier}${crash("ModuleNotFoundError: No module named 'MySQLdb'")}`;
    expect(messageFor({ visits: [page500, page500], log })).toContain("does not find `MySQLdb`");
  });

  test("shows a crash that it cannot explain", () => {
    const message = messageFor({
      visits: [page500, page500],
      log: crash("ZeroDivisionError: division by zero"),
    });
    expect(message).toContain("From the container's log:");
    expect(message).toContain("ZeroDivisionError: division by zero");
  });

  test("says where to look if the log does not tell why the page failed", () => {
    expect(messageFor({ visits: [page500, page500], log: "" })).toContain("`docker logs`");
  });

  test("points at the line that says where the database is", () => {
    const lines = ["FROM python:3.13-slim", "CMD DATABASE_HOST=localhost python app.py"];
    expect(lineOf(found({ visits: [page500, page500], lines }))).toBe(2);
  });

  const library = "ImportError: libmariadb.so.3: cannot open shared object file";
  const elsewhere = 'MySQLdb.OperationalError: (2002, "Can\'t connect to server")';
  test.each<[string, string, readonly string[], number, string]>([
    ["a library left behind", library, [...builder("3.13"), packages("3.13")], 4, "Below line 4, add:"],
    [
      "a library that a step could install",
      library,
      [...builder("3.13"), "RUN apt-get update && apt-get install -y curl", packages("3.13")],
      5,
      "On line 5, add `libmariadb3` to what is installed.",
    ],
    [
      "a module compiled for another Python",
      "ImportError: cannot import name '_mysql' from partially initialized module 'MySQLdb' (most likely due to a circular import) (/usr/local)",
      [...builder("3.11"), packages("3.11")],
      1,
      "start from `python:3.13-slim` on line 1, and write `python3.13` on line 5",
    ],
    [
      "an address in the command",
      elsewhere,
      [...builder("3.13"), packages("3.13"), "CMD DATABASE_HOST=127.0.0.1 DATABASE_PORT=1 python app.py"],
      6,
      "Take that out of line 6",
    ],
    [
      "another host in the command",
      elsewhere,
      [...builder("3.13"), packages("3.13"), 'CMD ["sh", "-c", "DATABASE_HOST=db python app.py"]'],
      6,
      "Take that out of line 6",
    ],
  ])("says what to do about %s, and where", (_, error, lines, line, fix) => {
    const finding = found({ visits: [page500, page500], log: crash(error), lines });
    expect(messageOf(finding)).not.toContain("circular");
    expect(lineOf(finding)).toBe(line);
    expect(fixOf(finding)).toContain(fix);
  });

  test("does not take an address in ENV for the reason, since what the container is given goes before", () => {
    const lines = [slim, "ENV DATABASE_HOST=localhost", 'CMD ["python", "app.py"]'];
    const finding = found({ visits: [page500, page500], log: crash(elsewhere), lines });
    expect(lineOf(finding)).toBeUndefined();
  });

  test("points at the line that changes the app", () => {
    const lines = ["FROM python:3.13-slim", "COPY app.py ./", "RUN sed -i 's/503/200/' app.py"];
    const finding = found({ health: { refused: ok }, lines });
    expect(lineOf(finding)).toBe(3);
    expect(fixOf(finding)).toBe("Leave line 3 out: the app is right as it was handed out.");
    expect(lineOf(found({ health: { refused: ok }, lines: lines.slice(0, 2) }))).toBeUndefined();
  });

  test("names the library that the true client lacks where another stands in its place", () => {
    const parsed = dockerfile(slim, "COPY app.py ./", "RUN printf '%s' \\");
    const [from, copy, write] = parsed.instructions;
    const sections = evidence({
      database: { visits: counted(1, 2), rows: 0 },
      contents: { packages: [] },
      runtime: { installed: { mysqlclient: "2.2.7" } },
      // What stands behind the keyword is cut in a long instruction, and its lines are not.
      dockerfile: {
        ...parsed,
        instructions: [from, copy, write && { ...write, endLine: 4 }].flatMap((it) => it ?? []),
        lines: [slim, "COPY app.py ./", "RUN printf '%s' \\", "    'import sqlite3' > MySQLdb.py"],
      },
    });
    const finding = judge(databaseRoundTrip, sections);
    expect(messageOf(finding)).toContain("puts something in the place of the app's database client");
    expect(lineOf(finding)).toBe(3);
    expect(fixOf(finding)).toContain("Leave lines 3 to 4 out");
    expect(fixOf(finding)).toContain("loads `libmariadb.so.3` when it runs");
    expect(fixOf(finding)).toContain("libmariadb3");
  });
});
