import {
  type DockerfileSection,
  english,
  type Gradebook,
  type GradebookRow,
  md,
  type Report,
  standInNote,
  type Verdict,
} from "@shipshape/core";

import { nearCopies, type Overview } from "../src/index.ts";

/** A Dockerfile of one line an instruction, as evidence has it. */
export function dockerfile(text: string): DockerfileSection {
  const stages: DockerfileSection["stages"] = [];
  const instructions = text
    .split("\n")
    .map((line, at) => ({ line: at + 1, text: line.trim() }))
    .filter((line) => line.text !== "" && !line.text.startsWith("#"))
    .map(({ line, text: written }) => {
      const [keyword = ""] = written.split(/\s/, 1);
      const words = written.slice(keyword.length).trim();
      if (/^from$/i.test(keyword)) {
        const [base = "", , name] = words.split(/\s+/);
        const baseStage = stages.findIndex((stage) => stage.name === base);
        stages.push({ line, base, ...(name && { name }), ...(baseStage >= 0 && { baseStage }) });
      }
      const stage = stages.length - 1;
      return {
        stage,
        keyword: keyword.toUpperCase(),
        line,
        endLine: line,
        arguments: words,
        sources: [],
      };
    });
  return { stages, instructions };
}

export const starter = dockerfile(`
FROM python:3.13
COPY . .
RUN pip install -r requirements.txt
EXPOSE 5000
CMD ["python", "app.py"]
`);

const names = [
  "Amélie Fournier",
  "Bilal Haddad",
  "Chiara Rossi",
  "Dmitri Sokolov",
  "محمد الحسن",
  "Eun-ji Park",
  "Fatoumata Diallo",
  "Grzegorz Brzęczyszczykiewicz",
  "Hana Nováková",
  "Íñigo López de la Fuente y Martínez",
  "田中 さくら",
  "Joke van der Berg",
  "Kwame Mensah",
  "Lea Müller",
  "Måns Öberg",
  "O'Brien, Niamh",
];

const checks: Gradebook["checks"] = [
  { id: "image-builds", title: "The image builds", maxScore: 1 },
  { id: "container-runs", title: "The container goes on running", maxScore: 1 },
  { id: "home-page", title: "`GET /` answers with the app's greeting", maxScore: 1 },
  { id: "health-endpoint", title: '`GET /health` answers `"status": "ok"`', maxScore: 1 },
  { id: "virtual-environment", title: "The app runs from a virtual environment", maxScore: 2 },
  { id: "non-root-process", title: "No process of the app runs as root", maxScore: 2 },
  { id: "multi-stage", title: "The final image takes what an earlier stage made", maxScore: 1 },
  { id: "image-size", title: "The image adds little to a slim base", maxScore: 1 },
];

/** The same numbers for the same seed, from 0 up to 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A class of a lab on virtual environments, in which everything comes about that may, made up. */
export function exampleClass(size: number): Overview {
  const random = numbers(size);
  const rows: GradebookRow[] = [];
  const reports = new Map<string, Report>();
  const grading = new Map<string, number>();
  const dockerfiles = new Map<string, DockerfileSection>();
  for (let at = 0; at < size; at += 1) {
    const learner = learnerAt(at);
    const state = stateAt(at);
    if (state !== "graded") {
      rows.push(notGraded(learner, state, at));
      continue;
    }
    // Now and then someone hands in what the one before did.
    const digest = (at % 30 === 4 ? at - 1 : at).toString(16).padStart(64, "0");
    const report = reports.get(digest) ?? reportOf(random, at);
    reports.set(digest, report);
    if (!grading.has(digest)) grading.set(digest, 4000 + random() * 20_000 + (at % 30 === 9 ? 60_000 : 0));
    dockerfiles.set(digest, at % 30 === 14 || at % 30 === 15 ? unusual(at) : usual(random));
    rows.push(graded(learner, digest, report, at));
  }
  const shared = new Map(
    [...Map.groupBy(rows, (row) => row.attempts[row.counts ?? -1]?.submission)].map(([digest, same]) => [
      digest,
      same.map((row) => row.learner.id),
    ]),
  );
  const gradebook: Gradebook = {
    version: 1,
    lab: "05-venv-non-root",
    labTitle: "A virtual environment and a user who is not root",
    maxScore: 10,
    deadline: "2026-03-01T23:59:00.000Z",
    checks,
    rows: rows.map((row) => withTwins(row, shared)),
    ignored: [{ entry: "__MACOSX", reason: md`macOS keeps its own notes in ${"__MACOSX"}.`.source }],
  };
  return {
    gradebook,
    reports,
    copies: nearCopies(dockerfiles, [starter]),
    times: { grading },
    addedLimit: 40_000_000,
    language: english,
  };
}

