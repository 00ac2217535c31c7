import { expect, test } from "vitest";

import { nearCopies } from "../src/index.ts";
import { dockerfile, exampleClass, starter } from "./overview-class.ts";

const own = `
FROM python:3.12-slim AS builder
LABEL org.example.crew="gulls" org.example.watch="dog"
ENV PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python3 -m venv --upgrade-deps /srv/rigging && /srv/rigging/bin/pip install --quiet wheel
COPY requirements.txt constraints.txt /tmp/
RUN --mount=type=cache,target=/root/.cache/pip /srv/rigging/bin/pip install -r /tmp/requirements.txt
FROM python:3.12-slim
RUN useradd --system --uid 4242 sailor
COPY --from=builder --chown=sailor:sailor /srv/rigging /srv/rigging
WORKDIR /srv/harbour
COPY app.py .
USER sailor
EXPOSE 8042
CMD ["/srv/rigging/bin/gunicorn", "-b", ":8042", "app:app"]
`;

/** The same work in other words. */
const disguised = `
# All of this I thought of by myself.
from python:3.12-slim as kitchen

LABEL org.example.watch="dog"
LABEL org.example.crew=gulls
ENV PIP_DISABLE_PIP_VERSION_CHECK 1
ENV PIP_NO_INPUT=1
RUN   python -m venv   --upgrade-deps /srv/rigging
RUN /srv/rigging/bin/pip install wheel --quiet
COPY ./constraints.txt ./requirements.txt /tmp
RUN --mount=target=/root/.cache/pip,type=cache /srv/rigging/bin/pip install --requirement=/tmp/requirements.txt
FROM python:3.12-slim
RUN useradd --uid=4242 --system cook
COPY --chown=cook:cook --from=0 /srv/rigging/ /srv/rigging
WORKDIR /srv/harbour/
COPY app.py ./
USER cook
EXPOSE 8042/tcp
CMD exec /srv/rigging/bin/gunicorn --bind 0.0.0.0:8042 app:app
`;

/** Others who each do it as one does. */
const others = Array.from({ length: 28 }, (_, at) => {
  const port = [5000, 8000, 8080][at % 3];
  return [
    `other-${at}`,
    dockerfile(`
FROM python:3.${10 + (at % 4)}-slim
WORKDIR ${at % 2 === 0 ? "/app" : "/usr/src/app"}
COPY requirements.txt .
RUN pip install ${at % 5 === 0 ? "" : "--no-cache-dir "}-r requirements.txt
COPY . .
EXPOSE ${port}
CMD ["gunicorn", "--bind", "0.0.0.0:${port}", "app:app"]
`),
  ] as const;
});

const grouped = (
  submissions: Iterable<readonly [string, ReturnType<typeof dockerfile>]>,
  given = [starter],
) =>
  nearCopies(new Map(submissions), given).map(({ members }) => members.map(({ submission }) => submission));

test("a copy under other names, comments, white space, order and spelling is found", () => {
  expect(grouped([["one", dockerfile(own)], ["two", dockerfile(disguised)], ...others])).toEqual([
    ["one", "two"],
  ]);
});

test("what a group shares is told with how many have it, the rarest first, and marked in each", () => {
  const [group] = nearCopies(new Map([["one", dockerfile(own)], ["two", dockerfile(disguised)], ...others]), [
    starter,
  ]);
  expect(group?.of).toBe(30);
  expect(group?.shared).toContainEqual({ text: "RUN useradd --system --uid 4242 USER", count: 2 });
  expect(group?.shared.map(({ count }) => count)).toEqual(
    group?.shared.map(({ count }) => count).toSorted((a, b) => a - b),
  );
  const [, two] = group?.members ?? [];
  expect(two?.steps).toContainEqual({
    text: "COPY --chown=USER:USER --from=stage-1 /srv/rigging /srv/rigging",
    shared: true,
  });
  expect(two?.steps).toContainEqual({ text: "COPY app.py .", shared: true });
});

test("right answers that look alike by nature are no copies", () => {
  expect(grouped(others)).toEqual([]);
});

test("what everybody was given counts for nothing", () => {
  const submissions = [["one", dockerfile(own)], ["two", dockerfile(disguised)], ...others] as const;
  expect(grouped(submissions, [starter, dockerfile(own)])).toEqual([]);
});

test("what half of the class has counts for nothing", () => {
  const half = Array.from({ length: 40 }, (_, at) => [`like-${at}`, dockerfile(own)] as const);
  expect(grouped([...half, ...others])).toEqual([]);
});

test("one unusual decision in common is none of copying", () => {
  const single = dockerfile(
    "FROM python:3.12-slim\nRUN useradd --system --uid 4242 sailor\nUSER sailor\nEXPOSE 8042",
  );
  const other = dockerfile(own.replace("4242", "77").replaceAll("rigging", "mast"));
  expect(grouped([["one", single], ["two", other], ...others])).toEqual([]);
});

test("a copy that was worked on further is found as long as half of it is shared", () => {
  const further = own
    .replace("8042", "9999")
    .replace('CMD ["/srv', 'HEALTHCHECK CMD curl -f localhost:9999\nCMD ["/srv');
  expect(grouped([["one", dockerfile(own)], ["two", dockerfile(further)], ...others])).toEqual([
    ["one", "two"],
  ]);
});

test("a whole group that copied from one another is one group", () => {
  const copies = ["sailor", "cook", "mate", "pilot"].map(
    (user) => [user, dockerfile(own.replaceAll("sailor", user))] as const,
  );
  expect(grouped([...copies, ...others])).toEqual([["cook", "mate", "pilot", "sailor"]]);
});

test("in a class of a thousand each pair is found, and nothing else", () => {
  expect(exampleClass(1000).copies.map(({ members }) => members.length)).toEqual(Array(33).fill(2));
});

test("the order in which submissions come changes nothing", () => {
  const submissions = [["one", dockerfile(own)], ["two", dockerfile(disguised)], ...others] as const;
  expect(nearCopies(new Map(submissions.toReversed()), [starter])).toEqual(
    nearCopies(new Map(submissions), [starter]),
  );
});

test("what a learner writes cannot lead the comparison astray", () => {
  const odd = [
    "",
    "FROM",
    "RUN [",
    'CMD ["',
    "RUN constructor __proto__ -r",
    "COPY",
    "USER (",
    "ENV",
    `RUN "${"\\".repeat(400)}`,
    "HEALTHCHECK",
    "EXPOSE [",
    `RUN ${"'\"".repeat(200)}`,
  ];
  expect(grouped(odd.map((text, at) => [`odd-${at}`, dockerfile(text)] as const))).toEqual([]);
});
