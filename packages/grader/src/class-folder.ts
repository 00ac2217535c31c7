import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { Submission } from "@shipshape/checker";
import { type Evidence, md, ShipshapeError } from "@shipshape/core";

import { unfinishedSuffix, writeDurably, writeFolderDurably } from "./durable.ts";
import type { Graded } from "./grading.ts";
import { folderTrouble } from "./folder-trouble.ts";
import { makeFolder } from "./make-folder.ts";

/** What is kept of one graded submission beside its evidence. */
export type GradedRecord = {
  /** Names all that its evidence depends on, but for the base images. */
  readonly inputs: string;
  readonly bases: Graded["bases"];
  /** SHA-256 of its evidence, in hexadecimal. */
  readonly evidence: string;
  /** How long it was worked on, in ms. */
  readonly ms: number;
};

/** A version of the folder's own form: a newer one is not touched by an older Shipshape. */
const version = 1;

const classFile = "class.json";

/**
 * The folder that a class's results are kept in.
 *
 *     class.json                   what this folder is
 *     lock                         of the run that is at work
 *     submissions/DIGEST/          one for each different thing that was handed in
 *       handed-in/  submission.json
 *       evidence.json  build.log  graded.json
 *       report.json  report.md  report.html
 *     intake.json                  who handed in what, and what our side failed on
 *     learners/NAME.html           each learner's report
 *     gradebook.json  gradebook.csv  overview.html
 *     overrides.csv                the instructor's own
 *
 * `graded.json` is written last: a submission that has it was graded, and is not graded again
 * (docs/decisions/0018-class-folder.md).
 */
export class ClassFolder {
  readonly path: string;
  readonly #keeping = new Map<string, Promise<void>>();

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens a class's folder, or makes a new one.
   * @param lab the id of the lab that is graded
   * @throws ShipshapeError where the folder belongs to another lab, to a newer Shipshape, or to something else
   */
  static async open(path: string, lab: string): Promise<ClassFolder> {
    if (path === "")
      throw new ShipshapeError("No folder is named behind --out.", "Name one: a new one is made.");
    await openOrMake(path, lab).catch(folderTrouble(path));
    return new ClassFolder(path);
  }

  /**
   * Opens a class that was graded before.
   * @throws ShipshapeError where there is none
   */
  static async openGraded(path: string): Promise<{ readonly folder: ClassFolder; readonly lab: string }> {
    const found = await readClassFile(path).catch(folderTrouble(path));
    if (found === undefined)
      throw new ShipshapeError(
        md`${path} holds no class that Shipshape graded.`,
        "Name the folder that stood behind --out when the class was graded.",
      );
    return { folder: new ClassFolder(path), lab: found.lab };
  }

  /** Takes away what runs that were killed have left unfinished. To be called by who has locked the folder. */
  async sweep(): Promise<void> {
    const submissions = await readdir(this.file("submissions"));
    for (const folder of [
      ".",
      "learners",
      "submissions",
      ...submissions.map((name) => `submissions/${name}`),
    ])
      await sweepFolder(this.file(folder));
  }

