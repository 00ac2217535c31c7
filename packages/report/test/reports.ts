import { type Changes, codeBlock, md, type Report, type Verdict } from "@shipshape/core";

/** What a malicious or careless learner might write; each must stay text in every format. */
export const hostileTexts = [
  "EVIL `code` EVIL",
  "EVIL ``` EVIL",
  "EVIL\n```\n# EVIL",
  "EVIL ``\u001B[0m`` EVIL\n``\u001B[0m``\n<img src=x>EVIL",
  "EVIL | EVIL \\| EVIL \\\\| EVIL |",
  "EVIL</code></details><script>alert(1)</script>",
  "<!-- EVIL",
  "EVIL\n\n<h1>EVIL</h1>\n\n- EVIL",
  "[EVIL](https://evil.example) ![EVIL](https://evil.example/x.png) <https://evil.example/EVIL>",
  "https://evil.example/EVIL @EVIL #1",
  "\u001B[31mEVIL\u001B[0m \u001B]8;;https://evil.example\u0007EVIL\u001B]8;;\u0007 \u009B2J",
  "EVIL \u202Elive\u2066 \u200Bhidden\u2069 \u061C",
  "EVIL\u2028EVIL\u2029EVIL\u0085EVIL\u000BEVIL",
  "EVIL \uFF40\u1FEF\u2035 backticks of another kind",
  "\\`EVIL\\`",
  "    EVIL\tindented",
  "EVIL ".repeat(100),
  "EVIL".repeat(100),
  "EVIL 日本語のとても長い名前です 👩‍👩‍👧 e\u0301".repeat(4),
  "",
  " ",
] as const;

const passed = (id: string, title: string, maxScore = 1): Verdict => ({
  id,
  status: "pass",
  score: maxScore,
  maxScore,
  title,
  message: "",
});

const skipped = (id: string, title: string, message: string, maxScore = 1): Verdict => ({
  id,
  status: "skip",
  score: 0,
  maxScore,
  title,
  message,
});

const everyLab = [
  passed("image-builds", "The image builds"),
  passed("container-runs", "The container goes on running"),
  passed("home-page", "`GET /` answers with the app's greeting"),
  passed("health-endpoint", '`GET /health` answers `"status": "ok"`'),
];

const rootProcess: Verdict = {
  id: "non-root-process",
  status: "fail",
  score: 0,
  maxScore: 2,
  title: "No process of the app runs as root",
  message: md`${"python app.py"} (PID ${1}) runs with uid 0, which is root.`.source,
  where: {
    file: "Dockerfile",
    line: 4,
    endLine: 4,
    text: "USER root",
    excerpt: { first: 3, lines: ["COPY . .", "USER root", 'CMD ["python", "app.py"]'] },
  },
  why: "A process that is taken over can do what its user can. Root in the container may change every file in it, and is one mistake away from root on the machine.",
  fix: "Create a user, give it what it needs, and name it before `CMD`:\n\n```dockerfile\nRUN useradd --system appuser\nUSER appuser\n```",
  docs: "https://docs.docker.com/build/building/best-practices/#user",
};

const imageSize: Verdict = {
  id: "image-size",
  status: "fail",
  score: 0,
  maxScore: 1,
  title: "The image is small",
  message: "The layers add 214 MB to the base; the limit is 60 MB.",
  where: {
    file: "Dockerfile",
    line: 9,
    endLine: 11,
    excerpt: {
      first: 8,
      lines: [
        "WORKDIR /app",
        "RUN apt-get update \\",
        " && apt-get install -y --no-install-recommends build-essential default-libmysqlclient-dev \\",
        "\t&& rm -rf /var/lib/apt/lists/*",
        "COPY requirements.txt .",
      ],
    },
    text: "RUN apt-get update && apt-get install -y --no-install-recommends build-essential default-libmysqlclient-dev && rm -rf /var/lib/apt/lists/*",
  },
  why: "Each byte is stored, pulled and scanned again on every machine.",
  fix: "- Build in a first stage.\n- Copy only what the app needs into the last one.",
  docs: "https://docs.docker.com/build/building/multi-stage/",
};

const image: Report["image"] = {
  bytes: 145_312_000,
  addedBytes: 17_312_000,
  base: { reference: "python:3.13-slim", bytes: 128_000_000 },
  layers: [
    { instruction: "WORKDIR /app", line: 2, bytes: 0 },
    { instruction: "RUN useradd --system appuser", line: 3, bytes: 12_000 },
    { instruction: "COPY --from=builder /opt/venv /opt/venv", line: 9, bytes: 17_100_000 },
    {
      instruction:
        "COPY --chown=appuser:appuser app.py requirements.txt gunicorn.conf.py templates static /app/",
      line: 12,
      bytes: 200_000,
    },
  ],
};

/** Everything is right. */
export const allPassed: Report = {
  version: 1,
  lab: "05-venv-non-root",
  labTitle: "A virtual environment, and a user that is not root",
  submission: "alice",
  state: "completed",
  score: 7,
  maxScore: 7,
  checks: [
    ...everyLab,
    passed("virtual-environment", "The app runs from a virtual environment"),
    passed("non-root-process", "No process of the app runs as root", 2),
  ],
  image,
  notes: [],
  evidenceDigest: "3b5d5c3712955042212316173ccf37be800f5f6b7d6b9a1f4ae1a3c1a2d1e0f9",
  timings: { build: 12_345, start: 171.4, probe: 96 },
};

