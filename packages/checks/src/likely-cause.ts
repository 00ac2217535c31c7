import { md, type DockerfileInstruction, type DockerfileSection, type Markdown } from "@shipshape/core";

import { contextTakers } from "./context-takers.ts";
import { noCompiler, noHeaders } from "./compile-trouble.ts";
import { isInstaller } from "./install-words.ts";
import { noProgram } from "./not-found.ts";
import { standardModules } from "./standard-modules.ts";

/** Where something went wrong, for causes whose words depend on it. */
export type Scene = {
  /** The failing step as BuildKit names it; empty where the container failed and not the build. */
  readonly step?: string | undefined;
  /** The USER instruction in force there. */
  readonly user?: DockerfileInstruction | undefined;
  readonly dockerfile?: DockerfileSection | undefined;
  /** The ignore file that was handed in. */
  readonly ignoreFile?: string | undefined;
};

/** What tools write when they cannot reach a host. */
export const outageWords =
  /Temporary failure (?:in name resolution|resolving)|Failed to establish a new connection|CERTIFICATE_VERIFY_FAILED|ProxyError|Could not resolve host|no such host|i\/o timeout/;

/**
 * What tools write when a host was not reached, or did not give what was asked for. It may be their fault, ours, or
 * nobody's: an experiment tells, and a second try costs little.
 */
export const perhapsOutage = new RegExp(
  `${outageWords.source}|Failed to fetch|Unable to fetch some archives|Some index files failed to download|Connection (?:failed|reset|timed out)|Read timed out|IncompleteRead|Remote end closed|50[0234] (?:Server|Bad Gateway|Service Unavailable|Gateway)`,
);

type LikelyCause = {
  readonly pattern: RegExp;
  /** The cause in plain words and what to try; gets the pattern's groups. */
  readonly explain: (groups: readonly string[], scene: Scene) => Markdown;
};

