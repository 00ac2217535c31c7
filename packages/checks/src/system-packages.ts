import { isBuildPackage } from "./build-packages.ts";

/** A command that installs packages of the distribution. */
export const systemInstall = /\b(?:apt|apt-get|aptitude)\b[^&|;]*\binstall\b|\bapk\b[^&|;]*\badd\b/;

/** The packages that a step's installing commands name, and whether each is one that only a build needs. */
export function packagesNamed(words: string): { tools: string[]; others: string[] } {
  const names = words
    .split(/&&|\|\||[;|]/)
    .filter((command) => systemInstall.test(command))
    .flatMap((command) => command.replace(/^.*?\b(?:install|add)\b/s, "").split(/[\s"',\\[\]]+/))
    .map((name) => name.replace(/=.*$/, ""))
    .filter((name) => /^[a-z\d.][\w.+-]*$/.test(name));
  return { tools: names.filter(isBuildPackage), others: names.filter((name) => !isBuildPackage(name)) };
}
