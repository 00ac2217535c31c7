import { existsSync } from "node:fs";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parseDockerfile } from "@shipshape/checker";
import { english, type Lab, type Rubric } from "@shipshape/core";
import { findLab } from "@shipshape/course";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { ClassFolder } from "../src/class-folder.ts";
import { keepIntake, readIntake, type KeptIntake } from "../src/class-intake.ts";
import { judgeClass } from "../src/judge-class.ts";
import { classOf, evidenceOf, taken } from "./class-of.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await findLab("5");
});

let folder: ClassFolder;
beforeEach(async () => {
  folder = await ClassFolder.open(await mkdtemp(join(tmpdir(), "class-")), lab.id);
});
afterEach(() => rm(folder.path, { recursive: true }));

const only = (points: number, id = "image-builds"): Rubric => ({
  id: lab.id,
  title: lab.title,
  checks: [{ id, points, options: {} }],
});

const good = taken("anna.zip", { submission: "good" });
const bad = taken("ben.zip", { submission: "bad" });

async function keep(attempts: Parameters<typeof classOf>[0], more: Partial<KeptIntake> = {}) {
  await keepIntake(folder, { intake: classOf(attempts), errors: {}, ...more });
  await keepEvidence("good", JSON.stringify(evidenceOf("good", "completed")));
  await keepEvidence("bad", JSON.stringify(evidenceOf("bad", "build-failed")));
}

async function keepEvidence(digest: string, text: string) {
  await mkdir(folder.file("submissions", digest), { recursive: true });
  await writeFile(folder.of(digest, "evidence.json"), text);
}

const judging = (rubric = only(2)) => judgeClass({ folder, lab, rubric, language: english });

const scores = async (rubric?: Rubric) =>
  Object.fromEntries((await judging(rubric)).gradebook.rows.map(({ learner, score }) => [learner.id, score]));

/** Every file of the class's folder with its bytes. */
async function everything(): Promise<Map<string, string>> {
  const entries = await readdir(folder.path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(files.toSorted().map(async (file) => [file, await readFile(file, "latin1")] as const)),
  );
}

const page = (learner: string) => readFile(folder.file("learners", `${learner}.html`), "utf8");

test("an intake is read as it was kept, whatever learners are called", async () => {
  const kept: KeptIntake = {
    intake: classOf({ "10": [good], "9": [{ ...bad, at: "2026-11-19T10:00:00.000Z", resubmission: 2 }] }),
    deadline: "2026-11-20T18:00:00.000Z",
    errors: { bad: "The engine failed." },
  };
  const attempts = new Map([...kept.intake.attempts, ["__proto__", [good]]]);
  const hostile = { ...kept, intake: { ...kept.intake, attempts } };
  await keepIntake(folder, hostile);
  expect(await readIntake(folder)).toEqual(hostile);
});

test("a class without an intake, or with a damaged one, is to be graded again", async () => {
  await expect(judging()).rejects.toMatchObject({ remedy: expect.stringContaining("again") });
  await writeFile(folder.file("intake.json"), '{ "version": 2 }');
  await expect(judging()).rejects.toThrow("cannot be read");
});

test("everything that is made from evidence is written", async () => {
  await keep({ anna: [good], ben: [bad] });
  await judging();
  for (const file of ["report.json", "report.md", "report.html"])
    expect(await readFile(folder.of("good", file), "utf8")).toContain("image-builds");
  expect(JSON.parse(await readFile(folder.file("gradebook.json"), "utf8")).rows).toHaveLength(2);
  expect(await readFile(folder.file("gradebook.csv"), "utf8")).toContain("anna");
  expect(await readFile(folder.file("overview.html"), "utf8")).toContain("ANNA");
  expect(await readdir(folder.file("learners"))).toEqual(["anna.html", "ben.html"]);
});

test("judging again writes the same bytes, and touches no report", async () => {
  await keep({ anna: [good], ben: [bad] });
  await judging();
  const before = await everything();
  const { mtimeMs } = await stat(folder.of("good", "report.html"));
  const { before: earlier, gradebook } = await judging();
  expect(await everything()).toEqual(before);
  expect(earlier).toEqual(gradebook);
  expect((await stat(folder.of("good", "report.html"))).mtimeMs).toBe(mtimeMs);
});

test("what a loss of power left of a report is written again", async () => {
  await keep({ anna: [good], ben: [bad] });
  await judging();
  const before = await everything();
  await writeFile(folder.of("good", "report.html"), "");
  await writeFile(
    folder.of("bad", "report.json"),
    "\0".repeat(before.get(folder.of("bad", "report.json"))!.length),
  );
  await rm(folder.file("learners"), { recursive: true });
  await rm(folder.file("gradebook.json"));
  await judging();
  expect(await everything()).toEqual(before);
});