/** The first that matches is taken, so what explains more stands above what explains less. */
const causes: readonly LikelyCause[] = [
  {
    pattern:
      /source metadata for (?:[\w-]+\.[\w.-]+\/library\/)?(\S+?):? [^\n]*(?:no such host|timeout|connection refused|unreachable)/,
    explain: ([reference = ""]) =>
      md`The image ${reference} is not on this machine, and no registry could be reached to fetch it from. Compare its name and tag letter by letter; if they are right, \`./shipshape doctor\` says which images can be had here.`,
  },
  {
    pattern: outageWords,
    explain: () =>
      md`This step could not reach the host that it wanted, while this machine does reach the package registries. Compare the address, and the proxy if one is set, letter by letter.`,
  },
  {
    pattern:
      /Ignored the following versions that require a different python version[\s\S]*No matching distribution found for (\S+)/,
    explain: ([requirement = ""]) =>
      md`pip found ${requirement}, but not for the Python of this base image. Choose a base image with a Python that the version supports, or a version that supports this Python.`,
  },
  {
    pattern: /No matching distribution found for (\S+)/,
    explain: ([requirement = ""]) =>
      standardModules.has(requirement)
        ? md`${requirement} is a part of Python itself, so there is nothing to install. Take it out of the line.`
        : requirement.endsWith(".txt")
          ? md`pip took ${requirement} for the name of a package. To install what that file lists, write \`-r\` before its name.`
          : md`pip knows no ${requirement}: no package has that name, or not in that version. Compare it letter by letter with the package's own page.`,
  },
  {
    pattern: /Could not open requirements file:[^\n]*?'([^'\n]+)'/,
    explain: ([file = ""]) =>
      md`pip looked for ${file} in the working directory, and it is not there yet. \`COPY\` it on a line above this one, to the directory that \`WORKDIR\` names.`,
  },
  {
    pattern: /Invalid requirement: ([^\n]+)/,
    explain: ([requirement = ""]) =>
      md`pip cannot read ${requirement} as a requirement. One with a version reads \`name==1.2.3\`, without spaces.`,
  },
  {
    pattern: /externally-managed-environment/,
    explain: () =>
      md`This Python belongs to the operating system, which lets pip install nothing into it. Make a virtual environment with \`python3 -m venv\` and install with its pip, or start from an official \`python\` image.`,
  },
  {
    pattern: noHeaders,
    explain: () =>
      md`A package is compiled here against a C library whose development files are missing. Install them and \`pkg-config\` with \`apt-get\` on a line above: for \`mysqlclient\` that is \`default-libmysqlclient-dev\`.`,
  },
  {
    pattern: /\b(\w+\.h): No such file or directory/,
    explain: ([header = ""]) =>
      md`A package is compiled here, and the C header ${header} is missing. Install the development package that has it with \`apt-get\` on a line above; \`Python.h\` comes with the official \`python\` images.`,
  },
  {
    pattern: noCompiler,
    explain: () =>
      md`A package is compiled here, and this base image has no C compiler. Install one with \`apt-get\` on a line above, in a stage that the final image does not start from; or pin a version of the package that comes as a ready-made wheel.`,
  },
  {
    // As glibc writes it, and as musl does.
    pattern: /([\w.+-]{1,300}): cannot open shared object file|Error loading shared library ([^\s:]+)/,
    explain: ([first = "", second = ""]) =>
      md`A program or a compiled module needs the shared library ${first || second} whenever it runs, and it is not in this image. Install the package that has it, not the one that ends in \`-dev\`, in the stage that runs it; \`ldd FILE\` shows which libraries a file wants.`,
  },
  {
    pattern: /Unable to locate package (\S+)|Package '?([^\s']+)'? has no installation candidate/,
    explain: ([first = "", second = ""]) =>
      md`apt knows no package ${first || second}. Base images come without package lists: run \`apt-get update\` first, in the same \`RUN\` (\`apt-get update && apt-get install -y …\`). If you do, compare the spelling.`,
  },
  {
    pattern: /(?:sh|bash): (?:\d+: |line \d+: )?(\/?[\w./-]+): Permission denied/,
    explain: ([file = ""]) => notExecutable(file),
  },
  {
    pattern: /exec:? "?([^\s":]+)"?: permission denied/,
    explain: ([file = ""]) => notExecutable(file),
  },
  {
    pattern: /chdir to cwd \("?([^"\s)]+)/,
    explain: ([directory = ""]) =>
      md`The user that the container runs as may not enter ${directory}, its working directory. Make it below \`/app\` or the user's own home, and see who owns it.`,
  },
  {
    pattern: /permission denied|EACCES|Operation not permitted|are you root\?/i,
    explain: (_, { user }) =>
      user
        ? md`This runs as ${user.arguments}, whom \`USER\` on line ${user.line} names, and that user may not write there. Do what needs root above \`USER\`, or give the files to that user with \`COPY --chown\`.`
        : md`This may not write or read what it needs. See who owns the files and what their modes are, with \`RUN ls -ln\` on a line above.`,
  },
  {
    pattern: /No space left on device/,
    explain: () =>
      md`The engine's disk is full, which is no mistake in the Dockerfile. \`./shipshape doctor\` shows how full it is, and \`./shipshape clean\` gives back what the course used.`,
  },
  {
    pattern: /exec format error/i,
    explain: () =>
      md`This was made for another kind of processor, or is a script without a first line such as \`#!/bin/sh\`. Add that line, or take the base image for this machine's processor.`,
  },
  {
    pattern: /(?:sh|bash): (?:\d+: |line \d+: )?[Ss]yntax error:? ([^\n]+)/,
    explain: ([what = ""]) =>
      md`The shell cannot read this command: ${what}. Look for a quote or bracket that is not closed, and for a \`\\\` missing at the end of a line.`,
  },
  {
    pattern: /(?:SyntaxError|IndentationError): ([^\n]+)/,
    explain: ([what = ""]) =>
      md`Python cannot read this code: ${what}. If the code is a package's, that version wants another Python than the base image has.`,
  },
  {
    pattern: /No module named '?([\w.]+)'?/,
    explain: ([module = ""], { dockerfile }) => whyNotFound(module, dockerfile),
  },
  {
    pattern: /can't open file '([^'\n]+)'/,
    explain: ([file = ""]) =>
      md`Python was told to run ${file}, and there is no such file in the image. Compare the file's name, where \`COPY\` puts it, and what \`WORKDIR\` says.`,
  },
  {
    pattern: /Could not import '([^'\n]+)'|Failed to find Flask application or factory in module '([^'\n]+)'/,
    explain: ([first = "", second = ""]) =>
      md`Flask found no app in ${first || second}. Name the module with \`--app\` or \`FLASK_APP\` (\`app\` for \`app.py\`), and start in the directory that holds it.`,
  },
  {
    pattern: /\bno tests ran in \d|\b0 selected\b/,
    explain: () =>
      md`pytest found no tests to run, and counts that as a failure (exit code 5). See whether the folder of the tests is in this stage: a \`COPY\` has to bring it, and \`.dockerignore\` has to let it through.`,
  },
  {
    pattern: /\bE501 line too long \(\d+ > 79 characters\)/,
    explain: () =>
      md`flake8 went by its own limit of 79 characters a line, so it found no configuration. The app's is the file \`.flake8\`: a \`COPY\` has to bring it to the directory that flake8 runs in, and \`.dockerignore\` has to let it through.`,
  },
  {
    pattern: noProgram,
    explain: ([file = ""]) =>
      md`${file} could not be started: it is not in the image, or its first line (\`#!…\`) names a program that is not. The latter also happens when it was saved with Windows line ends.`,
  },
  {
    pattern: /(?:sh|bash): (?:\d+: |line \d+: )?\[[^\s:]*: (?:command )?not found/,
    explain: () =>
      md`The list in square brackets is not JSON, so Docker took it for a command of the shell. Put each word into double quotes, with commas between: \`CMD ["python", "app.py"]\``,
  },
  {
    pattern:
      /(?:sh|bash): (?:\d+: |line \d+: )?([^\s:]+): (?:command )?not found|exec: "([^"\n]+)": executable file not found/,
    explain: ([first = "", second = ""]) =>
      md`There is no command ${first || second} in this image. Compare the spelling; if it is right, install what brings the command, or name it with its whole path.`,
  },
  {
    pattern: /(?:cache key|checksum)[^\n"]*"\/?([^"\n]+)":? not found/,
    explain: ([file = ""], { step = "", ignoreFile }) => {
      if (step.includes("--from=")) return notInStage(file);
      return ignoreFile === undefined
        ? md`There is no ${file} in the build context. Compare the spelling and capital letters with the files of the app; the path counts from the folder of the context.`
        : md`There is no ${file} in the build context. Compare the spelling and capital letters with the files of the app; the path counts from the folder of the context, and a line of ${ignoreFile} may leave the file out.`;
    },
  },
  {
    pattern: /\bl?stat \S{1,300}\/buildkit-mount\d+\/([^\n:]{1,300}): no such file/,
    explain: ([file = ""]) => notInStage(file),
  },
  {
    pattern: /unable to find (user|group) ([^:\s]+)/,
    explain: ([kind = "", name = ""]) =>
      kind === "user"
        ? md`The image has no user ${name}. Make it on a line above, in the same stage, with \`useradd\`.`
        : md`The image has no group ${name}. Make it on a line above, in the same stage, with \`groupadd\`.`,
  },
  {
    pattern: /unknown instruction: (\S+)/i,
    explain: ([word = ""]) =>
      md`${word} is no instruction of a Dockerfile. Look for a typing error, or for a line above it that should have ended in \`\\\` to go on here.`,
  },
  {
    pattern: /unknown flag: (\S+)/,
    explain: ([flag = ""]) => md`This instruction has no flag ${`--${flag}`}. Look for a typing error in it.`,
  },
  {
    pattern: /Invalid containerPort: (\S+)/,
    explain: ([port = ""]) => md`\`EXPOSE\` takes the number of a port, and ${port} is none: \`EXPOSE 5000\``,
  },
  {
    pattern: /no build stage in current context|file with no instructions|Dockerfile cannot be empty/i,
    explain: () => md`A Dockerfile begins with \`FROM\`; only \`ARG\` and comments may stand above it.`,
  },
  {
    pattern: /\b(\w+) requires (?:at least|exactly|either) [^\n]*argument/i,
    explain: ([keyword = ""]) =>
      md`There is too little behind ${keyword}. \`COPY\`, for example, takes what to copy and then where to put it: \`COPY app.py .\``,
  },
  {
    pattern:
      /metadata for (?:[\w-]+\.[\w.-]+\/library\/)?(\S+?):? |pull access denied|manifest unknown|repository does not exist/,
    explain: ([reference = ""]) =>
      reference
        ? md`The image ${reference} could not be found. Compare its name and tag with the tags on the image's own page.`
        : md`The image that \`FROM\` names could not be found. Compare its name and tag with the tags on the image's own page.`,
  },
  {
    pattern: /exit code: 137\b|\bKilled\b/,
    explain: () => md`The engine ended this step from outside, most often because it used too much memory.`,
  },
];

/** A module is missing because nothing was installed, or because it was installed elsewhere. */
function whyNotFound(module: string, dockerfile: DockerfileSection | undefined): Markdown {
  if (module === "app")
    return dockerfile && contextTakers(dockerfile, "app.py").length === 0
      ? md`${module} is your own \`app.py\`, and no line of the Dockerfile brings it into the image. Above \`CMD\`, add \`COPY app.py ./\`.`
      : md`${module} is your own \`app.py\`, and it is not in the directory where the app starts. Compare where \`COPY\` puts it with what \`WORKDIR\` says.`;
  const installs = dockerfile?.instructions.some((it) => it.keyword === "RUN" && isInstaller(it.arguments));
  if (dockerfile && !installs)
    return md`This Python does not find ${module}, and no line of the Dockerfile installs it. Above \`CMD\`, \`COPY requirements.txt ./\` and have \`RUN pip install -r requirements.txt\` read it.`;
  if (dockerfile?.stages.length === 1)
    return md`This Python does not find ${module}. See whether what you install has it, and whether it is installed with the pip of the same Python that runs here; a virtual environment is used only if its \`bin\` comes first on \`PATH\`.`;
  return md`This Python does not find ${module}. Install it with the pip of the same Python that runs here; what an earlier stage installed is in this image only if \`COPY --from\` brings it, and a virtual environment is used only if its \`bin\` comes first on \`PATH\`.`;
}

const notInStage = (file: string): Markdown =>
  md`There is no ${file} in the stage or image that \`--from\` names. Compare it with the path at which that stage makes it.`;

const notExecutable = (file: string): Markdown =>
  md`${file} is there but is not marked as a program. Run \`chmod +x\` on it, or start it through its interpreter: \`CMD ["sh", "start.sh"]\``;

/** How much of the end is looked at, in characters: what is written by a learner must not keep a pattern busy. */
const longestText = 10_000;

/**
 * Guesses from what a tool wrote why it failed.
 * @param text its log, then the engine's own words
 */
export function likelyCause(text: string, scene: Scene = {}): Markdown | undefined {
  const end = text.slice(-longestText);
  for (const { pattern, explain } of causes) {
    const match = pattern.exec(end);
    if (match)
      return explain(
        Array.from(match.slice(1), (group) => group ?? ""),
        scene,
      );
  }
  return undefined;
}
