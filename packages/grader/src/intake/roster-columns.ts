/** What a column of a roster may say of a learner. */
export type RosterColumn = "id" | "canvas" | "email" | "name" | "first" | "last" | "repository";

/**
 * The headers by which columns are found, those that make the better id first: our own and the usual ones, then those
 * that Canvas, Moodle (in English and German), Gradescope, Blackboard and GitHub Classroom export.
 */
const headers: Readonly<Record<RosterColumn, readonly string[]>> = {
  id: [
    "id",
    "student id",
    "learner id",
    "user id",
    "userid",
    "sid",
    "student number",
    "id number",
    "idnumber",
    "id-nummer",
    "matrikelnummer",
    "matriculation number",
    "username",
    "user name",
    "user",
    "login",
    "anmeldename",
    "sis user id",
    "sis login id",
    "sis id",
    "canvas id",
    "github username",
    "github",
    "roster identifier",
    "identifier",
    "id (anonymous)",
  ],
  canvas: ["canvas id", "canvas user id"],
  email: ["email", "e-mail", "mail", "email address", "e-mail address", "e-mail-adresse"],
  name: ["name", "full name", "fullname", "student", "student name", "display name", "vollständiger name"],
  first: ["first name", "firstname", "given name", "vorname"],
  last: ["last name", "lastname", "surname", "family name", "nachname"],
  repository: ["student repository name", "repository", "repo"],
};

/** @returns the indices of the columns of a kind, those that make the better id first */
export function columnsOf(kind: RosterColumn, header: readonly string[]): number[] {
  const names = header.map((name) => name.trim().toLowerCase().replaceAll("_", " "));
  return headers[kind].flatMap((known) => names.flatMap((name, index) => (name === known ? [index] : [])));
}
