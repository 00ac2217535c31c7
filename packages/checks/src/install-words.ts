import { visible } from "@shipshape/core";

/**
 * What installers write when they install something. An install from wheels at hand or from a cache mount needs no
 * network, so it is by its own words that it shows: pip, uv, Poetry, and apt, in this order.
 */
const installedWords =
  /^\s*(?:Successfully installed |Installing collected packages: |Installed \d+ packages? in |\+ [\w.-]+==|[-•] Installing \S+ \(|Setting up \S+ \()/m;

/** What they write when all was there already; uv has changed its word. */
const satisfiedWords = /already satisfied|^(?:Audited|Checked) \d+ package|^No dependencies to install/m;

/** A command that installs Python packages. */
const installer = /\b(?:pip[\d.]*|uv|poetry|pipenv|pdm)\b[^&|;]*\b(?:install|sync)\b/;

/** Where an installer finds packages without a network, or is told to install what is there already. */
const packagesAtHand =
  /type=cache|find[-_]links|no[-_]index|\.whl\b|--force-reinstall|--reinstall|--ignore-installed/i;

/** What lets an install come to its end without a network, or with one that was not cut off. */
const passesOver =
  /\|\||;\s*(?:true|:|exit 0|echo)\b|\d?>\s*\/dev\/null|\b(?:unset|env\s+-u|env\s+-i)\b|_proxy\b|--proxy\b/i;

/** Whether an instruction is one that installs Python packages. */
export const isInstaller = (words: string): boolean => installer.test(plain(words));

/** Whether an instruction installs with the pip that is first on `PATH`, and not with an environment's by its path. */
export const installsByPath = (words: string): boolean =>
  /(?:^|[\s;&|])(?:python[\d.]*\s+-m\s+)?pip[\d.]*\s[^&|;]*\binstall\b/.test(plain(words)) &&
  !/\bactivate\b|--(?:prefix|target|root|python)\b/.test(words);

/**
 * What a step that came to its end without a network did: `silent`, if it does not tell, and had packages at hand or
 * passes over what failed.
 * @param words its instruction, and the settings above it that an installer reads
 * @param output what it wrote, or the end of that
 */
export function installIn(words: string, output: string): "installed" | "silent" | "none" {
  const written = visible(output);
  if (installedWords.test(written)) return "installed";
  // A silent one had nothing to install from otherwise, and ended well because all was there.
  const mayHave =
    isInstaller(words) &&
    (packagesAtHand.test(words) || passesOver.test(words)) &&
    !satisfiedWords.test(written);
  return mayHave ? "silent" : "none";
}

/** The JSON form without its marks. */
const plain = (words: string) => words.replaceAll(/[[\]",]+/g, " ");