  /** The path of something in this folder. */
  file(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** The path of a file that is kept of a submission. */
  of(digest: string, name: string): string {
    return join(this.path, "submissions", digest, name);
  }

  /**
   * Keeps what a learner handed in.
   * @returns its digest: the same for the same bytes
   */
  async keepSubmission({ section, files }: Submission): Promise<string> {
    const text = JSON.stringify(section);
    const digest = digestOf(text);
    // Several may hand in the same at once.
    const keeping =
      this.#keeping.get(digest) ??
      keepWhole(this.file("submissions", digest), [
        ...Array.from(files, ([path, content]) => [`handed-in/${path}`, content] as const),
        ["submission.json", Buffer.from(text)],
      ]);
    this.#keeping.set(digest, keeping);
    await keeping;
    return digest;
  }

  /** What a learner handed in, as it was kept. */
  async readSubmission(digest: string): Promise<Submission> {
    const section: Submission["section"] = JSON.parse(
      await readFile(this.of(digest, "submission.json"), "utf8"),
    );
    const files = new Map<string, Buffer>();
    for (const { path } of section.files)
      files.set(path, await readFile(this.of(digest, `handed-in/${path}`)));
    return { section, files };
  }

  /** Keeps what came of a submission that our side failed on: it is not graded, and there is something to look at. */
  async keepFailed(digest: string, { evidence, buildLog }: Graded): Promise<void> {
    await rm(this.of(digest, "graded.json"), { force: true });
    await writeDurably(this.of(digest, "build.log"), buildLog);
    await writeDurably(this.of(digest, "evidence.json"), JSON.stringify(evidence));
  }

  /** Keeps what came of a submission, in the place of what came of it before. */
  async keepGraded(
    digest: string,
    graded: Graded,
    { inputs, ms }: Pick<GradedRecord, "inputs" | "ms">,
  ): Promise<void> {
    await this.keepFailed(digest, graded);
    const evidence = digestOf(JSON.stringify(graded.evidence));
    const record: GradedRecord = { inputs, bases: graded.bases, evidence, ms };
    await writeDurably(this.of(digest, "graded.json"), JSON.stringify(record));
  }

  /** What is known of a submission that was graded; undefined where it was not, or not to its end. */
  readGraded(digest: string): GradedRecord | undefined {
    return readJson(this.of(digest, "graded.json")) as GradedRecord | undefined;
  }

  /** Whether the evidence is there as it was when it was kept. */
  hasEvidence(digest: string, record: GradedRecord): boolean {
    const path = this.of(digest, "evidence.json");
    return existsSync(path) && digestOf(readFileSync(path)) === record.evidence;
  }

  /** Its evidence. A file that a disk has damaged counts as none. */
  readEvidence(digest: string): Evidence | undefined {
    return readJson(this.of(digest, "evidence.json")) as Evidence | undefined;
  }
}

async function openOrMake(path: string, lab: string): Promise<void> {
  const found = await readClassFile(path);
  if (found === undefined) {
    if (existsSync(path) && !(await readdir(path)).every((name) => name.startsWith(classFile)))
      throw new ShipshapeError(
        md`${path} is not empty, and holds no class that Shipshape graded.`,
        "Name another folder behind --out: a new one is made.",
      );
    // First of all, so that a run which ends here for any reason leaves a folder that the next one knows again.
    await makeFolder(path);
    await writeDurably(join(path, classFile), `${JSON.stringify({ version, lab }, null, 2)}\n`);
  } else if (found.lab !== lab)
    throw new ShipshapeError(
      md`${path} holds the results of another lab: ${found.lab}, and not ${lab}.`,
      "Name another folder behind --out: each lab of a class has one of its own.",
    );
  await makeFolder(join(path, "submissions"));
}

/** Keeps files in a folder of their own, and mends what a disk has damaged of them since they were first kept. */
async function keepWhole(folder: string, files: readonly (readonly [name: string, content: Buffer])[]) {
  if (!existsSync(folder)) return writeFolderDurably(folder, files);
  for (const [name, content] of files) {
    const path = join(folder, name);
    const found = await readFile(path).catch(() => undefined);
    if (found?.equals(content)) continue;
    await makeFolder(dirname(path));
    await writeDurably(path, content);
  }
}

const digestOf = (content: string | Buffer) => createHash("sha256").update(content).digest("hex");

async function sweepFolder(path: string): Promise<void> {
  const entries = await readdir(path).catch(() => []);
  for (const entry of entries.filter((name) => name.endsWith(unfinishedSuffix)))
    await rm(join(path, entry), { recursive: true, force: true });
}

/** At once: a class has thousands of such files, and to wait for each takes longer than to read and judge it. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

type ClassFile = { readonly version: number; readonly lab: string };

async function readClassFile(path: string): Promise<ClassFile | undefined> {
  const file = join(path, classFile);
  const found = readJson(file) as Partial<ClassFile> | undefined;
  if (typeof found?.version === "number" && found.version > version)
    throw new ShipshapeError(
      md`${path} was written by a newer Shipshape.`,
      "Use that one, or name another folder behind --out.",
    );
  if (typeof found?.version === "number" && typeof found.lab === "string")
    return { version: found.version, lab: found.lab };
  if (!existsSync(file)) return undefined;
  throw new ShipshapeError(
    md`${file} is damaged, so that nothing tells for which lab the class was graded. Its results are still there.`,
    md`Write into it ${'{"version": 1, "lab": "ID"}'}, with the id of the lab as it stands in gradebook.json, and give the same command again.`,
  );
}
