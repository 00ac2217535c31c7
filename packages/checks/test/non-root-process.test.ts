import type { Sections } from "@shipshape/core";
import { describe, expect, test } from "vitest";

import { nonRootProcess } from "../src/non-root-process.ts";
import { dockerfile } from "./dockerfile.ts";
import { evidence, fixOf, judge, lineOf, messageOf } from "./evidence.ts";

const process = (uid: number, euid = uid, command = "python app.py") => ({ pid: 9, uid, euid, command });

function judged(user: string, lines: string[], processes = [process(0)], entrypoint: string[] = []) {
  return judge(
    nonRootProcess,
    evidence({
      image: { user, entrypoint },
      processes: { live: processes },
      dockerfile: dockerfile(...lines),
    }),
  );
}

describe("non-root-process", () => {
  test("says that there is no USER", () => {
    const finding = judged("", ["FROM python:3.13-slim"]);
    expect(messageOf(finding)).toBe(
      "- `python app.py` runs as uid 0\n\nThe Dockerfile has no `USER`, and without one Docker starts everything as root.",
    );
  });

  test("explains a USER that stands in another stage", () => {
    const finding = judged("", ["FROM python:3.13-slim AS builder", "USER appuser", "FROM python:3.13-slim"]);
    expect(messageOf(finding)).toContain("`USER` on line 2 belongs to the stage `builder`");
  });

  test.each(["root", "0", "00", "+0", "-0", "0:0", "root:root", ":0"])("knows USER %s for root", (user) => {
    const finding = judged(user, ["FROM python:3.13-slim", `USER ${user}`]);
    expect(messageOf(finding)).toContain("which is root itself");
    expect(lineOf(finding)).toBe(2);
  });

  test("explains a USER that a later one undoes", () => {
    const finding = judged("root", ["FROM python:3.13-slim", "USER appuser", "RUN true", "USER root"]);
    expect(messageOf(finding)).toContain("`root` on line 4 undoes `appuser` on line 2");
  });

  test.each([
    "RUN useradd -o -u 0 appuser",
    "RUN useradd --non-unique --uid=0 appuser",
    "RUN useradd -ou 0 appuser",
    "RUN echo appuser:x:0:0::/:/bin/sh >> /etc/passwd",
  ])("finds the line that makes root under another name: %s", (line) => {
    const finding = judged("appuser", ["FROM python:3.13-slim", line, "USER appuser"]);
    expect(messageOf(finding)).toContain("gives the user `appuser` the number 0");
    expect(lineOf(finding)).toBe(2);
  });

  test.each([
    ["a live sudo", [process(0, 0, "sudo python app.py"), process(0)], 'CMD ["./start.sh"]'],
    ["a start through su", [process(0)], 'CMD ["su", "-c", "python app.py"]'],
    ["an effective uid of 0", [process(1000, 0, "/app/start")], 'CMD ["/app/start"]'],
  ])("finds a start that goes back to root by %s", (_, processes, start) => {
    const finding = judged("appuser", ["FROM python:3.13-slim", "USER appuser", start], processes);
    expect(messageOf(finding)).toContain("goes back to root");
    expect(lineOf(finding)).toBe(3);
  });

  test("names both possible reasons where it cannot tell", () => {
    const lines = ["FROM python:3.13-slim", "COPY passwd /etc/passwd", "USER appuser", 'CMD ["./start.sh"]'];
    const finding = judged("appuser", lines);
    expect(messageOf(finding)).toContain("Either that user has the number 0");
    expect(lineOf(finding)).toBe(3);
  });

  test("says what the image's user is where there is no Dockerfile to read", () => {
    const { image, processes } = evidence({ image: { user: "0" }, processes: { live: [process(0)] } });
    expect(messageOf(judge(nonRootProcess, { image, processes } as Sections))).toContain(
      "The image's user is `0`.",
    );
  });

  test("names a few of many processes", () => {
    const finding = judged(
      "",
      ["FROM python:3.13-slim"],
      Array.from({ length: 9 }, (_, number) => process(0, 0, `worker ${number}`)),
    );
    expect(messageOf(finding)).toContain("- and 6 more");
  });

  test.each([
    [process(0), "runs as uid 0 (2 processes)"],
    [process(0, 1000), "2 processes, can become root again: their real uid is 0, their effective one 1000"],
  ])("says once what is true of several processes", (alike, words) => {
    expect(messageOf(judged("", ["FROM python:3.13-slim"], [alike, alike]))).toContain(words);
  });

  test("tells the real uid from the effective one", () => {
    expect(messageOf(judged("", ["FROM python:3.13-slim"], [process(0, 1000)]))).toContain(
      "can become root again: its real uid is 0, its effective one 1000",
    );
    expect(messageOf(judged("", ["FROM python:3.13-slim"], [process(1000, 0)]))).toContain(
      "its effective uid is 0, its real one 1000",
    );
  });
});

