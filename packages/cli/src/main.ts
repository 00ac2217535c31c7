import { availableParallelism } from "node:os";

import { md, ShipshapeError } from "@shipshape/core";
import { formatNames, gradebookFormatNames, learnerFormatNames } from "@shipshape/report/format-names";
import { Argument, Command, CommanderError, Option } from "commander";

import { shells } from "./completion/shells.ts";
import { ourSide } from "./failure.ts";
import { runCommand } from "./run-command.ts";
import { translatedHelp } from "./translated-help.ts";

/** What `progress --format` may name. */
const progressFormatNames = ["terminal", "markdown", "json", "csv"] as const;

const formatOption = () =>
  new Option("--format <format>", "how to write the report").choices(formatNames).default("terminal");

/** Reads the words of a command line and runs what they ask for. Each command is loaded when it is called. */
export async function main(words: readonly string[]): Promise<void> {
  const program = new Command("shipshape")
    .description("A Flask-in-Docker course that grades itself.")
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: false, ...translatedHelp })
    .exitOverride();

  program
    .command("check")
    .description("build a Dockerfile, run it, and say what to mend")
    .argument(
      "[lab]",
      "its number or name: 5, venv-non-root; without it, the lab that the folder was started for",
    )
    .argument("[folder]", "the folder with your Dockerfile; without it, this one")
    .addOption(formatOption())
    .option("--full", "say everything of every check, of the image and of the time")
    .option("--out <file>", "write the report to a file")
    .option("--evidence <file>", "write what was observed to a file, to be judged again")
    .option("--keep", "leave the container up, and print the docker commands that do the same by hand")
    .option("--timings", "say how long each stage took")
    .action(async (lab, folder, options) =>
      (await import("./commands/check.ts")).check(lab, folder, options),
    );

  program
    .command("watch")
    .description("check again whenever your work is saved, and show hints beside it")
    .argument(
      "[lab]",
      "its number or name: 5, venv-non-root; without it, the lab that the folder was started for",
    )
    .argument("[folder]", "the folder with your Dockerfile; without it, this one")
    .action(async (lab, folder) => (await import("./commands/watch.ts")).watch(lab, folder));

  program
    .command("grade")
    .description("grade a class: a folder with what each learner handed in")
    .argument("<lab>", "its number or name: 5, venv-non-root")
    .argument(
      "<folder>",
      "the submissions: a folder, zip or tar for each learner, as your course system exports them",
    )
    .requiredOption(
      "--out <folder>",
      "where the gradebook, the reports and all that is needed to go on are kept",
    )
    .option("--roster <file>", "a CSV that says who is in the class")
    .option("--deadline <time>", "the latest attempt before it counts: 2026-11-20T18:00+01:00")
    .option("--jobs <number>", "how many submissions to grade at once", wholeNumber)
    .option("--redis <url>", "have workers grade them that take them from there")
    .action(async (lab, folder, options) =>
      (await import("./commands/grade.ts")).grade(lab, folder, options),
    );

  program
    .command("gradebook")
    .description("write a class that was graded as another system takes it")
    .argument("<folder>", "the folder behind --out when the class was graded")
    .addOption(
      new Option("--format <format>", "how to write it; from gradescope on, a file for each learner")
        .choices([...gradebookFormatNames, ...learnerFormatNames])
        .default("csv"),
    )
    .option("--out <path>", "a file, or the folder for the learners' files")
    .option("--column <name>", "what the assignment is called in Canvas: Lab 05 (12345)")
    .action(async (folder, options) => (await import("./commands/gradebook.ts")).gradebook(folder, options));

  program
    .command("worker")
    .description("grade on this machine what grade --redis puts into a Redis")
    .requiredOption(
      "--redis <url>",
      "where to take it from: redis://HOST:6379; a password may stand in REDISCLI_AUTH",
    )
    .option("--jobs <number>", "how many submissions to grade at once", wholeNumber, availableParallelism())
    .action(async (options) => (await import("./commands/worker.ts")).worker(options));

  program
    .command("judge")
    .description("judge again from evidence, without an engine: one submission, or a class that was graded")
    .argument("<path>", "a file that check --evidence wrote, or the folder behind --out of a class")
    .argument("[lab]", "judge by this lab, by default the one that the evidence names")
    .option(
      "--rubric <path>",
      "judge by other checks, points and options: a lab's folder, its lab.yaml, or a file like it",
    )
    .addOption(formatOption())
    .option("--full", "say everything of every check, of the image and of the time")
    .option("--out <file>", "write the report to a file")
    .action(async (path, lab, options) =>
      (await import("./commands/judge.ts")).judgePath(path, lab, options),
    );

  program
    .command("explain")
    .description("say what a check looks at, why it matters, and how to mend it")
    .argument("<check>", "a check's name, such as non-root-process")
    .action(async (id) => (await import("./commands/explain.ts")).explain(id));

  program
    .command("labs")
    .description("list the labs, with what is done and what comes next")
    .action(async () => (await import("./commands/labs.ts")).labs());

  program
    .command("start")
    .description("lay a folder for a lab, with its starter, its app and its instructions")
    .argument("[lab]", "a number or a name, by default the next lab")
    .argument("[folder]", "the folder that gets a folder for each lab, by default work/")
    .action(async (lab, folder) => (await import("./commands/start.ts")).start(lab, folder));

  program
    .command("hint")
    .description("give the next hint for what failed at the last check")
    .argument("[lab]", "a number, a name or a folder, by default the lab that you are in or last worked on")
    .action(async (lab) => (await import("./commands/hint.ts")).hint(lab));

  program
    .command("progress")
    .description("show how far you are, or write it to a file")
    .addOption(
      new Option("--format <format>", "how to write it").choices(progressFormatNames).default("terminal"),
    )
    .option("--out <file>", "write it to a file")
    .action(async (options) => (await import("./commands/progress.ts")).progress(options));

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

  program
    .command("completion")
    .description("print what lets the Tab key complete this command, to be added to what your shell reads")
    .addArgument(new Argument("<shell>", "the shell that you type in").choices(Object.keys(shells)))
    .addHelpText("after", `\n${Object.values(shells).join("\n")}`)
    .action(async (shell) => (await import("./commands/completion.ts")).completion(shell));

  program
    .command("complete", { hidden: true })
    .argument("[words...]")
    .action(async (words) => (await import("./commands/completion.ts")).complete(program, words));

  // Commander knows none of this: the launcher answers it, on a machine that has nothing installed yet.
  program.command("test").description("run this project's own tests");

  await runCommand(async () => {
    try {
      await program.parseAsync(words, { from: "user" });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      // Commander has written its own message; asking for help is no failure.
      process.exitCode = error.exitCode === 0 ? 0 : ourSide;
    }
  });
}

/** @throws ShipshapeError where it is none: Commander's own words are English in every language */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new ShipshapeError(
      md`${text} is no number of submissions.`,
      "Give a whole number from 1: --jobs 2.",
    );
  return number;
}
