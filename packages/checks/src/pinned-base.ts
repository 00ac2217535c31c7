import {
  defineCheck,
  type DockerfileInstruction,
  type DockerfileSection,
  fail,
  joinMarkdown,
  md,
  pass,
  type Markdown,
} from "@shipshape/core";

export const pinnedBase = defineCheck({
  id: "pinned-base",
  title: "Every base image is named with its version",
  why: "`FROM python` means `python:latest`, and that is another image every few months. A build that worked yesterday can fail tomorrow, or quietly run another Python, without any change of yours.",
  fix: "Look up the image's tags and name one with the version behind a colon: for Python at least the first two numbers (`3.13`, not `3`), for others whatever number tells the release. `latest` and tags without a number such as `slim` move on with every release.",
  docs: "https://docs.docker.com/build/building/best-practices/#pin-base-image-versions",
  // Judges a declaration: which version a tag leads to today cannot be seen in what was built.
  needs: ["dockerfile"],
  judge({ dockerfile }) {
    const { stages } = dockerfile;
    if (stages.length === 0) return fail(md`The Dockerfile has no \`FROM\`, so it names no base image.`);
    const loose = stages.filter(({ base, baseStage }) => baseStage === undefined && !isPinned(base));
    if (loose.length === 0) return pass;
    const first = loose[0]?.line ?? 1;
    return fail(
      joinMarkdown(
        loose.map(({ base, line }) => whatIsLoose(base, line, argumentBehind(line, dockerfile))),
        "\n",
      ),
      argumentBehind(first, dockerfile)?.line ?? first,
    );
  },
});

/** The `ARG` above the first FROM that decides what a FROM names, where there is one. */
function argumentBehind(
  line: number,
  { instructions }: DockerfileSection,
): DockerfileInstruction | undefined {
  const from = instructions.find((it) => it.line === line);
  const [, name] = /\$\{?(\w+)/.exec(from?.arguments ?? "") ?? [];
  return instructions.find(
    (it) => it.stage < 0 && name !== undefined && new RegExp(`\\b${name}=`).test(it.arguments),
  );
}

/** Releases that Debian and Ubuntu name by a word; such a word never moves on to another release. */
const codeNames = /\b(?:bullseye|bookworm|trixie|forky|focal|jammy|noble)\b/;

function isPinned(base: string): boolean {
  if (base === "scratch") return true;
  const { name, tag, digest } = parts(base);
  if (digest) return true;
  if (tag === undefined || /^latest\b/.test(tag)) return false;
  // Within Python 3, a minor version changes what packages can be installed.
  return name === "python" ? /^v?\d+\.\d+/.test(tag) : /\d/.test(tag) || codeNames.test(tag);
}

function whatIsLoose(base: string, line: number, argument: DockerfileInstruction | undefined): Markdown {
  const { name, tag } = parts(base);
  if (argument)
    return md`Line ${line} starts from ${base}, which names no version: that comes from ${`ARG ${argument.arguments}`} on line ${argument.line}. Write the version there.`;
  if (tag === undefined)
    return md`Line ${line} starts from ${base}, without a version: that means \`latest\`.`;
  if (name === "python" && /^\d+(?!\.?\d)/.test(tag))
    return md`Line ${line} starts from ${base}, which moves on with every minor version of Python.`;
  return md`Line ${line} starts from ${base}, and ${tag} names no version.`;
}

/** The parts of `registry:5000/path/name:tag@digest`; a colon before the last slash belongs to a port. */
function parts(reference: string) {
  const [path = "", digest] = reference.split("@");
  const [name = "", tag] = path.slice(path.lastIndexOf("/") + 1).split(":");
  return { name, tag, digest };
}