/** In each thirty, one of every state but the usual one. */
function stateAt(at: number): GradebookRow["state"] {
  const others: Readonly<Record<number, GradebookRow["state"]>> = {
    7: "error",
    12: "undecided",
    19: "refused",
    25: "missing",
  };
  return others[at % 30] ?? "graded";
}

function withTwins(row: GradebookRow, shared: ReadonlyMap<string | undefined, string[]>): GradebookRow {
  const twins = row.counts === undefined ? [] : (shared.get(row.attempts[row.counts]?.submission) ?? []);
  return { ...row, sameAs: twins.filter((id) => id !== row.learner.id) };
}

function learnerAt(at: number): GradebookRow["learner"] {
  const round = Math.floor(at / names.length);
  const name = `${names[at % names.length]}${round === 0 ? "" : ` ${round + 1}`}`;
  return { id: `s${String(2_026_000 + at * 37)}`, name, columns: {} };
}

function notGraded(
  learner: GradebookRow["learner"],
  state: Exclude<GradebookRow["state"], "graded">,
  at: number,
): GradebookRow {
  const reasons = {
    error: md`The Docker engine stopped answering while the image was built.`.source,
    undecided: md`${"a.zip"} and ${"b.zip"} are both of this learner, and nothing tells which is the later.`
      .source,
    refused: md`${`submission-${at}.zip`} is no archive that can be read.`.source,
    missing: undefined,
  };
  const reason = reasons[state];
  return {
    learner,
    attempts: state === "missing" ? [] : [{ entry: `submission-${at}.zip`, late: false }],
    state,
    ...(reason !== undefined && { reason }),
    score: state === "refused" ? 0 : null,
    verdicts: [],
    sameAs: [],
  };
}

function graded(learner: GradebookRow["learner"], digest: string, report: Report, at: number): GradebookRow {
  const late = at % 11 === 5;
  const time = `2026-03-0${late ? 2 : 1}T${String(8 + (at % 12)).padStart(2, "0")}:${String((at * 7) % 60).padStart(2, "0")}:00.000Z`;
  const attempt = { entry: `${learner.id}.zip`, at: time, late, submission: digest };
  const twice = at % 9 === 2;
  const byHand = at % 30 === 17;
  return {
    learner,
    attempts: twice ? [attempt, { ...attempt, at: "2026-03-05T10:00:00.000Z", late: true }] : [attempt],
    counts: 0,
    state: "graded",
    score: byHand ? 8 : report.score,
    ...(byHand && { overridden: { earned: report.score, comment: "Showed me the running app in the lab." } }),
    run: report.state,
    verdicts: report.checks.map(({ status }) => status),
    ...(report.image && { imageBytes: report.image.bytes, addedBytes: report.image.addedBytes }),
    sameAs: [],
  };
}

