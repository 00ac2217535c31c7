import { describe, expect, test } from "vitest";

import { likelyCause, perhapsOutage } from "../src/likely-cause.ts";
import { dockerfile } from "./dockerfile.ts";

test.each([
  ["Temporary failure in name resolution", "could not reach the host"],
  [
    "ERROR: Ignored the following versions that require a different python version: 3.1.2\nERROR: No matching distribution found for Flask==3.1.2",
    "but not for the Python of this base image",
  ],
  ["ERROR: No matching distribution found for requirements.txt", "write `-r` before"],
  ["ERROR: No matching distribution found for socket", "`socket` is a part of Python itself"],
  [
    "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'requirements.txt'",
    "looked for `requirements.txt`",
  ],
  ["ERROR: Invalid requirement: 'Flask=3.1.2'", "`name==1.2.3`"],
  ["error: externally-managed-environment", "Make a virtual environment"],
  ["/bin/sh: 1: mysql_config: not found", "`default-libmysqlclient-dev`"],
  [
    "src/_mysql.c:29:10: fatal error: Python.h: No such file or directory",
    "the C header `Python.h` is missing",
  ],
  ["error: command 'gcc' failed: No such file or directory", "no C compiler"],
  ["error: [Errno 2] No such file or directory: 'gcc'", "no C compiler"],
  ["error: [Errno 2] No such file or directory: 'x86_64-linux-gnu-g++'", "no C compiler"],
  [
    "ImportError: libmariadb.so.3: cannot open shared object file: No such file or directory",
    "needs the shared library `libmariadb.so.3`",
  ],
  [
    "/opt/venv/bin/python: error while loading shared libraries: libpython3.13.so.1.0: cannot open shared object file",
    "needs the shared library `libpython3.13.so.1.0`",
  ],
  [
    "Error loading shared library libmariadb.so.3: No such file or directory (needed by /opt/_mysql.so)",
    "needs the shared library `libmariadb.so.3`",
  ],
  ["E: Unable to locate package gcc", "knows no package `gcc`"],
  ["E: Package 'foo' has no installation candidate", "knows no package `foo`"],
  ["/bin/sh: 1: ./start.sh: Permission denied", "`./start.sh` is there but is not marked as a program"],
  ['runc: exec: "/app/start.sh": permission denied: unknown', "`/app/start.sh` is there but"],
  ["PermissionError: [Errno 13] Permission denied: '/app/x'", "who owns the files"],
  ["OSError: [Errno 28] No space left on device", "disk is full"],
  ["exec /app/start.sh: exec format error", "another kind of processor"],
  ["/bin/sh: 1: Syntax error: Unterminated quoted string", "`Unterminated quoted string`"],
  ["SyntaxError: invalid syntax", "Python cannot read this code"],
  ["ModuleNotFoundError: No module named 'flask'", "does not find `flask`"],
  ["python: can't open file '/app/main.py': [Errno 2] No such file", "no such file in the image"],
  ["Error: Could not import 'main'.", "Flask found no app in `main`"],
  ["collected 0 items\n===== no tests ran in 0.01s =====", "pytest found no tests to run"],
  ["collected 3 items / 3 deselected / 0 selected", "pytest found no tests to run"],
  ["./app.py:12:80: E501 line too long (86 > 79 characters)", "the file `.flake8`"],
  ["exec /app/start.sh: no such file or directory", "Windows line ends"],
  ["/bin/sh: 1: pyhton: not found", "no command `pyhton`"],
  ["bash: line 1: pyhton: command not found", "no command `pyhton`"],
  ['exec: "gunicorn": executable file not found in $PATH', "no command `gunicorn`"],
  [
    'failed to calculate checksum of ref a::b: "/src/app.py": not found',
    "There is no `src/app.py` in the build context",
  ],
  [
    'failed to compute cache key: "/app.py" not found: not found',
    "There is no `app.py` in the build context",
  ],
  ["unable to find user appuser: no matching entries in passwd file", "no user `appuser`"],
  ['chdir to cwd ("/root/app") set in config.json failed: permission denied', "may not enter `/root/app`"],
  ["dockerfile parse error line 2: unknown instruction: COPPY", "`COPPY` is no instruction"],
  ["dockerfile parse error on line 2: unknown flag: form (did you mean from?)", "no flag `--form`"],
  ["Invalid containerPort: five", "`five` is none"],
  ["/bin/sh: 1: [python,: not found", "is not JSON"],
  ["lstat /d/buildkit-mount227/opt/venv: no such file or directory", "There is no `opt/venv` in the stage"],
  ["FROM requires either one or three arguments", "too little behind `FROM`"],
  [
    "failed to resolve source metadata for registry.example/library/python:3.99: dial tcp: no such host",
    "The image `python:3.99` is not on this machine",
  ],
  ["no build stage in current context", "begins with `FROM`"],
  ["COPY requires at least two arguments, but only one was provided", "too little behind `COPY`"],
  [
    "failed to resolve source metadata for registry.example/library/python:3.99: not found",
    "The image `python:3.99` could not be found",
  ],
  ["pull access denied, repository does not exist", "that `FROM` names could not be found"],
  ['process "/bin/sh -c make" did not complete successfully: exit code: 137', "used too much memory"],
])("explains %s", (text, words) => {
  expect(likelyCause(text)?.source).toContain(words);
});

test("says of a COPY from a stage that the path is missing there", () => {
  const cause = likelyCause('checksum of ref a::b: "/venv": not found', {
    step: "[stage-1 2/4] COPY --from=builder /venv /venv",
  });
  expect(cause?.source).toContain("in the stage or image that `--from` names");
});

test("takes no file of the learner's for a compiler", () => {
  const words = "FileNotFoundError: [Errno 2] No such file or directory: '/app/main.cc'";
  expect(likelyCause(words)).toBeUndefined();
});

test("guesses nothing where it knows nothing", () => {
  expect(likelyCause("Something went wrong")).toBeUndefined();
});

describe("what may be an outage", () => {
  test.each([
    "Could not resolve host: example",
    "E: Failed to fetch http://mirror.example/pool/g/gcc.deb  Connection failed",
    "E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?",
    "pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.",
    "ERROR: HTTP error 502 Bad Gateway while getting https://files.example/flask.whl",
  ])("is %s", (log) => {
    expect(perhapsOutage.test(log)).toBe(true);
  });

  test.each(["No matching distribution found for flsk", "COPY failed: file not found", "exit code: 1"])(
    "is not %s",
    (log) => {
      expect(perhapsOutage.test(log)).toBe(false);
    },
  );
});

describe("a module that is not found", () => {
  const log = "ModuleNotFoundError: No module named 'flask'";
  test.each([
    [["FROM python:3.13-slim", "COPY app.py ."], "no line of the Dockerfile installs it"],
    [["FROM python:3.13-slim", "RUN pip install gunicorn"], "See whether what you install has it"],
    [
      ["FROM python:3.13 AS builder", "RUN pip install flask", "FROM python:3.13-slim"],
      "only if `COPY --from` brings it",
    ],
  ])("is explained by what the Dockerfile installs", (lines, words) => {
    expect(likelyCause(log, { dockerfile: dockerfile(...lines) })?.source).toContain(words);
  });
});