describe("what the learner did in the place of USER", () => {
  const from = "FROM python:3.13-slim";
  const user = "RUN useradd --system --uid 10001 app";
  const start = 'CMD ["gunicorn", "app:app"]';
  const entry = 'ENTRYPOINT ["/start.sh"]';

  test.each([
    ["made no user", [from, start], "no `USER`", "`RUN useradd app`"],
    ["made a user", [from, user, start], "Line 2 makes the user `app`", "line 3, write `USER app`."],
    [
      "made and named a user in another stage",
      [`${from} AS builder`, user, "USER app", from, start],
      "The user `app`, whom line 2 makes, is not there either",
      "as on line 2, and below that write `USER app`.",
    ],
    [
      "told gunicorn to change the user",
      [from, user, 'CMD ["gunicorn", "--user", "app", "app:app"]'],
      "changes the user of gunicorn's workers only",
      "Then `--user` is not needed.",
    ],
    ["only named root", [from, user, "USER root", start], "which is root itself", "makes the user `app`"],
    [
      "went back to root for one step",
      [from, user, "USER app", "USER root", "RUN install -d /log", start],
      "`root` on line 4 undoes `app`",
      "Below line 5, the last step that may need root, write `USER app` again.",
    ],
    [
      "went back to root for nothing",
      [from, user, "USER app", "USER root", start],
      "`root` on line 4 undoes `app`",
      "Leave line 4 out.",
    ],
  ])("is told to one who %s", (_, lines, words, fix) => {
    const finding = judged(lines.includes("USER root") ? "root" : "", lines);
    expect(messageOf(finding)).toContain(words);
    expect(fixOf(finding)).toContain(fix);
  });

  test.each([
    ["chown app /app; ", "Take `chown` out of the script"],
    ["", "Above `ENTRYPOINT` on line 4, write `USER app`."],
  ])("is told to one whose script starts the app as root", (command, fix) => {
    const lines = [from, user, `RUN printf '${command}exec "$@"' > /start.sh`, entry, start];
    const finding = judged("", lines, [process(0)], ["/start.sh"]);
    expect(messageOf(finding)).toContain("the script that line 3 writes runs as root");
    expect(lineOf(finding)).toBe(3);
    expect(fixOf(finding)).toContain(fix);
  });

  test.each([
    ["/start.sh", "sh -c /start.sh", true],
    ["/app/gunicorn.conf.py", "gunicorn app:app", false],
    ["/app/restart.sh", "start.sh", false],
  ])("takes %s for the script only where the container starts it: %s", (file, command, isScript) => {
    const lines = [from, user, `RUN echo 'exec "$@"' > ${file}`, start];
    const finding = judged("", lines, [process(0)], command.split(" "));
    expect(messageOf(finding).includes("the script that line 3 writes")).toBe(isScript);
  });

  test("is told to one who changed the effective uid only", () => {
    const lines = [from, user, 'ENTRYPOINT ["setpriv", "--euid", "app"]', start];
    const finding = judged("", lines, [process(0, 10001)]);
    expect(messageOf(finding)).toContain("What line 3 starts gives up the effective uid only");
    expect(fixOf(finding)).toContain("Then take what changes the user out of line 3.");
  });

  test("is told to one whose app runs under a su that stays root", () => {
    const finding = judged("", [from, user, 'CMD ["su", "app"]'], [process(0, 0, "su app")]);
    expect(messageOf(finding)).toContain("`su` stays root itself");
    expect(fixOf(finding)).toContain("without `su`");
  });
});

describe("a way back to root", () => {
  const from = "FROM python:3.13-slim";
  const back = `RUN printf 'exec sudo "$@"' > /start.sh`;

  test.each(["chmod u+s", "chmod +s", "chmod 4755", "chmod -v 06755"])(
    "is the setuid bit that %s sets",
    (chmod) => {
      const finding = judged("app", [from, `RUN ${chmod} /usr/bin/python3`, "USER app", 'CMD ["python"]']);
      expect(messageOf(finding)).toContain("line 2 lets it become root again");
      expect(lineOf(finding)).toBe(2);
      expect(fixOf(finding)).toContain("Take that `chmod` out of line 2.");
    },
  );

  test.each(["chmod +x", "chmod 0755", "chmod 755", "chmod 2755"])("is not %s", (chmod) => {
    const finding = judged("app", [from, `RUN ${chmod} /start`, "USER app", 'CMD ["python"]']);
    expect(messageOf(finding)).not.toContain("setuid");
  });

  test("is a script that the Dockerfile writes", () => {
    const finding = judged("app", [from, back, "USER app", 'CMD ["python"]'], [process(0)], ["start.sh"]);
    expect(messageOf(finding)).toContain("the script that line 2 writes goes back to root");
    expect(fixOf(finding)).toContain("without `sudo`");
    expect(lineOf(finding)).toBe(2);
  });

  test("is both, the bit and the script that uses it", () => {
    const lines = [from, "RUN chmod u+s /usr/bin/sudo", back, "USER app", 'CMD ["python"]'];
    const finding = judged("app", lines, [process(0)], ["start.sh"]);
    expect(fixOf(finding)).toContain("`sudo` with its options out of the script that line 3 writes");
  });
});
