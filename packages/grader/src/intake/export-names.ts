import { withoutArchiveSuffix } from "./archive-kind.ts";
import { timeInName, utc } from "./time-in-name.ts";

/** Whose something is, as an export says it. */
export type Owner = {
  /** Tells learners of one export apart. */
  readonly id: string;
  readonly name: string;
  /** What a roster may call them, the surest first. */
  readonly keys: readonly string[];
};

/** What the name of an entry in the class's folder says. */
export type Part = {
  readonly entry: string;
  readonly owners: readonly Owner[];
  /** What the learner called the file, where the entry is one of maybe several files. */
  readonly file?: string;
  /** When it was handed in, in UTC. Files of one learner with the same time were handed in together. */
  readonly at?: string;
  readonly markedLate: boolean;
  /** Canvas numbers all files that it is ever given. */
  readonly number?: number;
};

/** A learner's number in Canvas as a key: by itself it may be another one's on a roster that is not from Canvas. */
export const canvasKey = (number: string): string => `Canvas ${number}`;

/**
 * Canvas: `doejane_LATE_12345_67890_lab.zip`, with the numbers of the learner and of the file; `anon_…` in the place of
 * both names where grading is anonymous. What was typed in is `doejane_12345_text.html`, or `_link.html`.
 * From its `lib/content_zipper.rb`.
 */
export function canvasPart(entry: string): Part | undefined {
  const { name, late, user, number, file, typed } =
    /^(?:(?<name>.+?)_)??(?:(?<late>LATE)_)?(?<user>\d+|anon_[A-Za-z0-9]+)_(?:(?<number>\d+)_(?<file>.+)|(?<typed>(?:text|link)\.html))$/su.exec(
      entry,
    )?.groups ?? {};
  const called = file ?? typed;
  if (user === undefined || called === undefined) return undefined;
  const key = user.startsWith("anon_") ? user : canvasKey(user);
  return {
    entry,
    owners: [{ id: user, name: name ?? user, keys: name === undefined ? [key] : [key, name] }],
    file: called,
    markedLate: late !== undefined,
    ...(number !== undefined && { number: Number(number) }),
  };
}

/**
 * Moodle: a folder `Jane Doe_1234567_assignsubmission_file_`, or without folders the same before each file's name. The
 * number is the participant's in this assignment, as in the `Identifier` of its grading worksheet: `Participant 1234567`.
 * The first such words are Moodle's; a learner may call a file by another's.
 * By itself it is no key: on a roster the same number is another one's.
 */
export function moodlePart(entry: string): Part | undefined {
  const { name, id, file } =
    /^(?<name>.+?)_(?<id>\d+)_assignsubmission_file(?:_(?<file>.*))?$/su.exec(entry)?.groups ?? {};
  if (name === undefined || id === undefined) return undefined;
  return {
    entry,
    owners: [{ id, name, keys: [`Participant ${id}`, name] }],
    ...(file && { file }),
    markedLate: false,
  };
}

/** Moodle: what a learner typed into the page, in a folder of its own. */
export const isTypedText = (entry: string): boolean => /_\d+_assignsubmission_onlinetext(?:_|$)/.test(entry);

/** What Blackboard's own account of an attempt is called here. */
export const receipt = "attempt.txt";

/**
 * Blackboard: `Lab 1_jdoe_attempt_2026-11-20-18-00-00_lab.zip`; without a file's name and with `.txt` it is a receipt.
 * Its time is the server's, without a zone, and is read as UTC. The first is Blackboard's; a learner may write another into
 * a file's name.
 * @param assignment what all entries begin with: both it and a user name may hold `_`
 */
export function blackboardPart(entry: string, assignment: string): Part | undefined {
  const { owner, date, time, file } =
    /^(?<owner>.+?)_attempt_(?<date>\d{4}-\d\d-\d\d)-(?<time>\d\d-\d\d-\d\d)(?:_(?<file>.+)|\.txt)$/su.exec(
      entry,
    )?.groups ?? {};
  if (owner === undefined || time === undefined) return undefined;
  const at = utc(`${date}T${time.replaceAll("-", ":")}Z`);
  const words = owner.split("_");
  const id = owner.startsWith(assignment) ? owner.slice(assignment.length) : owner;
  const keys = words.map((_, index) => words.slice(index).join("_"));
  return {
    entry,
    owners: [{ id, name: id, keys: [id, ...keys] }],
    file: file ?? receipt,
    ...(at !== undefined && { at }),
    markedLate: false,
  };
}

/** GitHub Classroom: `lab-1-jdoe`. @param assignment what all repositories begin with: `lab-1-` */
export function classroomPart(entry: string, assignment: string): Part {
  const { owners, ...part } = plainPart(entry, []);
  const [{ id: repository } = { id: entry }] = owners;
  const id = repository.startsWith(assignment) ? repository.slice(assignment.length) : repository;
  return { ...part, owners: [{ id, name: id, keys: [id, repository] }] };
}

/** `jdoe`, `jdoe.zip`, `jdoe@2026-11-20T18-00-00Z.zip`, and `jdoe_Dockerfile` for a file that the lab takes. */
export function plainPart(entry: string, submit: readonly string[]): Part {
  const file = submit.find((name) => entry.endsWith(`_${name}`) && entry.length > name.length + 1);
  const whole = file === undefined ? withoutArchiveSuffix(entry) : entry.slice(0, -file.length - 1);
  const { name, at } = timeInName(whole === "" ? entry : whole);
  return {
    entry,
    owners: [{ id: name, name, keys: [name] }],
    ...(file !== undefined && { file }),
    ...(at !== undefined && { at }),
    markedLate: false,
  };
}
