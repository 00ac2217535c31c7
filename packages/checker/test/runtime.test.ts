import { expect, test } from "vitest";

import { parsePins } from "../src/runtime.ts";

test("pins are read with normalised names, and all that is no pin is left out", () => {
  const requirements =
    "Flask==3.1.2\ngunicorn[gevent]==23.0.0 ; python_version > '3'\n# a==1\nrequests>=2\nZope_Interface==7\n";
  expect(parsePins(requirements)).toEqual({ flask: "3.1.2", gunicorn: "23.0.0", "zope-interface": "7" });
});
