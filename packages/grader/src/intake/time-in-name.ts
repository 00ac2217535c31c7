/**
 * A time at the end of a name, behind `@` or `_`: `anna@2026-11-20T18-00-00Z`, `anna_2026-11-20T18:00:00+01:00`.
 * A time without a zone is none: nobody knows when it was.
 */
const timed =
  /^(?<name>.+)[@_](?<date>\d{4}-\d\d-\d\d)T(?<hours>\d\d)[-:]?(?<minutes>\d\d)(?:[-:]?(?<seconds>\d\d)(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:?\d\d)$/su;

/** Takes the time off a name. */
export function timeInName(name: string): { readonly name: string; readonly at?: string } {
  const { name: bare, date, hours, minutes, seconds = "00", zone } = timed.exec(name)?.groups ?? {};
  if (bare === undefined) return { name };
  const at = utc(`${date}T${hours}:${minutes}:${seconds}${zone}`);
  return at === undefined ? { name } : { name: bare, at };
}

/**
 * @param time as ISO 8601 has it, with a zone
 * @returns the same in UTC, without a fraction of a second; undefined where there is no such time
 */
export function utc(time: string): string | undefined {
  const date = new Date(time.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(date.getTime()) ? undefined : `${date.toISOString().slice(0, 19)}Z`;
}
