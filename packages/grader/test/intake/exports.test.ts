import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { tgzOf, zipOf } from "./archives.ts";
import { dockerfilesOf, folderOf, takeClass } from "./class-folder.ts";

const zipped = (text: string) => zipOf({ Dockerfile: text });

describe("Canvas", () => {
  test("puts the learner's name and number, and the file's number, before each file", async () => {
    const folder = await folderOf({
      "doejane_12345_100_lab.zip": await zipped("FROM jane"),
      "roejohn_LATE_12346_101_my lab_2_3_x.zip": await zipped("FROM john"),
      "anon_AbC12_102_lab.tar.gz": await tgzOf({ Dockerfile: "FROM anon" }),
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({
      "12345": ["FROM jane"],
      "12346": ["FROM john"],
      anon_AbC12: ["FROM anon"],
    });
    expect(taken.learners.map(({ name }) => name)).toEqual(["doejane", "roejohn", "anon_AbC12"]);
    expect(taken.attempts.get("12346")?.[0]).toMatchObject({ markedLate: true });
  });

  test("gives each file by itself: those of a learner are one attempt", async () => {
    const folder = await folderOf({
      doejane_12345_100_Dockerfile: "FROM jane",
      "doejane_12345_101_.dockerignore": ".git",
      "doejane_12345_102_report.pdf": "x",
      "roejohn_12346_103_Dockerfile-1": "FROM john",
      "poejim_12347_104_report.pdf": "x",
      "moemia_12348_text.html": "FROM typed",
      "loelea_12349_105_lab.zip": await zipped("FROM lea"),
      "loelea_12349_106_report.pdf": "x",
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({
      "12345": ["FROM jane"],
      "12346": ["FROM john"],
      "12347": ["missing"],
      "12348": ["missing"],
      "12349": ["FROM lea"],
    });
    const [jane] = taken.attempts.get("12345") ?? [];
    expect(jane?.entry).toBe("doejane_12345_100_Dockerfile");
    expect(taken.kept.get(jane?.submission ?? "")?.section).toMatchObject({
      files: [{ path: "Dockerfile" }, { path: ".dockerignore" }],
      ignored: ["report.pdf"],
    });
    expect(taken.ignored.map(({ entry }) => entry)).toEqual(["loelea_12349_106_report.pdf"]);
  });

  test("numbers what is handed in again", async () => {
    const folder = await folderOf({
      "doejane_12345_109_lab-2.zip": await zipped("FROM third"),
      "doejane_12345_105_lab-1.zip": await zipped("FROM second"),
      "doejane_12345_100_lab.zip": await zipped("FROM first"),
      roejohn_12346_101_Dockerfile: "FROM first",
      "roejohn_12346_107_Dockerfile-1": "FROM second",
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({
      "12345": ["FROM first", "FROM second", "FROM third"],
      "12346": ["FROM first", "FROM second"],
    });
    expect(taken.attempts.get("12345")?.map(({ resubmission }) => resubmission)).toEqual([0, 1, 2]);
    expect(taken.attempts.get("12346")?.map(({ resubmission }) => resubmission)).toEqual([0, 1]);
  });

  test("tells no order of two archives that were handed in together", async () => {
    const folder = await folderOf({
      "doejane_12345_100_lab.zip": await zipped("FROM a"),
      "doejane_12345_101_other.zip": await zipped("FROM b"),
    });
    const attempts = (await takeClass(folder)).attempts.get("12345") ?? [];
    expect(attempts.map(({ resubmission }) => resubmission)).toEqual([undefined, undefined]);
  });

  test("tells no order of an archive and of files that were handed in together", async () => {
    const folder = await folderOf({
      "doejane_12345_105_lab-1.zip": await zipped("FROM zip"),
      doejane_12345_106_Dockerfile: "FROM file",
    });
    const attempts = (await takeClass(folder)).attempts.get("12345") ?? [];
    expect(attempts.map(({ resubmission }) => resubmission)).toEqual([undefined, undefined]);
  });

  test("is mapped by its own gradebook", async () => {
    const folder = await folderOf({
      "doejane_12345_100_lab.zip": await zipped("FROM jane"),
      "roejohn_77_101_lab.zip": await zipped("FROM john"),
      "roster.csv": [
        "Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (9)",
        ",,,,,Manual Posting",
        "    Points Possible,,,,,10",
        '"Doe, Jane",12345,s1,jdoe,A,',
        '"Roe, John",12346,s2,jroe,A,',
        '"Poe, Jim",12347,s3,jpoe,A,',
        '"Student, Test",1,,,A,',
      ].join("\r\n"),
    });
    const taken = await takeClass(folder, join(folder, "roster.csv"));
    expect(dockerfilesOf(taken)).toEqual({ "12345": ["FROM jane"], "12346": ["FROM john"], "12347": [] });
    expect(taken.learners[0]).toEqual({
      id: "12345",
      name: "Doe, Jane",
      columns: {
        Student: "Doe, Jane",
        ID: "12345",
        "SIS User ID": "s1",
        "SIS Login ID": "jdoe",
        Section: "A",
        "Lab 1 (9)": "",
      },
    });
    expect(taken.ignored).toEqual([]);
  });
});

describe("Moodle", () => {
  test("makes a folder for each learner, with files or an archive in it", async () => {
    const folder = await folderOf({
      "Jane Doe_1234567_assignsubmission_file_/Dockerfile": "FROM jane",
      "John Roe_1234568_assignsubmission_file_/lab.zip": await zipped("FROM john"),
      "Ann_Lee_1234569_assignsubmission_file/lab.zip": await zipped("FROM ann"),
      "Ann_Lee_1234569_assignsubmission_file/report.pdf": "x",
      "Ann_Lee_1234569_assignsubmission_onlinetext_/onlinetext.html": "x",
      "Two Files_1234570_assignsubmission_file_/a.zip": await zipped("FROM a"),
      "Two Files_1234570_assignsubmission_file_/b.zip": await zipped("FROM b"),
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({
      "1234567": ["FROM jane"],
      "1234568": ["FROM john"],
      "1234569": ["FROM ann"],
      "1234570": ["FROM a", "FROM b"],
    });
    expect(taken.learners.map(({ name }) => name)).toEqual(["Jane Doe", "John Roe", "Ann_Lee", "Two Files"]);
    expect(taken.ignored.map(({ entry }) => entry)).toEqual(["Ann_Lee_1234569_assignsubmission_onlinetext_"]);
    expect(taken.attempts.get("1234570")?.map(({ entry }) => entry)).toEqual([
      "Two Files_1234570_assignsubmission_file_/a.zip",
      "Two Files_1234570_assignsubmission_file_/b.zip",
    ]);
  });

  test("puts the same before each file where it makes no folders", async () => {
    const folder = await folderOf({
      "Jane Doe_1234567_assignsubmission_file_lab.zip": await zipped("FROM jane"),
      "John Roe_1234568_assignsubmission_file_Dockerfile": "FROM john",
      "John Roe_1234568_assignsubmission_file_.dockerignore": ".git",
    });
    expect(dockerfilesOf(await takeClass(folder))).toEqual({
      "1234567": ["FROM jane"],
      "1234568": ["FROM john"],
    });
  });

  test("a file that is called as another learner's is its own learner's", async () => {
    const folder = await folderOf({
      "Jane Doe_1234567_assignsubmission_file_x_1234568_assignsubmission_file_Dockerfile": "FROM jane",
      "John Roe_1234568_assignsubmission_file_Dockerfile": "FROM john",
    });
    const { attempts } = await takeClass(folder);
    expect([...attempts.keys()].toSorted()).toEqual(["1234567", "1234568"]);
    expect(attempts.get("1234568")).toHaveLength(1);
  });

  test.each([
    ["its grading worksheet", "Identifier,Full name,Email address\nParticipant 1234567,Someone Else,j@x.org"],
    ["names in two columns", "Surname,First name,Email address\nDoe,Jane,j@x.org"],
    ["names in German", "Vorname;Nachname;E-Mail-Adresse\nJane;Doe;j@x.org"],
  ])("is mapped by %s", async (_, roster) => {
    const folder = await folderOf({ "Jane Doe_1234567_assignsubmission_file_/Dockerfile": "FROM jane" });
    const file = join(await folderOf({}), "roster.csv");
    await writeFile(file, roster);
    const { learners, attempts } = await takeClass(folder, file);
    expect(learners).toHaveLength(1);
    expect(attempts.get(learners[0]?.id ?? "")).toHaveLength(1);
    expect(learners[0]?.columns).not.toEqual({});
  });
});

test.each([
  [
    "its own, though the names differ",
    'Student,ID,Section\n"Miller, Jane",12345,1\n"Doe, Jane",9,1',
    "12345",
  ],
  ["a column for it", "Name,Id,Canvas_ID\nJane Miller,a,12345\nJane Doe,b,9", "a"],
  ["ids alone", "id\n12345\n9", "12345"],
  ["other numbers and names", 'Student number,Name\n12345,John Roe\n9,"Doe, Jane"', "9"],
])("a learner's number in Canvas is the right one on a roster of %s", async (_, roster, whose) => {
  const folder = await folderOf({
    doejane_12345_100_Dockerfile: "FROM jane",
    "roster.csv": roster,
  });
  expect(dockerfilesOf(await takeClass(folder, join(folder, "roster.csv")))).toMatchObject({
    [whose]: ["FROM jane"],
  });
});

test("a participant's number in Moodle is not taken for the id of another learner", async () => {
  const folder = await folderOf({
    "Jane Doe_1234567_assignsubmission_file_/Dockerfile": "FROM jane",
    "Zoe Poe_1234568_assignsubmission_file_/Dockerfile": "FROM zoe",
    "roster.csv": "Student number,Full name\n1234567,John Roe\n1234568,Ann Lee\n7654321,Jane Doe",
  });
  expect(dockerfilesOf(await takeClass(folder, join(folder, "roster.csv")))).toEqual({
    "1234567": [],
    "1234568": [],
    "7654321": ["FROM jane"],
    "Zoe Poe 1234568": ["FROM zoe"],
  });
});

describe("Gradescope", () => {
  const metadata = [
    "---",
    "submission_101:",
    "  :submitters:",
    "  - :name: Jane Doe",
    "    :sid: '0042'",
    "    :email: jane@x.org",
    "  - :name: John Roe",
    "    :sid: ",
    "    :email: john@x.org",
    "  :created_at: 2026-11-20 10:00:00.123456000 -08:00",
    "  :score: 3.0",
    "  :results:",
    "    output: !ruby/object:Anything {",
    "submission_102:",
    "  :submitters:",
    "  - :name: Ann Lee",
    "    :sid: s3",
    "  :created_at: 2026-11-20 18:00:00.000000000 Z",
    "  :status: processed",
  ].join("\n");

  test("says in a file who handed in what, and when: a group's work is each one's", async () => {
    const folder = await folderOf({
      "submission_metadata.yml": metadata,
      "submission_101/Dockerfile": "FROM pair",
      "submission_102/Dockerfile": "FROM ann",
      "submission_103/Dockerfile": "FROM unknown",
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({
      "0042": ["FROM pair"],
      "john@x.org": ["FROM pair"],
      s3: ["FROM ann"],
      submission_103: ["FROM unknown"],
    });
    expect(taken.attempts.get("0042")?.[0]?.at).toBe("2026-11-20T18:00:00Z");
    expect(taken.attempts.get("s3")?.[0]?.at).toBe("2026-11-20T18:00:00Z");
    expect(taken.ignored).toEqual([]);
  });

  test("is not guessed at where that file is broken", async () => {
    const folder = await folderOf({
      "submission_metadata.yml": "submission_101:\n  :submitters:\n  - [",
      "submission_101/Dockerfile": "FROM a",
    });
    await expect(takeClass(folder)).rejects.toThrow("is not as Gradescope writes it");
  });
});

describe("Blackboard", () => {
  test("puts the assignment, the user name and the time before each file", async () => {
    const folder = await folderOf({
      "Lab_1_a_smith_attempt_2026-11-20-18-00-00_lab.zip": await zipped("FROM second"),
      "Lab_1_a_smith_attempt_2026-11-20-18-00-00.txt": "receipt",
      "Lab_1_a_smith_attempt_2026-11-19-18-00-00_lab.zip": await zipped("FROM first"),
      "Lab_1_bob_attempt_2026-11-20-17-00-00_Dockerfile": "FROM bob",
      "Lab_1_bob_attempt_2026-11-20-17-00-00_.dockerignore": ".git",
      "Lab_1_bob_attempt_2026-11-20-17-00-00.txt": "receipt",
    });
    const taken = await takeClass(folder);
    expect(dockerfilesOf(taken)).toEqual({ a_smith: ["FROM first", "FROM second"], bob: ["FROM bob"] });
    expect(taken.attempts.get("bob")?.[0]?.at).toBe("2026-11-20T17:00:00Z");
    expect(taken.ignored).toEqual([]);
  });

  test("a file that is called as another learner's is its own learner's, and of its own time", async () => {
    const folder = await folderOf({
      "Lab 1_eve_attempt_2026-11-20-18-00-00_bob_attempt_2026-11-21-18-00-00_Dockerfile": "FROM eve",
      "Lab 1_bob_attempt_2026-11-20-17-00-00_Dockerfile": "FROM bob",
    });
    const roster = join(await folderOf({ "roster.csv": "username\nbob\neve\n" }), "roster.csv");
    const { attempts } = await takeClass(folder, roster);
    expect(attempts.get("bob")).toHaveLength(1);
    expect(attempts.get("eve")?.[0]?.at).toBe("2026-11-20T18:00:00Z");
  });
});

describe("GitHub Classroom", () => {
  test("puts the assignment before each user's name, which the roster knows", async () => {
    const folder = await folderOf({
      "lab-1-jane-doe/Dockerfile": "FROM jane",
      "lab-1-jane-roe/Dockerfile": "FROM roe",
      "lab-1-jane-poe/Dockerfile": "FROM poe",
    });
    const roster = join(
      await folderOf({
        "roster.csv":
          '"identifier","github_username","github_id","name"\n"s1","Jane-Doe","1",""\n"s2","jane-roe","2",""\n"s3","","",""\n',
      }),
      "roster.csv",
    );
    const taken = await takeClass(folder, roster);
    expect(dockerfilesOf(taken)).toEqual({
      s1: ["FROM jane"],
      s2: ["FROM roe"],
      s3: [],
      "jane-poe": ["FROM poe"],
    });
    expect(taken.attempts.get("jane-poe")?.[0]?.note).toBe("Nobody on the roster is called `jane-poe`.");
  });

  test("is recognised by its clones where there is no roster", async () => {
    const folder = await folderOf({
      "lab-1-jane/Dockerfile": "FROM jane",
      "lab-1-jane/.git/HEAD": "x",
      "lab-1-john/Dockerfile": "FROM john",
      "lab-1-john/.git/HEAD": "x",
    });
    expect(Object.keys(dockerfilesOf(await takeClass(folder)))).toEqual(["jane", "john"]);
  });

  test("is not seen in names that merely begin alike", async () => {
    const folder = await folderOf({ "team-a/Dockerfile": "FROM a", "team-b/Dockerfile": "FROM b" });
    expect(Object.keys(dockerfilesOf(await takeClass(folder)))).toEqual(["team-a", "team-b"]);
  });
});