test("a rubric judges the class without a new grading, and the lab's own brings back what was", async () => {
  await keep({ anna: [good], ben: [bad] });
  expect(await scores(only(2))).toEqual({ anna: 2, ben: 0 });
  const before = await everything();
  expect(await scores(only(5))).toEqual({ anna: 5, ben: 0 });
  expect(JSON.parse(await readFile(folder.of("good", "report.json"), "utf8")).score).toBe(5);
  expect(await page("anna")).toContain("5 of 5 points");
  await scores(only(2));
  expect(await everything()).toEqual(before);
});

test("a check whose evidence was not gathered withholds the score, and the learners are named", async () => {
  await keep({ anna: [good], ben: [bad, taken("ben-2.zip", { submission: "good" })] });
  const { gradebook, ungathered } = await judging(only(1, "size-reduction"));
  expect(gradebook.rows[0]).toMatchObject({ state: "error", score: null, verdicts: ["error"] });
  expect(ungathered.get("size-reduction")).toContain("anna");
});

test("a person's score survives judging, stands on the learner's page alone, and can be taken back", async () => {
  await keep({ anna: [good], ben: [good] });
  await judging();
  const before = await everything();
  await appendFile(folder.file("overrides.csv"), "anna,1.5,helped a lot\nnobody,3,\n");
  const { unknown } = await judging();
  expect(unknown).toEqual([{ learner: "nobody", line: 3 }]);
  expect(await scores()).toEqual({ anna: 1.5, ben: 2 });
  expect(await page("anna")).toContain("helped a lot");
  expect(await page("ben")).not.toContain("helped a lot");
  expect(await readFile(folder.of("good", "report.html"), "utf8")).not.toContain("helped a lot");
  await writeFile(folder.file("overrides.csv"), "learner,score,comment\n");
  await judging();
  expect(await everything()).toEqual(before);
});

test("a learner's page is the report of the attempt that counts, and goes where there is none", async () => {
  await keep({ anna: [good], ben: [bad] });
  await judging();
  await keepIntake(folder, { intake: classOf({ anna: [bad], cem: [] }), errors: {} });
  await judging();
  expect(await page("anna")).toBe(await readFile(folder.of("bad", "report.html"), "utf8"));
  expect(await readdir(folder.file("learners"))).toEqual(["anna.html"]);
});

const readOverview = () => readFile(folder.file("overview.html"), "utf8");

test("a learner's earlier attempt is no copy of the one that counts, and another learner's is", async () => {
  const unusual = parseDockerfile(`
FROM python:3.12-slim
ENV PIP_ROOT_USER_ACTION=ignore HARBOUR_PILOT=/opt/harbour
RUN python3 -m venv --upgrade-deps /opt/harbour
RUN /opt/harbour/bin/pip install --no-compile flask gunicorn
WORKDIR /srv/harbour-pilot
CMD ["/opt/harbour/bin/gunicorn", "--workers=3", "--bind", ":8042", "app:app"]
`);
  for (const digest of ["early", "later"])
    await keepEvidence(
      digest,
      JSON.stringify(evidenceOf(digest, "completed", { dockerfile: { observed: unusual } })),
    );
  const early = taken("anna@1", { submission: "early", at: "2026-11-19T10:00:00.000Z" });
  const later = taken("anna@2", { submission: "later", at: "2026-11-20T10:00:00.000Z" });
  await keep({ anna: [early, later] });
  await judging();
  expect(await readOverview()).not.toContain("Group 1");
  await keep({ anna: [early], ben: [later] });
  await judging();
  expect(await readOverview()).toContain("Group 1");
});

test("what a person laid beside the learners' pages stays", async () => {
  await keep({ anna: [good], ben: [bad] });
  await judging();
  await writeFile(folder.file("learners", "notes.txt"), "anna: asked on Monday\n");
  await judging();
  expect(await readdir(folder.file("learners"))).toEqual(["anna.html", "ben.html", "notes.txt"]);
});

test("whatever learners are called, their pages stay in their folder", async () => {
  await keep({ "../../evil": [good], "a/b\n": [good], Anna: [good], anna: [good] });
  await judging();
  expect(await readdir(folder.file("learners"))).toHaveLength(4);
  expect(existsSync(folder.file("..", "evil.html"))).toBe(false);
});

test("one damaged submission costs nobody else a score", async () => {
  await keep({
    anna: [good],
    ben: [bad],
    cem: [taken("c", { submission: "torn" })],
    dan: [taken("d", { submission: "odd" })],
  });
  await keepEvidence("torn", '{"version":1,"lab"');
  await keepEvidence("odd", '{"version":1,"sections":{"image":{"observed":{}}}}');
  expect(await scores()).toEqual({ anna: 2, ben: 0, cem: null, dan: null });
});

test("what our side failed on is withheld, though evidence of it is kept", async () => {
  await keep({ anna: [good] }, { errors: { good: "The engine failed." } });
  expect(await scores()).toEqual({ anna: null });
  expect(await page("anna")).not.toContain("2 of 2 points");
});

test("a folder that cannot be written to is told in plain words", async () => {
  await keep({ anna: [good] });
  await mkdir(folder.of("good", "report.md"));
  await expect(judging()).rejects.toThrow(/reports of the class could not be written: `EISDIR/);
});
