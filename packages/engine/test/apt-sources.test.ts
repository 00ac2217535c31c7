import { expect, test } from "vitest";

import { debianLines, parseSources } from "../src/own/apt-sources.ts";

const deb822 = `# A comment above
Types: deb deb-src
# and one within
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
`;

test("both formats say the same", () => {
  const oneLine = `# deb http://old.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/debian.gpg] http://mirror.example/debian bookworm main contrib
deb [signed-by=/usr/share/keyrings/debian.gpg] http://mirror.example/debian bookworm-updates main contrib # why
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/debian-security bookworm-security main
`;
  expect(parseSources(oneLine, "one-line")).toEqual(parseSources(deb822, "deb822"));
});

test("what is switched off or for source packages is left out", () => {
  const stanzas =
    "Enabled: no\nTypes: deb\nURIs: http://a.example\nSuites: bookworm\n\nTypes: deb-src\nURIs: http://b.example\nSuites: bookworm\n";
  expect(parseSources(stanzas, "deb822")).toEqual([]);
});

test("a field may go on in the next lines, and a key may stand in the file itself", () => {
  const text =
    "Types: deb\nURIs: http://a.example\nSuites: bookworm\n bookworm-updates\nComponents: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n";
  expect(parseSources(text, "deb822").map(({ suite, signedBy }) => [suite, signedBy])).toEqual([
    ["bookworm", undefined],
    ["bookworm-updates", undefined],
  ]);
});

test("the machine's mirrors are turned to another suite, with its updates and security updates", () => {
  expect(debianLines(parseSources(deb822, "deb822"), "bookworm", "trixie")).toEqual([
    "deb [signed-by=/usr/share/keyrings/debian.gpg] http://mirror.example/debian trixie main",
    "deb [signed-by=/usr/share/keyrings/debian.gpg] http://mirror.example/debian trixie-updates main",
    "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example/debian-security trixie-security main",
  ]);
});

test("other people's packages, backports and discs are not taken", () => {
  const text = `deb http://other.example/node nodistro main
deb http://mirror.example/debian bookworm-backports main
deb http://mirror.example/debian bookworm contrib
deb cdrom:[Debian]/ bookworm main
`;
  expect(debianLines(parseSources(text, "one-line"), "bookworm", "trixie")).toEqual([]);
});

test("a machine may name its suite by its state", () => {
  const text = "deb http://mirror.example/debian stable main";
  expect(debianLines(parseSources(text, "one-line"), "trixie", "bookworm")).toHaveLength(1);
});
