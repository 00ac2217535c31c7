import { describe, expect, test } from "vitest";

import { homePage } from "../src/home-page.ts";
import { dockerfile } from "./dockerfile.ts";
import { answered, evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const silent = { outcome: "silent", limitSeconds: 15 } as const;
const seen = (http: Parameters<typeof evidence>[0]) => messageOf(judge(homePage, evidence(http)));

describe("home-page", () => {
  test("takes white space around the greeting", () => {
    expect(judge(homePage, evidence({ http: { home: answered("Ahoy from h-2f9c\n") } }))).toEqual({
      holds: true,
    });
  });

  test("holds for the greeting that a lab names", () => {
    const sections = evidence({ http: { home: answered("Visit 3 to h-2f9c") } });
    expect(judge(homePage, sections, { greeting: "Visit" })).toEqual({ holds: true });
  });

  test.each([
    [
      "is bound to the container itself",
      [{ address: "127.0.0.1", port: 5000 }],
      "listens on `127.0.0.1:5000`",
    ],
    ["is bound to the container itself by IPv6", [{ address: "::1", port: 5000 }], "listens on `::1:5000`"],
    ["listens on another port", [{ address: "0.0.0.0", port: 8000 }], "the app listens on port 8000"],
    ["listens and does not answer", [{ address: "::", port: 5000 }], "Port 5000 is open"],
    ["does not listen", [], "no process in the container listens"],
  ])("tells apart an app that %s", (_, listeners, words) => {
    expect(seen({ http: { home: silent, listeners } })).toContain(words);
  });

  test("names the ports that were asked where it knows no more", () => {
    expect(seen({ http: { home: silent, asked: [5000, 8080] } })).toBe(
      "Nothing answered on the ports 5000, 8080.",
    );
  });

  test("blames the line that binds the app", () => {
    const sections = evidence({
      dockerfile: dockerfile("FROM python:3.13-slim", "ENV FLASK_RUN_HOST=127.0.0.1", 'CMD ["flask", "run"]'),
      http: { home: silent, listeners: [{ address: "127.0.0.1", port: 5000 }] },
    });
    expect(lineOf(judge(homePage, sections))).toBe(2);
  });

  test.each([
    ['CMD ["flask", "run"]', 'On line 2, add `, "--host", "0.0.0.0"` before the closing bracket.'],
    ["CMD gunicorn app:app", "On line 2, add `--bind 0.0.0.0:5000` to the command that starts `gunicorn`."],
    ['CMD ["sh", "-c", "flask run"]', "On line 2, add `--host 0.0.0.0` to the command that starts `flask`."],
    ["CMD flask run --host 127.0.0.1", "On line 2, write `0.0.0.0` in place of `127.0.0.1`."],
    ["CMD flask run --host localhost", "On line 2, write `0.0.0.0` in place of `localhost`."],
    ["CMD waitress-serve app:app", undefined],
  ])("says what to write for the server that was started: %s", (start, fix) => {
    const sections = evidence({
      dockerfile: dockerfile("FROM python:3.13-slim", start),
      http: { home: silent, listeners: [{ address: "127.0.0.1", port: 5000 }] },
    });
    expect(fixOf(judge(homePage, sections))).toBe(fix);
  });

  test("points to container-runs where the container had stopped", () => {
    expect(seen({ http: { home: { outcome: "stopped" } } })).toContain("Mend `container-runs` first");
  });

  test("says which limits an endless page went beyond", () => {
    const home = { outcome: "endless", limitSeconds: 15, limitBytes: 1e6 } as const;
    expect(seen({ http: { home } })).toContain("15 seconds or 1.00 MB");
  });

  test.each([
    [301, "a redirect (status 301) to `/login`"],
    [404, "serves below another path"],
    [418, "status 418; 200 was expected"],
  ])("says what status %i means", (status, words) => {
    expect(seen({ http: { home: answered("", { status, location: "/login" }) } })).toContain(words);
  });

  test("shows the traceback behind a status of 500", () => {
    const log = `10.0.0.1 - - "GET / HTTP/1.1" 500\nTraceback (most recent call last):\n  File "app.py", line 1\nKeyError: 'HOME'\n10.0.0.1 - - "GET /"`;
    const message = seen({ http: { home: answered("Oh", { status: 500 }) }, container: { log } });
    expect(message).toContain("KeyError: 'HOME'\n```");
  });

  test("does not take a page that was saved with another host name", () => {
    expect(seen({ http: { home: answered("Ahoy from buildkitsandbox") } })).toContain("does not end in");
  });

  test("says which greeting was expected, without the name that differs from run to run", () => {
    expect(seen({ http: { home: answered("Hello h-2f9c") } })).toContain(
      "says `Hello HOSTNAME`, which is not the app's greeting, `Ahoy from HOSTNAME`",
    );
  });
});
