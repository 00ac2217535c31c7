import { describe, expect, test } from "vitest";

import { healthEndpoint } from "../src/health-endpoint.ts";
import { answered, evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const silent = { outcome: "silent", limitSeconds: 15 } as const;

describe("health-endpoint", () => {
  test("takes JSON with more in it than the status", () => {
    const health = answered('{"database": "up", "status": "ok"}');
    expect(judge(healthEndpoint, evidence({ http: { health } }))).toEqual({ holds: true });
  });

  test("shows what the log says of an app that cannot serve", () => {
    const log = `The database cannot be used\nTraceback (most recent call last):\n  File "app.py", line 33\nKeyError: 'HARBOUR'\n`;
    const health = answered('{"status": "unavailable"}', { status: 503 });
    expect(messageOf(judge(healthEndpoint, evidence({ http: { health }, container: { log } }))))
      .toMatchInlineSnapshot(`
        "\`GET /health\` was answered with status 503; 200 was expected. The app is there and cannot serve. From the container's log:

        \`\`\`text
        Traceback (most recent call last):
          File "app.py", line 33
        KeyError: 'HARBOUR'
        \`\`\`"
      `);
  });

  test("tells what keeps the app from its database, and the line to edit", () => {
    const log = `Traceback (most recent call last):\n  File "app.py", line 33\nImportError: libmariadb.so.3: cannot open shared object file: No such file or directory\n`;
    const health = answered('{"status": "unavailable"}', { status: 503 });
    const finding = judge(healthEndpoint, evidence({ http: { health }, container: { log } }));
    expect(messageOf(finding)).toContain("**Likely cause.** The compiled part of `mysqlclient`");
    expect(lineOf(finding)).toBe(5);
    expect(fixOf(finding)).toContain("Below line 5, add:");
    expect(fixOf(finding)).toContain("apt-get install -y --no-install-recommends libmariadb3");
  });

  test.each([
    ["the container had stopped", { health: { outcome: "stopped" } as const }, "Mend `container-runs` first"],
    ["nothing answers at all", { home: silent, health: silent }, "Mend `home-page` first"],
    ["only this page is silent", { health: silent }, "within 15 seconds"],
    [
      "the answer has no end",
      { health: { outcome: "endless", limitSeconds: 15, limitBytes: 1e6 } as const },
      "did not come to an end",
    ],
    ["the page is missing", { health: answered("", { status: 404 }) }, "status 404"],
    ["the answer is plain text", { health: answered("OK") }, "answered `OK`"],
    ["the status is another", { health: answered('{"status": "sinking"}') }, '`{"status": "sinking"}`'],
    ["the answer is JSON without a field", { health: answered("null") }, "answered `null`"],
  ])("does not hold where %s", (_, http, words) => {
    expect(messageOf(judge(healthEndpoint, evidence({ http })))).toContain(words);
  });
});
