import { describe, expect, test } from "vitest";

import { installIn, isInstaller } from "../src/install-words.ts";

const install = "pip install -r requirements.txt";

describe("installIn", () => {
  test.each([
    ["pip", "Installing collected packages: flask\nSuccessfully installed Flask-3.1.2\n"],
    [
      "pip that found one of two",
      "Requirement already satisfied: flask\nSuccessfully installed gunicorn-23.0.0",
    ],
    ["uv", "Resolved 9 packages in 2ms\nInstalled 9 packages in 12ms\n + flask==3.1.2\n"],
    ["uv in colours", "\u001B[2mInstalled \u001B[1m9 packages\u001B[0m in 12ms"],
    ["Poetry", "Package operations: 1 install, 0 updates\n\n  - Installing flask (3.1.2)\n"],
    ["apt", "Unpacking libpq5 (17.6) ...\nSetting up libpq5:amd64 (17.6-1) ...\n"],
  ])("knows the words of %s", (_, output) => {
    expect(installIn(install, output)).toBe("installed");
  });

  test.each([
    ["pip", "Requirement already satisfied: Flask==3.1.2 in /usr/local/lib"],
    ["uv", "Using Python 3.13.5 environment at: /usr/local\nChecked 2 packages in 49ms"],
    ["an older uv", "Audited 9 packages in 1ms"],
    ["Poetry", "Installing dependencies from lock file\n\nNo dependencies to install or update\n"],
  ])("knows from %s that nothing was to be done, also with a cache mount", (_, output) => {
    expect(installIn(`--mount=type=cache,target=/root/.cache ${install}`, output)).toBe("none");
  });

  test.each([
    "pip install -q -r requirements.txt 2>/dev/null || true",
    "pip install --retries 0 -r requirements.txt; echo done",
    "unset http_proxy https_proxy; pip install -q -r requirements.txt",
    "env -u http_proxy pip install -q -r requirements.txt",
    "pip install -q -r requirements.txt http_proxy=",
  ])("does not believe a silent installer that passes over a missing network: %s", (words) => {
    expect(installIn(words, "")).toBe("silent");
  });

  test.each([
    "--mount=type=cache,target=/root/.cache/pip pip install -q -r requirements.txt",
    "pip install -q --no-index --find-links /wheels -r requirements.txt",
    '["pip", "install", "--quiet", "/wheels/flask-3.1.2-py3-none-any.whl"]',
    "uv sync --quiet --reinstall",
    "pip install -q -r requirements.txt PIP_FIND_LINKS=/wheels",
  ])("does not believe a silent installer that has packages at hand: %s", (words) => {
    expect(installIn(words, "")).toBe("silent");
  });

  test("lets a silent installer pass that had nothing to install from", () => {
    expect(installIn(`${install} --quiet`, "")).toBe("none");
  });

  test("lets other commands pass that are silent", () => {
    expect(installIn("--mount=type=cache,target=/c python -m compileall -q .", "")).toBe("none");
  });
});

describe("isInstaller", () => {
  test.each([
    "pip3.13 install flask",
    "/opt/venv/bin/python -m pip install .",
    "poetry install",
    "pipenv sync",
  ])("knows %s", (words) => expect(isInstaller(words)).toBe(true));

  test.each(["pip --version && apt-get install curl", "pip freeze", "npm install"])(
    "is not fooled by %s",
    (words) => expect(isInstaller(words)).toBe(false),
  );
});
