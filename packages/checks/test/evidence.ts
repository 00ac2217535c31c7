import type { BuildSection, BuildStep, Check, Finding, Sections } from "@shipshape/core";

import { dockerfile } from "./dockerfile.ts";

type Overrides = { readonly [Name in keyof Sections]?: Partial<Sections[Name]> };

/** What is seen of a right answer, but for what a test says otherwise. */
export function evidence(overrides: Overrides = {}): Sections {
  const right: Sections = {
    submission: { files: [{ path: "Dockerfile", bytes: 300, sha256: "0" }], ignored: [], problems: [] },
    dockerfile: rightDockerfile,
    build: { outcome: "built", steps: [], ms: 1000 },
    image: {
      user: "appuser",
      workingDirectory: "/app",
      exposedPorts: ["5000/tcp"],
      entrypoint: [],
      command: ["python", "app.py"],
      base: { reference: "python:3.13-slim", bytes: 120e6, standIn: false },
      layers: [{ instruction: "COPY --from=builder /opt/venv /opt/venv", line: 7, bytes: 25e6 }],
    },
    container: {
      running: true,
      exitCode: 0,
      outOfMemory: false,
      memoryLimitBytes: 512e6,
      log: " * Running on all addresses (0.0.0.0)",
    },
    processes: { live: [{ pid: 4711, uid: 1000, euid: 1000, command: "python app.py" }] },
    served: { port: 5000 },
    http: {
      asked: [5000],
      hostname: "h-2f9c",
      home: answered("Ahoy from h-2f9c", { contentType: "text/plain" }),
      health: answered('{"status": "ok"}', { contentType: "application/json" }),
    },
    runtime: {
      version: "3.13.5",
      prefix: "/opt/venv",
      basePrefix: "/usr/local",
      workingDirectory: "/app",
      appDirectory: "/app",
      installed: { flask: "3.1.2", gunicorn: "23.0.0", werkzeug: "3.1.3" },
      pinned: { flask: "3.1.2", gunicorn: "23.0.0" },
    },
    database: {
      visits: [answered('{"visits": 1}'), answered('{"visits": 2}')],
      rows: 2,
      health: {
        allowed: answered('{"status": "ok"}'),
        refused: answered('{"status": "unavailable"}', { status: 503 }),
      },
    },
    contents: { packages: [], paths: [] },
    before: {
      dockerfile: "before/Dockerfile",
      base: { reference: "python:3.13", bytes: 540e6, standIn: false },
      layers: [{ instruction: "RUN pip install -r requirements.txt", line: 4, bytes: 30e6 }],
    },
    context: {
      offered: { files: 40, bytes: 12e6 },
      sent: { files: 5, bytes: 4_000, largest: [{ path: "app.py", bytes: 800 }] },
      ignoreFile: ".dockerignore",
    },
    canaries: { planted: [".env", "docs/.env"], sent: [], build: built(), found: [] },
    codeEdit: rebuilt({ changed: ["app.py"], build: built(), ran: [ran("[stage-1 5/6] COPY app.py .", 9)] }),
    pinChange: rebuilt({
      changed: ["requirements.txt"],
      build: built(),
      runtime: {
        observed: {
          version: "3.13.5",
          prefix: "/opt/venv",
          basePrefix: "/usr/local",
          workingDirectory: "/app",
          appDirectory: "/app",
          installed: { flask: "3.1.1", gunicorn: "23.0.0" },
          pinned: { flask: "3.1.1", gunicorn: "23.0.0" },
        },
      },
    }),
    brokenTest: rebuilt({ changed: ["tests/test_app.py"], ...stopped("[test 3/3] RUN pytest", 6) }),
    lintViolation: rebuilt({ changed: ["app.py"], ...stopped("[test 2/3] RUN flake8", 5) }),
  };
  return Object.fromEntries(
    Object.entries(right).map(([name, section]) => [
      name,
      { ...section, ...overrides[name as keyof Sections] },
    ]),
  ) as Sections;
}

/** Line 1 is the first; a test that needs other lines brings its own. */
const rightDockerfile = dockerfile(
  "FROM python:3.13-slim AS builder",
  "COPY requirements.txt .",
  "RUN python -m venv /opt/venv",
  "RUN /opt/venv/bin/pip install --no-cache-dir -r requirements.txt",
  "FROM python:3.13-slim",
  "WORKDIR /app",
  "COPY --from=builder /opt/venv /opt/venv",
  "ENV PATH=/opt/venv/bin:$PATH",
  "COPY app.py .",
  "RUN useradd appuser",
  "USER appuser",
  "EXPOSE 5000",
  'CMD ["python", "app.py"]',
);

/** A word that only a counterfactual's change carries. */
export const nonce = "n0123456789";

type Rebuilt = Sections["codeEdit"];

/** A build that ended well. */
export const built = (steps: BuildStep[] = []): BuildSection => ({ outcome: "built", steps, ms: 900 });

/** A counterfactual, but for what a test says of it. */
export function rebuilt(fields: Pick<Rebuilt, "changed" | "build"> & Partial<Rebuilt>): Rebuilt {
  return { nonce, ran: [], ...fields };
}

/** A step of a rebuild that was not taken from the cache. */
export function ran(name: string, line: number, output = ""): Rebuilt["ran"][number] {
  return { name, line, cached: false, ms: 80, output, showsNonce: output.includes(nonce) };
}

/** A build that stopped at a step, whose output shows the change unless a test says otherwise. */
export function stopped(
  name: string,
  line: number,
  output = `E   assert '${nonce}'`,
): Pick<Rebuilt, "build" | "ran"> {
  const step = ran(name, line, output);
  const failedStep: BuildStep = { name, line, cached: false, ms: 80 };
  return {
    build: {
      outcome: "failed",
      steps: [failedStep],
      error: "process did not complete successfully: exit code: 1",
      failedStep,
      log: output,
      ms: 900,
    },
    ran: [step],
  };
}

type Answered = Sections["http"]["home"] & { outcome: "answered" };

export function answered(body: string, fields: Partial<Answered> = {}): Answered {
  return { outcome: "answered", status: 200, contentType: "text/html", body, ...fields };
}

/** Judges as a lab that sets these options would. */
export function judge(check: Check, sections: Sections, options: unknown = {}): Finding {
  return check.judge(sections, check.options.parse(options));
}

/** What a learner reads of a finding: nothing where the check holds. */
export function messageOf(finding: Finding): string {
  return finding.holds ? "" : finding.message.source;
}

export function lineOf(finding: Finding): number | undefined {
  return finding.holds ? undefined : finding.where?.line;
}

/** What a finding says to try in its very case. */
export function fixOf(finding: Finding): string | undefined {
  return finding.holds ? undefined : finding.fix?.source;
}