/** The image builds and runs, and falls short in two checks; a third could not be looked at. */
export const fellShort: Report = {
  ...allPassed,
  score: 4,
  maxScore: 8,
  checks: [
    ...everyLab,
    skipped(
      "virtual-environment",
      "The app runs from a virtual environment",
      "The app has no Python that could be asked.",
    ),
    rootProcess,
    imageSize,
  ],
  notes: [
    md`No registry could be reached, so this was built on a stand-in for ${"python:3.13-slim"}, made on this machine. The official image differs in size and in patch version.`
      .source,
    md`Left alone, because the lab does not take it: ${"app.py"}, ${"notes.txt"}.`.source,
  ],
};

/** The same where no line is to blame. */
export const withoutLines: Report = {
  ...fellShort,
  checks: fellShort.checks.map((verdict) => {
    const { where: _, ...placeless } = verdict;
    return placeless;
  }),
};

/** A lab that sets the image beside its single-stage build, and a submission that made it smaller but for one part. */
export const compared: Report = {
  ...allPassed,
  lab: "04-multi-stage",
  labTitle: "Two stages, one small image",
  before: {
    dockerfile: "before/Dockerfile",
    bytes: 1_036_212_000,
    addedBytes: 16_212_000,
    base: { reference: "python:3.13", bytes: 1_020_000_000 },
    layers: [
      { instruction: "COPY backend/ .", line: 7, bytes: 12_000 },
      { instruction: "RUN pip install -r requirements.txt", line: 8, bytes: 16_200_000 },
    ],
  },
};

const needsImage = "The image did not build, so there was nothing to look at.";

/** `pip` fails in the build; everything else waits for it. */
export const buildFailed: Report = {
  version: 1,
  lab: "05-venv-non-root",
  labTitle: allPassed.labTitle,
  submission: "bob",
  state: "build-failed",
  score: 0,
  maxScore: 6,
  checks: [
    {
      id: "image-builds",
      status: "fail",
      score: 0,
      maxScore: 1,
      title: "The image builds",
      message: `${md`The step ${"[builder 3/4] RUN pip install flaskk"} ended with exit code ${1}.`.source}\n\n${codeBlock("ERROR: Could not find a version that satisfies the requirement flaskk (from versions: none)\n    ERROR: No matching distribution found for flaskk\n").source}`,
      where: { file: "Dockerfile", line: 5, text: "RUN pip install flaskk" },
      why: "Without an image there is nothing to run.",
      fix: "Read the last lines of the log: `pip` knows no package of that name. Compare it with `requirements.txt`.",
      docs: "https://docs.docker.com/reference/dockerfile/#run",
    },
    ...everyLab.slice(1).map(({ id, title }) => skipped(id, title, needsImage)),
    skipped("non-root-process", "No process of the app runs as root", needsImage, 2),
  ],
  notes: [],
  evidenceDigest: allPassed.evidenceDigest,
  timings: { build: 4_020 },
};

/** The engine went away in the middle. */
export const ourError: Report = {
  ...buildFailed,
  submission: "carol",
  state: "infrastructure",
  score: null,
  maxScore: 2,
  checks: [
    passed("image-builds", "The image builds"),
    {
      id: "container-runs",
      status: "error",
      score: 0,
      maxScore: 1,
      title: "The container goes on running",
      message: "The Docker engine stopped answering while the container was started.",
    },
  ],
};

/** How a submission may come out. */
export const everyReport: readonly Report[] = [allPassed, compared, fellShort, buildFailed, ourError];

/** Two checks were mended and one broken since the last check, and the image lost weight. */
export const changed: Changes = {
  since: "2026-03-01T10:00:00.000Z",
  mended: ["health-endpoint", "home-page"],
  broken: ["image-size"],
  bytes: -12_000_000,
};

/** A report in which everything that a learner controls is the same hostile text. */
export function hostileReport(text: string): Report {
  return {
    ...fellShort,
    submission: text,
    checks: [
      {
        ...rootProcess,
        message: `${md`The process ${text} runs as ${text}.`.source}\n\n${codeBlock(text).source}\n\nIt should not.`,
        where: {
          file: text,
          line: 4,
          endLine: 5,
          text,
          excerpt: { first: 3, lines: [text, text, text.repeat(2), text] },
        },
      },
      skipped("home-page", "`GET /` answers", md`The container wrote ${text}.`.source),
    ],
    image: {
      bytes: 3,
      addedBytes: 2,
      base: { reference: text, bytes: 1 },
      layers: [
        { instruction: text, line: 1, bytes: 1 },
        { instruction: text, bytes: 1 },
      ],
    },
    before: {
      dockerfile: text,
      bytes: 5,
      addedBytes: 3,
      base: { reference: text, bytes: 2 },
      layers: [{ instruction: text, line: 1, bytes: 3 }],
    },
    notes: [md`Left alone: ${text}.`.source],
  };
}