function reportOf(random: () => number, at: number): Report {
  const built = random() > 0.08;
  const added = Math.round(12e6 + random() * 20e6 + (random() > 0.85 ? random() * 180e6 : 0));
  const base = random() > 0.9 ? 1_020_000_000 : 124_000_000 + Math.round(random() * 4) * 1_000_000;
  const chances = [1, 0.93, 0.86, 0.84, 0.72, 0.6, 0.7, 0];
  const runs = built && random() < 0.93;
  const verdicts = checks.map(({ id, title, maxScore }, check): Verdict => {
    const size = id === "image-size";
    const passes = size ? added <= 40e6 && base < 200e6 : random() < (chances[check] ?? 1);
    const status = !built
      ? check === 0
        ? "fail"
        : "skip"
      : check === 0
        ? "pass"
        : !runs && !size
          ? check === 1
            ? "fail"
            : "skip"
          : passes
            ? "pass"
            : "fail";
    return {
      id,
      title,
      status,
      maxScore,
      score: status === "pass" ? maxScore : 0,
      message: status === "fail" ? messageOf(id, at, added) : "",
    };
  });
  return {
    version: 1,
    lab: "05-venv-non-root",
    labTitle: "A virtual environment and a user who is not root",
    submission: "submission",
    state: !built ? "build-failed" : runs ? "completed" : "start-failed",
    score: verdicts.reduce((sum, { score }) => sum + score, 0),
    maxScore: 10,
    checks: verdicts,
    ...(built && {
      image: {
        bytes: base + added,
        addedBytes: added,
        base: { reference: "python:3.13-slim", bytes: base },
        layers: [],
      },
    }),
    notes: [standInNote(md`${"python:3.13-slim"}`).source],
    evidenceDigest: "0".repeat(64),
    timings: {},
  };
}

function messageOf(id: string, at: number, added: number): string {
  switch (id) {
    case "non-root-process":
      return at % 3 === 0
        ? md`${"gunicorn"} (PID ${at + 1}) runs with uid 0, which is root.`.source
        : md`${`python app${at}.py`} (PID ${1}) runs with uid 0, which is root.`.source;
    case "image-size":
      return md`The image adds ${Math.round(added / 1e6)} MB to its base; this lab allows 40 MB.`.source;
    case "image-builds":
      return md`The step ${`[builder ${at}/7] RUN pip install flaskk`} ended with exit code ${1}.`.source;
    default:
      return at % 2 === 0
        ? md`Nothing answered at port ${5000 + at}.`.source
        : md`${id} was answered with status ${500}.`.source;
  }
}

function usual(random: () => number): DockerfileSection {
  const port = random() > 0.7 ? 8000 : 5000;
  return dockerfile(`
FROM python:3.${10 + Math.floor(random() * 4)}-slim AS builder
RUN python -m venv /opt/venv
COPY requirements.txt ./
RUN /opt/venv/bin/pip install ${random() > 0.5 ? "--no-cache-dir " : ""}-r requirements.txt
FROM python:3.13-slim
RUN useradd --system ${random() > 0.5 ? "--no-create-home " : ""}app
COPY --from=builder /opt/venv /opt/venv
WORKDIR ${random() > 0.5 ? "/app" : "/srv"}
COPY app.py ./
USER app
EXPOSE ${port}
CMD ["/opt/venv/bin/gunicorn", "--bind", "0.0.0.0:${port}", "app:app"]
`);
}

/** One of two that are alike under other names. */
function unusual(at: number): DockerfileSection {
  const [stage, user] = at % 2 === 0 ? ["builder", "sailor"] : ["wheelhouse", "worker"];
  const round = Math.floor(at / 30);
  return dockerfile(`
FROM python:3.12-slim AS ${stage}
ENV PIP_ROOT_USER_ACTION=ignore VIRTUAL_ENV=/opt/crew-${round}
RUN python3 -m venv --upgrade-deps $VIRTUAL_ENV
COPY requirements.txt /tmp/req-${round}.txt
RUN $VIRTUAL_ENV/bin/pip install --no-compile --requirement=/tmp/req-${round}.txt
FROM python:3.12-slim
RUN useradd --uid 4242 --system ${user}
COPY --chown=${user} --from=${stage} /opt/crew-${round} /opt/crew-${round}
WORKDIR /srv/harbour-${round}
COPY app.py .
USER ${user}
EXPOSE 8042
CMD ["/opt/crew-${round}/bin/gunicorn", "-b", ":8042", "--workers=3", "app:app"]
`);
}
