import { type Evidence, observed, type RunState, type SectionName } from "@shipshape/core";

import type { DatabaseLease } from "./database-pool.ts";
import { conductExperiments, type Subject } from "./experiments.ts";
import { inspectImage } from "./inspect-image.ts";
import { runImage, runtimeOf } from "./run-image.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** A submission that built. */
export type BuiltSubmission = Omit<Subject, "image" | "runtime" | "run"> & {
  readonly imageId: string;
  /** What the app is given where its lab declares a database. */
  readonly database: DatabaseLease | undefined;
  readonly wanted: ReadonlySet<SectionName>;
  readonly stopwatch: Stopwatch;
  /** Tells what there is so far. */
  readonly tell: () => Promise<void>;
};

/** How a submission's run ended, and the database server's image where that is a stand-in of ours. */
export type Ending = { readonly state: RunState; readonly standIn?: string | undefined };

/**
 * Inspects and runs an image, and conducts the lab's experiments, side by side.
 * @param sections get what was seen, also where something else fails
 */
export async function observeImage(built: BuiltSubmission, sections: Evidence["sections"]): Promise<Ending> {
  const { scope, lab, context, appIn, asked, dockerfile, stopwatch, signal, progress, wanted } = built;
  const { database: service } = lab.services;
  const [image, { store }] = await Promise.all([
    scope.engine.docker.getImage(built.imageId).inspect(),
    scope.facts,
  ]);
  const submission = { scope, lab, appIn, signal };
  const running = stopwatch.measure("run", () =>
    runImage({
      ...submission,
      context,
      image,
      database: built.database,
      onStage: (stage) => stopwatch.begin(stage),
    }),
  );
  const runtime = running.then(runtimeOf);
  // Whoever waits for it hears of a failure.
  runtime.catch(() => undefined);
  const subject: Subject = {
    ...submission,
    context,
    asked,
    memory: built.memory,
    dockerfile,
    progress,
    image,
    runtime,
    run: async (id, changed) => {
      const other = await scope.engine.docker.getImage(id).inspect();
      await using database = service && scope.database(service, progress);
      return runtimeOf(await runImage({ ...submission, context: changed, image: other, database }));
    },
  };
  // Each is kept for itself, whatever becomes of the other.
  const inspecting = inspectImage(scope, image, dockerfile, store, signal).then((section) => {
    sections.image = observed(section);
    return section;
  });
  const seeing = running.then((ran) => {
    Object.assign(sections, ran.sections);
    return ran;
  });
  const telling = Promise.all([inspecting, seeing]).then(built.tell, () => undefined);
  let trying = true;
  const experimenting = conductExperiments(subject, wanted, sections, stopwatch).finally(() => {
    trying = false;
  });
  // What goes on longer than the run are the experiments.
  running.then(
    () => trying && stopwatch.begin("experiments"),
    () => undefined,
  );
  const [inspected, seen, experiments] = await Promise.allSettled([
    inspecting,
    seeing,
    experimenting,
    telling,
  ]);
  if (inspected.status === "rejected") throw inspected.reason;
  if (seen.status === "rejected") throw seen.reason;
  if (experiments.status === "rejected") throw experiments.reason;
  return seen.value;
}
