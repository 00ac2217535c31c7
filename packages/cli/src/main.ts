import { Command, InvalidArgumentError, Option } from "commander";

import { reportFailure, reportLostOutput } from "./failure.ts";

/** What `--format` may name; packages/report holds one file for each. */
const formats = ["terminal", "markdown", "html", "json"] as const;

const formatOption = () =>
  new Option("--format <format>", "how to write the report").choices(formats).default("terminal");

/**
 * Reads the command line and runs what it asks for. Each command is loaded when it is called.
 * Results go to standard output, all else to standard error.
 */
export async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on("error", reportLostOutput);
  const program = new Command("shipshape")
    .description("A Flask-in-Docker course that grades itself.")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: false })
    .exitOverride();

  program
    .command("check")
    .description("build a Dockerfile, run it, and say what to mend")
    .argument("<lab>", "a number, a name or a folder: 5, venv-non-root, ./labs/05-venv-non-root")
    .argument("[folder]", "the folder with your Dockerfile", ".")
    .addOption(formatOption())
    .option("--out <file>", "write the report to a file")
    .option("--evidence <file>", "write what was observed to a file, to be judged again")
    .option("--keep", "leave the container up, and print the docker commands that do the same by hand")
    .option("--timings", "say how long each stage took")
    .action(async (lab, folder, options) =>
      (await import("./commands/check.ts")).check(lab, folder, options),
    );

  program
    .command("judge")
    .description("judge again from evidence that check --evidence wrote, without an engine")
    .argument("<file>", "the evidence")
    .argument("[lab]", "judge by this lab, by default the one that the evidence names")
    .addOption(formatOption())
    .option("--out <file>", "write the report to a file")
    .action(async (file, lab, options) =>
      (await import("./commands/judge.ts")).judgeEvidence(file, lab, options),
    );

  program
    .command("explain")
    .description("say what a check looks at, why it matters, and how to mend it")
    .argument("<check>", "a check's name, such as non-root-process")
    .action(async (id) => (await import("./commands/explain.ts")).explain(id));

  program
    .command("labs")
    .description("list the labs of the course")
    .action(async () => (await import("./commands/labs.ts")).labs());

  program
    .command("verify")
    .description("prove that each lab's answers come out as the lab says, right and wrong ones alike")
    .argument("[lab...]", "labs; without one, those that changed since they were last verified")
    .option("--jobs <number>", "how many submissions to grade at once", wholeNumber, 2)
    .option("--timings", "say what each lab takes, by stage and for a class")
    .action(async (labs, options) => (await import("./commands/verify.ts")).verify(labs, options));

  program
    .command("setup")
    .description("find a Docker engine or bring one up, and prepare the images that the course starts from")
    .action(async () => (await import("./commands/setup.ts")).setup());

  program
    .command("doctor")
    .description("say what is there, what is missing, and how to mend it")
    .action(async () => (await import("./commands/doctor.ts")).doctor());

  program
    .command("env")
    .description('print what a shell needs to use the same engine: eval "$(./shipshape env)"')
    .action(async () => (await import("./commands/env.ts")).env());

  program
    .command("clean")
    .description("remove everything of Shipshape's from this machine's engine, and nothing else")
    .action(async () => (await import("./commands/clean.ts")).clean());

  // Commander knows none of this: the launcher answers it, on a machine that has nothing installed yet.
  program.command("test").description("run this project's own tests");

  try {
    await program.parseAsync(argv);
  } catch (error) {
    reportFailure(error);
  }
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("It takes a whole number from 1.");
  return number;
}
