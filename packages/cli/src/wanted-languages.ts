type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The languages that a person asks for, the dearest first, as codes of BCP 47; each is followed by the one that it is
 * a kind of: `de-AT`, `de`. `SHIPSHAPE_LANGUAGE` comes first, then what POSIX has for messages, `LC_ALL`,
 * `LC_MESSAGES` and `LANG`, and above those the list of GNU's `LANGUAGE`, unless the locale is `C`.
 */
export function wantedLanguages(environment: Environment): string[] {
  const own = environment["SHIPSHAPE_LANGUAGE"];
  if (own) return codesOf(own);
  const locale = environment["LC_ALL"] || environment["LC_MESSAGES"] || environment["LANG"] || "C";
  const list = environment["LANGUAGE"];
  return list && !isNeutral(locale) ? list.split(":").flatMap(codesOf) : codesOf(locale);
}

/** `de_AT.UTF-8@euro` is `de-AT`; what has another form, a path for example, is no language. */
function codesOf(locale: string): string[] {
  if (isNeutral(locale)) return ["en"];
  const name = locale.replace(/[.@].*/s, "").replaceAll("_", "-");
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i.test(name)) return [];
  const [language = "", ...rest] = name.split("-");
  const kinds = [language.toLowerCase(), ...rest];
  return kinds.map((_, at) => kinds.slice(0, kinds.length - at).join("-"));
}

/** POSIX's own locale, which asks for no language, whatever its characters are. */
const isNeutral = (locale: string) => /^(?:C|POSIX)(?:\.|$)/.test(locale);
